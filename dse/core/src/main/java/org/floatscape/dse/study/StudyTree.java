package org.floatscape.dse.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.PairedReader;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A YAML tree that knows where each of its keys stands.
 *
 * @param root   the tree
 * @param places dotted path, such as {@code space.bits}, to a place such as {@code study.yaml:12}
 */
record StudyTree(ObjectNode root, Map<String, String> places) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Parses a file's text.
     *
     * @throws InputException if it is not YAML, holds a key twice, or is not a mapping
     */
    static StudyTree parse(String source, String text) {
        try {
            JsonNode root = YAML.readTree(new PairedReader(text));
            if (!(root instanceof ObjectNode mapping)) {
                throw new InputException(source + ":1", "a study must be a mapping of keys such as model and budgets");
            }
            return new StudyTree(mapping, places(source, text));
        } catch (StreamReadException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new InputException(
                    source + ":" + line,
                    "not valid YAML: " + e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", "; "));
        }
    }

    private static Map<String, String> places(String source, String text) {
        var places = new HashMap<String, String>();
        var path = new ArrayDeque<String>();
        try (JsonParser parser = YAML.createParser(new PairedReader(text))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case PROPERTY_NAME -> {
                        path.addLast(parser.currentName());
                        places.put(
                                String.join(".", path),
                                source + ":" + parser.currentTokenLocation().getLineNr());
                    }
                    case START_OBJECT, START_ARRAY -> {}
                    default -> {
                        if (parser.streamReadContext().inObject() || token == JsonToken.END_ARRAY) {
                            path.pollLast();
                        }
                    }
                }
            }
        }
        return places;
    }

    /** The value at a dotted path; missing where there is none. */
    JsonNode at(String path) {
        return root.at(path.isEmpty() ? "" : "/" + path.replace('.', '/'));
    }

    /** Where a key stands, or the nearest key above it that stands somewhere. */
    String place(String path) {
        String at = path;
        while (!places.containsKey(at) && at.contains(".")) {
            at = at.substring(0, at.lastIndexOf('.'));
        }
        return places.getOrDefault(at, places.getOrDefault("", "study"));
    }

    /** This tree with a title and budgets, if it has none: a study is named by its file and may be unlimited. */
    StudyTree titled(String title) {
        var copy = root.deepCopy();
        if (!copy.has("title")) {
            copy.put("title", title);
        }
        if (!copy.has("budgets")) {
            copy.putObject("budgets");
        }
        return new StudyTree(copy, places);
    }

    /**
     * This tree with what {@code defaults} has and it lacks.
     *
     * @param sections top-level keys that have defaults
     * @param whole    keys whose mapping is taken whole from one side or the other
     */
    StudyTree over(StudyTree defaults, List<String> sections, String whole) {
        var merged = root.deepCopy();
        var allPlaces = new HashMap<>(places);
        for (String section : sections) {
            merge(section, merged, defaults.root, whole, defaults, allPlaces, section);
        }
        return new StudyTree(merged, allPlaces);
    }

    private static void merge(
            String key,
            ObjectNode into,
            ObjectNode from,
            String whole,
            StudyTree defaults,
            Map<String, String> allPlaces,
            String path) {
        JsonNode mine = into.get(key);
        JsonNode theirs = from.get(key);
        if (mine == null) {
            into.set(key, theirs.deepCopy());
            defaults.places.forEach((place, where) -> {
                if (place.equals(path) || place.startsWith(path + ".")) {
                    allPlaces.put(place, where);
                }
            });
        } else if (mine instanceof ObjectNode here && theirs instanceof ObjectNode there && !key.equals(whole)) {
            there.propertyNames()
                    .forEach(child -> merge(child, here, there, whole, defaults, allPlaces, path + "." + child));
        }
    }

    /**
     * This tree with one value put in.
     *
     * @param assignment {@code key.key=value}, the value in YAML
     * @throws InputException if it is not of that form, or the path leads through a value that is no mapping
     */
    StudyTree with(String assignment) {
        String where = "--set " + assignment;
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new InputException(where, "must be of the form key.key=value, such as --set hardware.node_nm=7");
        }
        var keys = List.of(assignment.substring(0, equals).split("\\.", -1));
        JsonNode value;
        try {
            value = YAML.readTree(assignment.substring(equals + 1));
        } catch (StreamReadException e) {
            throw new InputException(
                    where,
                    "the value is not valid YAML: " + e.getOriginalMessage().strip());
        }
        var copy = root.deepCopy();
        ObjectNode parent = copy;
        for (String key : keys.subList(0, keys.size() - 1)) {
            JsonNode child = parent.get(key);
            if (child == null) {
                child = parent.putObject(key);
            }
            if (!(child instanceof ObjectNode mapping)) {
                throw new InputException(where, "%s is a value, not a mapping of keys".formatted(key));
            }
            parent = mapping;
        }
        parent.set(keys.getLast(), value);
        var allPlaces = new HashMap<>(places);
        for (int depth = keys.size(); depth > 0; depth--) {
            String path = String.join(".", new ArrayList<>(keys.subList(0, depth)));
            if (depth == keys.size()) {
                allPlaces.put(path, where);
            } else {
                allPlaces.putIfAbsent(path, where);
            }
        }
        return new StudyTree(copy, allPlaces);
    }
}

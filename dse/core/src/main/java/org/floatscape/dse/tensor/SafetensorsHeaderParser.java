package org.floatscape.dse.tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of a .safetensors header token by token: what it does not expect stops it, however deep or long. */
final class SafetensorsHeaderParser {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Path path;
    private final String text;
    private final List<SafetensorsHeader.Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    SafetensorsHeaderParser(Path path, String text) {
        this.path = path;
        this.text = text;
    }

    SafetensorsHeader parse() {
        if (!text.startsWith("{")) {
            throw new TensorFileException(path, "the header does not start with \"{\": not a .safetensors file");
        }
        try (var json = JSON.createParser(ObjectReadContext.empty(), text)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object of tensors");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (name.equals(SafetensorsWriter.METADATA)) {
                    readMetadata(json);
                } else {
                    entries.add(entry(json, name));
                }
            }
            if (json.nextToken() != null) {
                throw problem(json, "more follows the object of tensors");
            }
            return new SafetensorsHeader(entries, metadata);
        } catch (JacksonException e) {
            var at = e.getLocation(); // none where a limit of the parser is met
            throw new TensorFileException(
                    path,
                    "the header is not the JSON it must be%s: %s"
                            .formatted(
                                    at == null ? "" : ", at character " + at.getCharOffset(),
                                    TensorFileException.printable(e.getOriginalMessage())));
        }
    }

    private void readMetadata(JsonParser json) {
        expect(
                json,
                json.nextToken(),
                JsonToken.START_OBJECT,
                "an object of texts under " + SafetensorsWriter.METADATA);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            expect(json, json.nextToken(), JsonToken.VALUE_STRING, "a text under " + SafetensorsWriter.METADATA);
            metadata.put(name, json.getString());
        }
    }

    private SafetensorsHeader.Entry entry(JsonParser json, String name) {
        expect(json, json.nextToken(), JsonToken.START_OBJECT, name, "an object");
        StoredType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            switch (json.currentName()) {
                case "dtype" -> type = type(json, name);
                case "shape" -> shape = numbers(json, name, "shape");
                case "data_offsets" -> offsets = numbers(json, name, "data_offsets");
                default ->
                    throw new TensorFileException(
                            path,
                            name,
                            "the key \"%s\" is not one of dtype, shape and data_offsets"
                                    .formatted(TensorFileException.printable(json.currentName())));
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new TensorFileException(path, name, "must have a dtype, a shape and two data_offsets");
        }
        try {
            return new SafetensorsHeader.Entry(new TensorHeader(name, type, shape), offsets.get(0), offsets.get(1));
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(path, name, e.getMessage());
        }
    }

    private StoredType type(JsonParser json, String name) {
        expect(json, json.nextToken(), JsonToken.VALUE_STRING, name, "a dtype in quotes");
        String word = json.getString();
        return Arrays.stream(StoredType.values())
                .filter(type -> type.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new TensorFileException(
                        path,
                        name,
                        "dtype \"%s\" is not known; the format has %s"
                                .formatted(
                                        TensorFileException.printable(word),
                                        Arrays.stream(StoredType.values())
                                                .map(StoredType::name)
                                                .collect(Collectors.joining(", ")))));
    }

    private List<Long> numbers(JsonParser json, String name, String key) {
        expect(json, json.nextToken(), JsonToken.START_ARRAY, name, "whole numbers in [] as " + key);
        var numbers = new ArrayList<Long>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            expect(json, token, JsonToken.VALUE_NUMBER_INT, name, "whole numbers in [] as " + key);
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private void expect(JsonParser json, JsonToken token, JsonToken expected, String name, String what) {
        if (token != expected) {
            throw new TensorFileException(
                    path,
                    name,
                    "at character %d of the header expected %s"
                            .formatted(json.currentTokenLocation().getCharOffset(), what));
        }
    }

    private void expect(JsonParser json, JsonToken token, JsonToken expected, String what) {
        if (token != expected) {
            throw problem(json, "expected " + what);
        }
    }

    private TensorFileException problem(JsonParser json, String problem) {
        return new TensorFileException(
                path,
                "at character %d of the header: %s"
                        .formatted(json.currentTokenLocation().getCharOffset(), problem));
    }
}

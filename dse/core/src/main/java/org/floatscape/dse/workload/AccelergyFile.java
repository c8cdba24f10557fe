package org.floatscape.dse.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.input.YamlNode;

/** What the reference tables that Accelergy writes, version 0.3 or later, have in common: a list of named components. */
final class AccelergyFile {

    /** Accelergy ends a component's name in the range of its instances, such as {@code [1..4]}. */
    private static final Pattern INSTANCES = Pattern.compile("\\[(\\d{1,9})\\.\\.(\\d{1,9})]");

    private AccelergyFile() {}

    /**
     * The components of a file, by name.
     *
     * @param root {@code ERT} or {@code ART}
     * @throws InputException with file and place, if it holds no such table
     */
    static Map<String, YamlNode> components(String source, String text, String root) {
        YamlNode file = YamlNode.parse(source, text);
        if (!file.mapping().containsKey(root)) {
            throw file.error("must have the key %1$s, as the %1$s.yaml of Accelergy has".formatted(root));
        }
        YamlNode tables = file.at(root).at("tables");
        if (tables.list().isEmpty()) {
            throw tables.error("must list components, as in the %s.yaml of Accelergy".formatted(root));
        }
        var components = new LinkedHashMap<String, YamlNode>();
        for (YamlNode table : tables.list()) {
            YamlNode name = table.at("name");
            if (components.put(name.text(), table) != null) {
                throw name.error("is there already; each component is listed once");
            }
        }
        return components;
    }

    /**
     * The component of that name; the range of instances at its end may be left out.
     *
     * @throws InputException if there is none, or more than one without the range
     */
    static <T> Map.Entry<String, T> named(String source, Map<String, T> components, String name) {
        List<Map.Entry<String, T>> found = new ArrayList<>();
        for (var component : components.entrySet()) {
            if (component.getKey().equals(name)) {
                return component;
            }
            if (INSTANCES.matcher(component.getKey()).replaceAll("").equals(name)) {
                found.add(component);
            }
        }
        if (found.size() > 1) {
            throw new InputException(
                    source,
                    "component %s could be %s; name one of them whole"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            found.stream()
                                                    .map(Map.Entry::getKey)
                                                    .toList())));
        }
        if (found.isEmpty()) {
            throw new InputException(
                    source, "has no component %s. Maybe %s?".formatted(name, Nearest.of(name, components.keySet())));
        }
        return found.getFirst();
    }

    /** How many instances a name stands for: the product of its ranges, 1 without any. */
    static long instances(String name) {
        long instances = 1;
        var range = INSTANCES.matcher(name);
        while (range.find()) {
            instances *= Math.max(1, Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1);
        }
        return instances;
    }
}

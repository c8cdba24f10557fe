package org.floatscape.dse.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import org.floatscape.dse.input.InputException;

/**
 * An area reference table (ART) that Accelergy wrote, version 0.3 or later.
 *
 * @param source   file name for messages
 * @param areasUm2 component to the area of one instance, µm²
 */
public record AreaReferenceTable(String source, Map<String, Double> areasUm2) {

    /** @throws InputException with file and place, if it is not such a table */
    public static AreaReferenceTable parse(String source, String text) {
        var areas = new LinkedHashMap<String, Double>();
        AccelergyFile.components(source, text, "ART")
                .forEach((name, table) ->
                        areas.put(name, table.at("area").numberFromZero("a number from 0, um2, of component " + name)));
        return new AreaReferenceTable(source, areas);
    }

    /**
     * Area of a component, all the instances that its name stands for, µm².
     *
     * @param component its name; the range of instances at its end may be left out
     * @throws InputException if there is no such component
     */
    public double areaUm2(String component) {
        var found = AccelergyFile.named(source, areasUm2, component);
        return found.getValue() * AccelergyFile.instances(found.getKey());
    }
}

package org.floatscape.dse.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.YamlNode;

/**
 * An energy reference table (ERT) that Accelergy wrote, version 0.3 or later: components, each with actions in pJ.
 *
 * @param source     file name for messages
 * @param components name to action to the largest energy over the action's arguments, pJ per action
 */
public record EnergyReferenceTable(String source, Map<String, Map<String, Double>> components) {

    /** What a memory does to a word; a fill or update is a write. */
    private static final List<String> WRITES = List.of("write", "fill", "update");

    /** @throws InputException with file and place, if it is not such a table */
    public static EnergyReferenceTable parse(String source, String text) {
        var components = new LinkedHashMap<String, Map<String, Double>>();
        AccelergyFile.components(source, text, "ERT")
                .forEach((name, table) -> components.put(
                        name,
                        table.find("actions")
                                .map(actions -> actions(name, actions))
                                .orElse(Map.of())));
        return new EnergyReferenceTable(source, components);
    }

    private static Map<String, Double> actions(String component, YamlNode actions) {
        var energies = new LinkedHashMap<String, Double>();
        for (YamlNode action : actions.list()) {
            String name = action.at("name").text();
            double energyPj = action.at("energy")
                    .numberFromZero("a number from 0, pJ, of component %s, action %s".formatted(component, name));
            energies.merge(name, energyPj, Math::max);
        }
        return energies;
    }

    /**
     * A component as a memory, not scaled to other nodes: the mean of a read and a write (or fill, or update) with the
     * arguments that cost most, as random data do.
     *
     * @param component its name; the range of instances at its end may be left out
     * @param wordBits  bits of one action; the table does not hold it
     * @throws InputException if there is no such component, or it cannot be read and written
     */
    public Memory memory(String component, int wordBits) {
        Map<String, Double> actions =
                AccelergyFile.named(source, components, component).getValue();
        double read = energy(component, actions, List.of("read"));
        double write = energy(component, actions, WRITES);
        if (!(read + write > 0)) {
            throw new InputException(
                    source, "component %s: reading and writing it takes no energy".formatted(component));
        }
        return new Memory(
                component,
                Optional.empty(),
                (read + write) / 2 / wordBits,
                "%s, mean of a read (%s pJ) and a write (%s pJ) of %d bits".formatted(component, read, write, wordBits),
                "Accelergy ERT " + source);
    }

    private double energy(String component, Map<String, Double> actions, List<String> names) {
        Optional<String> name = names.stream().filter(actions::containsKey).findFirst();
        return name.map(actions::get)
                .orElseThrow(() -> new InputException(
                        source,
                        "component %s has no action %s; its actions are %s"
                                .formatted(
                                        component, String.join(" or ", names), String.join(", ", actions.keySet()))));
    }
}

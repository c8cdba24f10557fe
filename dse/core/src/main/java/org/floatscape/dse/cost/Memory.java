package org.floatscape.dse.cost;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.floatscape.dse.table.CsvTable;

/**
 * Energy of one bit moved to or from a memory, or over a wire.
 *
 * @param name           key in studies, such as {@code l2}
 * @param node           where and at which supply it was measured, of memories made of logic transistors, which scale with the node; empty
 *                       for others, such as off-chip memory, which cost the same at every logic node
 * @param energyPjPerBit pJ per bit there
 * @param what           which memory exactly
 * @param source         where the figure is from
 */
public record Memory(String name, Optional<TechnologyNode> node, double energyPjPerBit, String what, String source) {

    private static final List<Memory> ALL = read();

    /** Every memory known, with the source of its figure. */
    public static List<Memory> all() {
        return ALL;
    }

    /** @throws CostException if there is none of that name; names those there are */
    public static Memory named(String name) {
        return ALL.stream()
                .filter(memory -> memory.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CostException("memory (%s) is not known; there are %s"
                        .formatted(name, ALL.stream().map(Memory::name).collect(Collectors.joining(", ")))));
    }

    /** pJ per bit at {@code target}, scaled by published factors where the memory is made of logic transistors. */
    public double energyPjPerBit(TechnologyNode target) {
        return energyPjPerBit * node.map(target::energyFrom).orElse(1.0);
    }

    private static List<Memory> read() {
        var table = Resources.table("memory-energies.csv");
        double[] energy = table.positiveNumbers("energy_pj_per_bit");
        return IntStream.range(0, energy.length)
                .mapToObj(i -> new Memory(
                        table.texts("name").get(i),
                        node(table, i),
                        energy[i],
                        table.texts("what").get(i),
                        table.texts("source").get(i)))
                .toList();
    }

    /** At the supply that the source states, else at the node's usual one. */
    private static Optional<TechnologyNode> node(CsvTable table, int row) {
        if (table.text(row, "node_nm").isEmpty()) {
            return Optional.empty();
        }
        double nm = table.number(row, "node_nm");
        return Optional.of(
                table.text(row, "voltage_v").isEmpty()
                        ? TechnologyNode.of(nm)
                        : new TechnologyNode(nm, table.number(row, "voltage_v")));
    }
}

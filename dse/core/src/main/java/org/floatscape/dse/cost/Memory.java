package org.floatscape.dse.cost;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Energy of one bit moved to or from a memory, or over a wire.
 *
 * @param name           key in studies, such as {@code l2}
 * @param node           where it was measured
 * @param energyPjPerBit pJ per bit there
 * @param scalesWithNode true for logic and SRAM; off-chip memory costs the same at every logic node
 * @param what           which memory exactly
 * @param source         where the figure is from
 */
public record Memory(
        String name, TechnologyNode node, double energyPjPerBit, boolean scalesWithNode, String what, String source) {

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
        return scalesWithNode ? energyPjPerBit * target.energyFrom(node) : energyPjPerBit;
    }

    private static List<Memory> read() {
        var table = Resources.table("memory-energies.csv");
        double[] nm = table.numbers("node_nm");
        double[] energy = table.positiveNumbers("energy_pj_per_bit");
        return IntStream.range(0, nm.length)
                .mapToObj(i -> new Memory(
                        table.texts("name").get(i),
                        TechnologyNode.of(nm[i]),
                        energy[i],
                        Boolean.parseBoolean(table.texts("scales_with_node").get(i)),
                        table.texts("what").get(i),
                        table.texts("source").get(i)))
                .toList();
    }
}

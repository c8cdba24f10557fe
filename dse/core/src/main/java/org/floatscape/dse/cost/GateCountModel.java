package org.floatscape.dse.cost;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The published gate counts ({@link GateCounts}) as a source of costs: a second opinion on block-scaled dot products. The
 * paper's cell factors are unpublished; those here are of Nangate45's full adder (FA_X1) and multiplexer (MUX2_X1), from
 * its typical Liberty file: area 4.256 and 1.862 µm²; energy of a transition of every output 11.02 and 5.22 fJ (internal
 * energy at an input transition of 30 ps and a load of two NAND2 inputs, 3.2 fF, mean of the arcs, plus ½ C V² at 1.1
 * V). Every output is taken to change in every second operation. No glitches, no delay, and the block's scales cost
 * nothing, as in the paper.
 *
 * @param node process node that Nangate45's figures are scaled to
 */
public record GateCountModel(TechnologyNode node) implements CostSource {

    /** The cell library whose full adder and multiplexer are counted. */
    public static final String CELLS = "nangate45";

    /** At the cells' own node. */
    public static final GateCountModel NANGATE45 = new GateCountModel(TechnologyNode.NANGATE45);

    private static final double ADDER_UM2 = 4.256;
    private static final double ADDER_PJ = 0.01102;
    private static final double MULTIPLEXER_UM2 = 1.862;
    private static final double MULTIPLEXER_PJ = 0.00522;
    private static final double TRANSITIONS_PER_OPERATION = 0.5;

    @Override
    public MacBreakdown breakdown(MacDesign design) {
        if (design.architecture() != Architecture.DOT_BLOCK || !design.a().equals(design.b())) {
            throw new CostException(
                    "gate counts (%s): they are of dot_block units with one operand format; take the structural model"
                            .formatted(design.label()));
        }
        GateCounts counts = GateCounts.of(design.a(), design.lanes());
        double adders = counts.multiplier() + counts.exponent() + counts.adder() + GateCounts.ACCUMULATOR_ADDERS;
        double multiplexers = counts.aligner() + counts.normaliser() + GateCounts.ACCUMULATOR_MULTIPLEXERS;
        var unit = new MacEstimate(
                design,
                areaUm2(adders, multiplexers),
                energyPj(adders, multiplexers),
                0,
                ByMetric.of(_ -> Errors.UNKNOWN),
                "gate counts of arXiv 2510.25602, Table 6, with Nangate45's full adder and multiplexer"
                        + (design.assumedOfSigns().isPresent() ? "; all is counted as with a sign" : ""),
                Optional.empty());
        var parts = Stream.of(
                        part("multiplier", counts.multiplier(), 0, unit),
                        part("exponent", counts.exponent(), 0, unit),
                        part("align", 0, counts.aligner(), unit),
                        part("adder_tree", counts.adder(), 0, unit),
                        part("normalise", 0, counts.normaliser(), unit),
                        part("accumulator", GateCounts.ACCUMULATOR_ADDERS, GateCounts.ACCUMULATOR_MULTIPLEXERS, unit))
                .filter(part -> part.areaUm2() > 0)
                .toList();
        return new MacBreakdown(unit, parts);
    }

    private MacBreakdown.Part part(String name, double adders, double multiplexers, MacEstimate unit) {
        return new MacBreakdown.Part(name, areaUm2(adders, multiplexers), energyPj(adders, multiplexers), 0, unit);
    }

    private double areaUm2(double adders, double multiplexers) {
        return (adders * ADDER_UM2 + multiplexers * MULTIPLEXER_UM2) * node.areaFrom(TechnologyNode.NANGATE45);
    }

    private double energyPj(double adders, double multiplexers) {
        return TRANSITIONS_PER_OPERATION
                * (adders * ADDER_PJ + multiplexers * MULTIPLEXER_PJ)
                * node.energyFrom(TechnologyNode.NANGATE45);
    }

    @Override
    public String source() {
        return node.equals(TechnologyNode.NANGATE45)
                ? "gate counts of arXiv 2510.25602"
                : "gate counts of arXiv 2510.25602, scaled to %s".formatted(node.text());
    }
}

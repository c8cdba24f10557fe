package org.floatscape.dse.cost;

import java.util.List;

/** Where what a MAC unit costs comes from. Sources differ in what they count; compare their ratios. */
public sealed interface CostSource permits MacCostModel, GateCountModel {

    /**
     * What a unit costs, by part.
     *
     * @throws CostException if the source knows nothing about such a unit
     */
    MacBreakdown breakdown(MacDesign design);

    /** What reports cite. */
    String source();

    /** Per MAC over the same of {@code base}; no unit. */
    default double ratio(MacDesign design, MacDesign base, Metric metric) {
        return perMac(design, metric) / perMac(base, metric);
    }

    private double perMac(MacDesign design, Metric metric) {
        return breakdown(design).total(metric) / design.macsPerOperation();
    }

    /** The structural model, then the gate counts. */
    static List<CostSource> all(MacCostModel structural) {
        return List.of(structural, GateCountModel.NANGATE45);
    }
}

package org.floatscape.dse.cost;

/** What is estimated, in the order of the C library. */
public enum Metric {
    AREA("area", "um2"),
    ENERGY("energy", "pj"),
    DELAY("delay", "ns");

    private final String label;
    private final String unit;

    Metric(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    public String label() {
        return label;
    }

    /** As names of quantities end: {@code um2}, {@code pj}, {@code ns}. */
    public String unit() {
        return unit;
    }
}

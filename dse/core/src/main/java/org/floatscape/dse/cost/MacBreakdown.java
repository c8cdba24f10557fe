package org.floatscape.dse.cost;

import java.util.List;

/**
 * An estimate by part. Added in order from 0.0 the parts give the estimate's figures bit for bit.
 *
 * @param parts those that cost anything, along the data path
 */
public record MacBreakdown(MacEstimate total, List<Part> parts) {

    /**
     * @param name    such as {@code multiplier}
     * @param delayNs its share of the critical path; 0 off it
     */
    public record Part(String name, double areaUm2, double energyPj, double delayNs) {
        public double get(Metric metric) {
            return switch (metric) {
                case AREA -> areaUm2;
                case ENERGY -> energyPj;
                case DELAY -> delayNs;
            };
        }
    }

    public MacBreakdown {
        parts = List.copyOf(parts);
    }
}

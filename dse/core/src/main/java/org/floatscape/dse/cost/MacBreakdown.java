package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * An estimate by part. Added in order from 0.0 the parts of the unit give the estimate's figures bit for bit.
 *
 * @param unit  the unit as a whole
 * @param parts those that cost anything, along the data path; behind them what conversions add
 */
public record MacBreakdown(MacEstimate unit, List<Part> parts) {

    /**
     * @param name    such as {@code multiplier}
     * @param delayNs its share of the critical path; 0 off it
     * @param unit    what its source and errors are
     * @param of      the architecture whose coefficients gave it, or what else it is made of
     */
    public record Part(String name, double areaUm2, double energyPj, double delayNs, MacEstimate unit, String of) {

        /** By the coefficients of the unit's architecture. */
        public Part(String name, double areaUm2, double energyPj, double delayNs, MacEstimate unit) {
            this(
                    name,
                    areaUm2,
                    energyPj,
                    delayNs,
                    unit,
                    unit.design().architecture().label());
        }

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

    /**
     * The same with what converting costs per operation of the unit; conversions are off its critical path.
     *
     * @param conversion what one element costs
     * @param elements   converted per operation, no unit: one used by many operations counts as its share of them
     */
    public MacBreakdown with(ConversionCost conversion, double elements) {
        var more = new ArrayList<>(parts);
        conversion
                .parts()
                .forEach(part -> more.add(
                        new Part(part.name(), elements * part.areaUm2(), elements * part.energyPj(), 0, part.unit())));
        return new MacBreakdown(unit, more);
    }

    /** The sum of the parts, in order. */
    public double total(Metric metric) {
        double sum = 0;
        for (Part part : parts) {
            sum += part.get(metric);
        }
        return sum;
    }
}

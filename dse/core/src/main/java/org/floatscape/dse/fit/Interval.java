package org.floatscape.dse.fit;

import java.util.Arrays;

/** From {@code lower} to {@code upper}, in the unit of what it bounds. */
public record Interval(double lower, double upper) {

    /**
     * The middle part of a set of values, with linear interpolation between order statistics (R's type 7).
     *
     * @param values at least one; some may be infinite
     * @param level  share of the values within, such as 0.95
     */
    public static Interval ofMiddle(double[] values, double level) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        double below = sorted[(int) Math.floor(at)];
        double above = sorted[(int) Math.ceil(at)];
        double part = at - Math.floor(at);
        if (Double.isInfinite(below) || Double.isInfinite(above)) {
            // Nothing lies between a number and infinity: the nearer one.
            return part < 0.5 ? below : above;
        }
        return below + part * (above - below);
    }

    /** From the least to the greatest of some values. */
    static Interval ofAll(double[] values) {
        return new Interval(
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }
}

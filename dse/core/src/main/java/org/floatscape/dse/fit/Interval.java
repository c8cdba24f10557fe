package org.floatscape.dse.fit;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** From {@code lower} to {@code upper}, in the unit of what it bounds. */
public record Interval(double lower, double upper) {

    /**
     * The middle part of a set of values, with linear interpolation between order statistics.
     *
     * @param level share of the values within, such as 0.95
     */
    static Interval ofMiddle(double[] values, double level) {
        var percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(values);
        return new Interval(percentile.evaluate(50 * (1 - level)), percentile.evaluate(50 * (1 + level)));
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

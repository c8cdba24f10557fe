package org.floatscape.dse.recommend;

import org.floatscape.dse.study.Metric;
import org.floatscape.solver.Problem;

/**
 * The integers in which the search counts a metric. Fine enough that no two figures that a report tells apart become
 * one; rounding to nearest never reverses an order.
 */
final class Units {
    private Units() {}

    /** Units per {@link Metric#unit}. */
    private static double perUnit(Metric metric) {
        return switch (metric) {
            case LOSS -> 1e9;
            case ENERGY, DELAY, STORAGE -> 1e6;
            case AREA -> 1e3;
        };
    }

    /** Names the unit in a column of the search. */
    static String name(Metric metric) {
        return switch (metric) {
            case LOSS -> "Nanonats";
            case ENERGY -> "Aj";
            case AREA -> "Millium2";
            case DELAY -> "Fs";
            case STORAGE -> "Microbits";
        };
    }

    static long count(Metric metric, double amount) {
        return Math.round(amount * perUnit(metric));
    }

    /** The largest size of a figure of so many formats that the search counts exactly, whatever the signs. */
    static double largest(Metric metric, int nFormats) {
        return amount(metric, Problem.LARGEST_SUM / (2L * nFormats));
    }

    static double amount(Metric metric, long count) {
        return count / perUnit(metric);
    }
}

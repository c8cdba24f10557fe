package org.floatscape.dse.report;

/** What is said of an estimate beyond the syntheses behind it, in every report alike. */
final class Extrapolation {
    private Extrapolation() {}

    /** @param outside what lies outside, not empty */
    static String text(String outside) {
        return "the calibrated range: %s; the estimate extrapolates, and errors on points held out say nothing about it"
                .formatted(outside);
    }

    /** A line of a terminal's text; empty where nothing lies outside. */
    static String line(String outside) {
        return outside.isEmpty() ? "" : CostText.entry("outside", text(outside));
    }
}

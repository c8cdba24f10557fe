package org.floatscape.dse.cost;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.floatscape.ffi.MacCosts;

/** The terms and parts of the C library's model. */
final class Terms {

    private static final List<MacCosts.Term> ALL = MacCosts.terms();
    private static final List<String> PARTS = MacCosts.parts();

    private Terms() {}

    static int count() {
        return ALL.size();
    }

    static List<String> parts() {
        return PARTS;
    }

    /** Indices of a metric's terms. */
    static int[] of(Metric metric) {
        return IntStream.range(0, ALL.size())
                .filter(i -> ALL.get(i).metric() == metric.ordinal())
                .toArray();
    }

    /** {@code multiplier.cell}; unique within a metric. */
    static String name(int term) {
        return PARTS.get(ALL.get(term).part()) + "." + ALL.get(term).name().toLowerCase(Locale.ROOT);
    }

    /** What the term counts; empty where only a family's own calibration has it. */
    static String primitive(int term) {
        return ALL.get(term).primitive();
    }

    /**
     * What each term counts in each design: the cost is linear in the coefficients, so a unit vector reads one off.
     *
     * @param designs of one architecture
     * @return [term][design]
     */
    static double[][] counts(List<MacDesign> designs) {
        int[] columns = MacDesign.columns(designs);
        int architecture = designs.getFirst().architecture().number();
        double[][] counts = new double[ALL.size()][];
        for (int term = 0; term < counts.length; term++) {
            double[] unit = new double[counts.length];
            unit[term] = 1;
            counts[term] = MacCosts.cost(architecture, designs.size(), columns, unit)[
                    ALL.get(term).metric()];
        }
        return counts;
    }
}

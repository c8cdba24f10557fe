package org.floatscape.dse.cost;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.floatscape.ffi.MacCosts;

/**
 * The terms and parts of the C library's model. Read when first asked for, in no initialiser: those fail with a message
 * once, and a user's environment may be what is wrong.
 */
final class Terms {

    private record Tables(List<MacCosts.Term> terms, List<String> parts) {}

    private static volatile Optional<Tables> read = Optional.empty();

    private Terms() {}

    private static Tables tables() {
        if (read.isEmpty()) {
            read = Optional.of(new Tables(MacCosts.terms(), MacCosts.parts()));
        }
        return read.orElseThrow();
    }

    private static List<MacCosts.Term> all() {
        return tables().terms();
    }

    static int count() {
        return all().size();
    }

    static List<String> parts() {
        return tables().parts();
    }

    /** Indices of a metric's terms. */
    static int[] of(Metric metric) {
        var all = all();
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).metric() == metric.ordinal())
                .toArray();
    }

    /** {@code multiplier.cell}; unique within a metric. */
    static String name(int term) {
        return parts().get(all().get(term).part()) + "."
                + all().get(term).name().toLowerCase(Locale.ROOT);
    }

    /** What the term counts; empty where only a family's own calibration has it. */
    static String primitive(int term) {
        return all().get(term).primitive();
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
        double[][] counts = new double[all().size()][];
        for (int term = 0; term < counts.length; term++) {
            double[] unit = new double[counts.length];
            unit[term] = 1;
            counts[term] = MacCosts.cost(architecture, designs.size(), columns, unit)[
                    all().get(term).metric()];
        }
        return counts;
    }
}

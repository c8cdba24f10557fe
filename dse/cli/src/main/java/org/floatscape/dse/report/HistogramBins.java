package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.ffi.Histogram;

/** The bins of a histogram with their bounds. */
final class HistogramBins {

    /**
     * What of a tensor lies between two bounds.
     *
     * @param lower inclusive; for magnitudes in units of the tensor, for crests no unit
     * @param upper exclusive, infinite for the last
     */
    record Bin(double lower, double upper, long count) {}

    private static final int EXPONENT_BIAS = 127;
    private static final int CRESTS_PER_OCTAVE = 4;

    private HistogramBins() {}

    /** Elements by binade, bins with none left out; zeros and float32 subnormals from 0, Inf and NaN from infinity. */
    static List<Bin> magnitudes(Histogram histogram) {
        var bins = new ArrayList<Bin>();
        int last = histogram.magnitudes().size() - 1;
        for (int k = 0; k <= last; k++) {
            bins.add(new Bin(
                    k == 0 ? 0 : k == last ? Double.POSITIVE_INFINITY : Math.scalb(1.0, k - EXPONENT_BIAS),
                    k == last ? Double.POSITIVE_INFINITY : Math.scalb(1.0, k + 1 - EXPONENT_BIAS),
                    histogram.magnitudes().get(k)));
        }
        return occupied(bins);
    }

    /** Blocks by the largest magnitude over the root of the mean square, bins with none left out. */
    static List<Bin> crests(Histogram histogram) {
        var bins = new ArrayList<Bin>();
        for (int k = 0; k < histogram.crests().size(); k++) {
            bins.add(new Bin(edge(k), edge(k + 1), histogram.crests().get(k)));
        }
        return occupied(bins);
    }

    private static double edge(int k) {
        return Math.pow(2, (double) k / CRESTS_PER_OCTAVE);
    }

    private static List<Bin> occupied(List<Bin> bins) {
        return bins.stream().filter(bin -> bin.count() > 0).toList();
    }
}

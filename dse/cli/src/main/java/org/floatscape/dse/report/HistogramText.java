package org.floatscape.dse.report;

import java.util.List;
import java.util.function.Function;
import org.floatscape.dse.report.HistogramBins.Bin;
import org.floatscape.ffi.Histogram;

/** A histogram for a terminal. */
final class HistogramText {

    private static final int BAR_WIDTH = 40;

    private HistogramText() {}

    static String of(Histogram histogram) {
        return "\nMagnitudes, elements of all tensors\n"
                + table(HistogramBins.magnitudes(histogram), "|x|", "elements", HistogramText::binade)
                + "\nCrest (largest magnitude / RMS) of blocks of %d\n".formatted(histogram.blockSize())
                + table(
                        HistogramBins.crests(histogram),
                        "crest",
                        "blocks",
                        bin -> Figures.format("%.2f … %.2f", bin.lower(), bin.upper()));
    }

    private static String table(List<Bin> bins, String of, String counted, Function<Bin, String> range) {
        long total = bins.stream().mapToLong(Bin::count).sum();
        long most = bins.stream().mapToLong(Bin::count).max().orElse(1);
        var table = new TextTable(of, counted, "%", "<");
        for (Bin bin : bins) {
            table.row(
                    range.apply(bin),
                    String.valueOf(bin.count()),
                    Figures.format("%.3f", 100.0 * bin.count() / total),
                    "█".repeat((int) Math.ceilDiv(bin.count() * BAR_WIDTH, most)));
        }
        return table.text();
    }

    private static String binade(Bin bin) {
        if (bin.lower() == 0) {
            return "0 and below 2^-126";
        }
        return Double.isInfinite(bin.lower()) ? "Inf and NaN" : "2^%d …".formatted(Math.getExponent(bin.lower()));
    }
}

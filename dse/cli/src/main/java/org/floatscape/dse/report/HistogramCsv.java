package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.measure.Measurements;
import org.floatscape.dse.measure.TensorMeasurement;
import org.floatscape.dse.report.HistogramBins.Bin;
import org.floatscape.dse.table.CsvTable;

/** Histograms as a table, one row per tensor and bin that holds anything. */
final class HistogramCsv {

    private static final List<String> COLUMNS =
            List.of("file", "tensor", "of", "block_elements", "lower", "upper", "count");

    private HistogramCsv() {}

    static String of(Measurements measurements) {
        var rows = new ArrayList<CsvTable.Row>();
        for (TensorMeasurement tensor : measurements.tensors()) {
            tensor.histogram().ifPresent(histogram -> {
                HistogramBins.magnitudes(histogram).forEach(bin -> add(rows, tensor, "magnitude", "", bin));
                HistogramBins.crests(histogram)
                        .forEach(bin -> add(rows, tensor, "crest", String.valueOf(histogram.blockSize()), bin));
            });
        }
        return new CsvTable("histograms.csv", COLUMNS, rows).toCsv();
    }

    private static void add(List<CsvTable.Row> rows, TensorMeasurement tensor, String of, String blockSize, Bin bin) {
        rows.add(new CsvTable.Row(
                rows.size() + 2L,
                List.of(
                        tensor.file().toString(),
                        tensor.tensor().name(),
                        of,
                        blockSize,
                        bound(bin.lower()),
                        bound(bin.upper()),
                        String.valueOf(bin.count()))));
    }

    private static String bound(double value) {
        return Double.isInfinite(value) ? "inf" : CsvTable.text(value);
    }
}

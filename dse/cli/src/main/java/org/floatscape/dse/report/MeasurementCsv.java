package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.measure.FormatMeasurement;
import org.floatscape.dse.measure.Measurements;
import org.floatscape.dse.measure.TensorMeasurement;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.ffi.ErrorStatistics;

/** Measurements as a table, one row per tensor and format. */
final class MeasurementCsv {

    private static final List<String> COLUMNS = List.of(
            "file",
            "tensor",
            "dtype",
            "shape",
            "elements",
            "format",
            "alias",
            "bits_per_element",
            "sqnr_db",
            "mean_square_error",
            "rms_error",
            "max_error",
            "max_magnitude",
            "cosine",
            "zero_share",
            "saturated_share",
            "subnormal_share",
            "nonfinite_elements");

    private MeasurementCsv() {}

    static String of(Measurements measurements) {
        var rows = new ArrayList<CsvTable.Row>();
        for (TensorMeasurement tensor : measurements.tensors()) {
            for (FormatMeasurement format : tensor.formats()) {
                rows.add(new CsvTable.Row(rows.size() + 2, cells(tensor, format)));
            }
        }
        return new CsvTable("measurements.csv", COLUMNS, rows).toCsv();
    }

    private static List<String> cells(TensorMeasurement tensor, FormatMeasurement measured) {
        var format = measured.format().format();
        ErrorStatistics statistics = measured.statistics();
        return List.of(
                tensor.file().toString(),
                tensor.tensor().name(),
                tensor.tensor().type().name(),
                tensor.tensor().shapeText(),
                String.valueOf(tensor.tensor().nElements()),
                format.name(),
                NamedFormats.alias(format).orElse(""),
                number(measured.bitsPerElement()),
                number(statistics.sqnrDb()),
                number(statistics.meanSquareError()),
                number(statistics.rmsError()),
                number(statistics.maxError()),
                number(statistics.maxMagnitude()),
                number(statistics.cosine()),
                number(statistics.zeroShare()),
                number(statistics.saturatedShare()),
                number(statistics.subnormalShare()),
                String.valueOf(statistics.nNonfinite()));
    }

    /** Empty for what is not defined, such as the SQNR of zeros. */
    private static String number(double value) {
        return Double.isNaN(value) ? "" : CsvTable.text(value);
    }
}

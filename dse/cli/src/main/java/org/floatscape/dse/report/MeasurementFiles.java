package org.floatscape.dse.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.floatscape.dse.measure.Measurements;
import tools.jackson.databind.json.JsonMapper;

/** Everything {@code measure} writes. */
public final class MeasurementFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private MeasurementFiles() {}

    /** Name to text. */
    public static Map<String, String> of(Measurements measurements) {
        var files = new LinkedHashMap<String, String>();
        files.put("measurements.csv", MeasurementCsv.of(measurements));
        files.put(
                "measurements.json",
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(MeasurementJson.of(measurements)) + "\n");
        if (measurements.histogram().isPresent()) {
            files.put("histograms.csv", HistogramCsv.of(measurements));
        }
        return files;
    }
}

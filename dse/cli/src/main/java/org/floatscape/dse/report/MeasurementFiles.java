package org.floatscape.dse.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.measure.Measurements;
import tools.jackson.databind.json.JsonMapper;

/** Everything {@code measure} writes. */
public final class MeasurementFiles {

    private static final String CSV = "measurements.csv";
    private static final String JSON = "measurements.json";
    private static final String HISTOGRAMS = "histograms.csv";

    private static final JsonMapper MAPPER = new JsonMapper();

    private MeasurementFiles() {}

    /** The files' names, known before anything is measured. */
    public static List<String> names(boolean histogram) {
        return histogram ? List.of(CSV, JSON, HISTOGRAMS) : List.of(CSV, JSON);
    }

    /** Name to text. */
    public static Map<String, String> of(Measurements measurements) {
        var files = new LinkedHashMap<String, String>();
        files.put(CSV, MeasurementCsv.of(measurements));
        files.put(
                JSON,
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MeasurementJson.of(measurements)) + "\n");
        if (measurements.histogram().isPresent()) {
            files.put(HISTOGRAMS, HistogramCsv.of(measurements));
        }
        return files;
    }
}

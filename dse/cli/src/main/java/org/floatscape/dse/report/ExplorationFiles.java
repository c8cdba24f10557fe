package org.floatscape.dse.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.floatscape.dse.explore.Exploration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything {@code explore} writes. */
public final class ExplorationFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private ExplorationFiles() {}

    /** Name to text. */
    public static Map<String, String> of(Exploration exploration, Manifest manifest) {
        var files = new LinkedHashMap<String, String>();
        files.put("points.csv", ExplorationCsv.points(exploration));
        files.put("front.csv", ExplorationCsv.front(exploration));
        files.put("recommendation.json", json(ExplorationJson.of(exploration)));
        files.put("report.md", ExplorationMarkdown.of(exploration));
        files.put("front.svg", FrontPlot.of(exploration));
        files.put("manifest.json", json(manifest.json()));
        return files;
    }

    private static String json(ObjectNode tree) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }
}

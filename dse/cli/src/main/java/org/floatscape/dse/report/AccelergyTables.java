package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.evaluation.Cost;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.table.CsvTable;

/**
 * MAC costs as a set of tables of Accelergy's table-based plug-in: one row per format and action, matched by the
 * attributes of the component asked for; energies in pJ, areas in µm².
 */
public final class AccelergyTables {

    private static final String CLASS = "floatscape_mac";

    /** A MAC as Timeloop calls it, today and in the time of Accelergy's own mac class. */
    private static final List<String> ACTIONS = List.of("compute", "mac_random");

    private AccelergyTables() {}

    /**
     * @param costs per MAC, one for each of {@code formats}
     * @param source of the costs, for the file's comment
     * @return name to text
     */
    public static Map<String, String> of(
            List<NamedFormat> formats, List<Cost> costs, TechnologyNode node, String source) {
        String technology = Figures.count(node.nm()) + "nm";
        var rows = new ArrayList<CsvTable.Row>();
        for (int i = 0; i < formats.size(); i++) {
            for (String action : ACTIONS) {
                rows.add(new CsvTable.Row(
                        0,
                        List.of(
                                technology,
                                formats.get(i).name(),
                                action,
                                CsvTable.text(costs.get(i).macEnergyPj()),
                                CsvTable.text(costs.get(i).macAreaUm2()))));
            }
        }
        var columns = List.of("technology", "number_format", "action", "energy", "area");
        var files = new LinkedHashMap<String, String>();
        files.put(CLASS + ".csv", new CsvTable(CLASS, columns, rows).toCsv());
        files.put("floatscape.table.yaml", """
            # MAC costs from %s, %s V.
            name: floatscape
            technology: %s
            # In percent: by this Accelergy ranks estimators that answer for the same component.
            accuracy: 90
            path_to_data_dir: .
            """.formatted(source, Figures.count(node.voltage()), technology));
        files.put("floatscape.lib.yaml", """
            version: 0.3
            classes:
              - name: %s
                attributes:
                  technology: must_specify
                  number_format: must_specify
                actions:
            %s\
            """.formatted(
                CLASS, ACTIONS.stream().map("      - name: %s\n"::formatted).reduce("", String::concat)));
        return files;
    }
}

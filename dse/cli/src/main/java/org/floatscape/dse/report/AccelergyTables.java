package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.ConversionCost;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.evaluation.Conversions;
import org.floatscape.dse.evaluation.Cost;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.table.CsvTable;

/**
 * MAC costs as a set of tables of Accelergy's table-based plug-in: one row per format and action, matched by the
 * attributes of the component asked for; and as reference tables (ERT, ART), one component per unit. Energies in pJ,
 * areas in µm².
 */
public final class AccelergyTables {

    private static final String CLASS = "floatscape_mac";

    /** A MAC as Timeloop calls it, today and in the time of Accelergy's own mac class. */
    private static final List<String> ACTIONS = List.of("compute", "mac_random");

    private AccelergyTables() {}

    /**
     * The attribute that chooses rows.
     *
     * @param node that costs were scaled to; empty: to none
     */
    public static String technology(Optional<TechnologyNode> node, Calibration calibration) {
        return node.map(n -> Figures.count(n.nm()) + "nm").orElse(calibration.library());
    }

    /**
     * @param formats     no two alike
     * @param costs       per MAC, one for each of {@code formats}
     * @param conversions the same per element
     * @param technology  as {@link #technology} says it
     * @param source      of the costs, for the file's comment
     * @return name to text
     */
    public static Map<String, String> of(
            List<NamedFormat> formats,
            List<Cost> costs,
            List<Conversions> conversions,
            String technology,
            String source) {
        String outside = outside(formats, costs, conversions).stream()
                .map("# %s.\n"::formatted)
                .collect(Collectors.joining());
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
            # MAC costs from %s.
            %sname: floatscape
            technology: '%s'
            # In percent: by this Accelergy ranks estimators that answer for the same component.
            accuracy: 90
            path_to_data_dir: .
            """.formatted(source, outside, technology.replace("'", "''")));
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
        var components = components(formats, costs, conversions);
        String comment = "# %s.\n%s".formatted(source, outside);
        files.put("ERT.yaml", comment + reference("ERT", components, AccelergyTables::actions));
        files.put("ART.yaml", comment + reference("ART", components, AccelergyTables::area));
        return files;
    }

    /** A sentence without its stop for each format whose unit or converters lie beyond the syntheses. */
    public static List<String> outside(List<NamedFormat> formats, List<Cost> costs, List<Conversions> conversions) {
        return IntStream.range(0, formats.size())
                .boxed()
                .flatMap(i -> Stream.of(
                                costs.get(i).outside(), conversions.get(i).outsideText())
                        .filter(outside -> !outside.isEmpty())
                        .map(outside ->
                                "%s: outside %s".formatted(formats.get(i).name(), Extrapolation.text(outside))))
                .toList();
    }

    /** A component of the reference tables that does one thing. */
    private record Component(String name, String action, double energyPj, double areaUm2) {}

    /** A MAC for each format; where numbers are converted, its quantiser and what finishes its sums. */
    private static List<Component> components(
            List<NamedFormat> formats, List<Cost> costs, List<Conversions> conversions) {
        var components = new ArrayList<Component>();
        for (int i = 0; i < formats.size(); i++) {
            String name = formats.get(i).name();
            String format = name.replaceAll("[^A-Za-z0-9]+", "_");
            Cost cost = costs.get(i);
            components.add(new Component(format + "_mac", ACTIONS.getFirst(), cost.macEnergyPj(), cost.macAreaUm2()));
            converter(components, format + "_quantiser", conversions.get(i).operand());
            converter(components, format + "_rounder", conversions.get(i).result());
        }
        return components;
    }

    private static void converter(List<Component> components, String name, ConversionCost cost) {
        if (!cost.parts().isEmpty()) {
            components.add(new Component(name, "convert", cost.energyPj(), cost.areaUm2()));
        }
    }

    private static String reference(String root, List<Component> components, Function<Component, String> content) {
        return "%s:\n    version: '0.4'\n    tables:\n".formatted(root)
                + components.stream()
                        .map(component -> "      - name: %s\n".formatted(component.name()) + content.apply(component))
                        .collect(Collectors.joining());
    }

    private static String actions(Component component) {
        return """
                    actions:
                      - name: %s
                        arguments: {}
                        energy: %s
            """.formatted(component.action(), CsvTable.text(component.energyPj()));
    }

    private static String area(Component component) {
        return "        area: %s\n".formatted(CsvTable.text(component.areaUm2()));
    }
}

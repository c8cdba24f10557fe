package org.floatscape.dse.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.Errors;
import org.floatscape.dse.cost.MacBreakdown;
import org.floatscape.dse.cost.MacEstimate;
import org.floatscape.dse.cost.Metric;
import org.floatscape.dse.cost.SynthesisPoint;
import org.floatscape.dse.table.CsvTable;

/** Costs of MAC units for a terminal and as CSV. */
public final class CostText {

    private static final int FEWEST_DECIMALS = 3;
    private static final int SIGNIFICANT_DIGITS = 5;

    private CostText() {}

    /**
     * The breakdown: parts along the data path with their shares, totals, per MAC, errors and sources.
     *
     * @param assumption what conversions rest on; empty where none are counted
     */
    public static String breakdown(MacBreakdown breakdown, String source, String assumption) {
        MacEstimate unit = breakdown.unit();
        var metrics = Stream.of(Metric.values())
                .filter(metric -> breakdown.total(metric) > 0)
                .toList();
        var header = new ArrayList<>(List.of("part"));
        metrics.forEach(metric -> header.addAll(List.of(metric.label() + " " + shown(metric), "%")));
        header.addAll(List.of("<of", "error %"));
        var table = new TextTable(header.toArray(String[]::new));
        var columns = metrics.stream().map(metric -> column(breakdown, metric)).toList();
        for (int i = 0; i <= breakdown.parts().size(); i++) {
            var cells = new ArrayList<String>();
            cells.add(i < breakdown.parts().size() ? breakdown.parts().get(i).name() : "total");
            for (var column : columns) {
                cells.addAll(column.get(i));
            }
            cells.addAll(i < breakdown.parts().size() ? origin(breakdown.parts().get(i), metrics) : List.of("", ""));
            table.row(cells.toArray(String[]::new));
        }
        var text = new StringBuilder(unit.design().label()).append("\n\n").append(table.text());
        text.append('\n').append(perMac(breakdown));
        metrics.forEach(
                metric -> text.append(entry(metric.label(), error(unit.errors().get(metric)))));
        text.append(entry(
                "error %", "held-out error of a part's unit that half of its points keep within: " + metrics(metrics)));
        text.append(Extrapolation.line(unit.outsideText()));
        breakdown.parts().stream()
                .filter(part ->
                        !part.unit().equals(unit) && !part.unit().outside().isEmpty())
                .forEach(part -> text.append(entry(
                        "outside",
                        "%s extrapolates: %s".formatted(part.name(), part.unit().outsideText()))));
        bases(breakdown).forEach(basis -> text.append(entry("from", basis)));
        text.append(entry("library", source));
        return assumption.isEmpty()
                ? text.toString()
                : text.append(entry("conversion", assumption)).toString();
    }

    private static String metrics(List<Metric> metrics) {
        return metrics.stream().map(Metric::label).collect(Collectors.joining("/"));
    }

    /** What is said of one matter below a table. */
    static String entry(String matter, String text) {
        return Paragraph.of("  %-10s ".formatted(matter), " ".repeat(13), text);
    }

    /** The cells of one metric: figure and share of each part, then the total. The figures add up as printed. */
    private static List<List<String>> column(MacBreakdown breakdown, Metric metric) {
        double total = breakdown.total(metric);
        int decimals = decimals(total);
        double[] parts =
                breakdown.parts().stream().mapToDouble(p -> p.get(metric)).toArray();
        long[] units = Apportioned.units(parts, total, decimals);
        var cells = new ArrayList<List<String>>();
        for (int i = 0; i < parts.length; i++) {
            cells.add(List.of(units(units[i], decimals), share(parts[i], total)));
        }
        cells.add(List.of(units(Math.round(total * Math.pow(10, decimals)), decimals), ""));
        return cells;
    }

    /** Which unit's coefficients a part has, and what half of that unit's held-out points err by at most, if known. */
    private static List<String> origin(MacBreakdown.Part part, List<Metric> metrics) {
        String errors = metrics.stream()
                .map(metric -> part.unit().errors().get(metric))
                .map(error -> error.points() == 0 ? "?" : Figures.format("%.1f", 100 * error.median()))
                .collect(Collectors.joining("/"));
        return List.of(part.of(), errors);
    }

    private static List<String> bases(MacBreakdown breakdown) {
        return Stream.concat(
                        Stream.of(breakdown.unit().basis()),
                        breakdown.parts().stream().map(part -> part.unit().basis()))
                .distinct()
                .toList();
    }

    private static String perMac(MacBreakdown breakdown) {
        MacEstimate unit = breakdown.unit();
        int macs = unit.design().macsPerOperation();
        double area = breakdown.total(Metric.AREA) / macs;
        double energy = breakdown.total(Metric.ENERGY) / macs;
        String parts = area > unit.areaPerMacUm2()
                ? Figures.format(
                        ": the unit %.4g um2, %.4g pJ; conversion %.4g um2, %.4g pJ",
                        unit.areaPerMacUm2(),
                        unit.energyPerMacPj(),
                        area - unit.areaPerMacUm2(),
                        energy - unit.energyPerMacPj())
                : "";
        return unit.design().architecture().multipliesAndAccumulates()
                ? entry(
                        "per MAC",
                        Figures.format(
                                "%.4g um2, %.4g pJ%s (%d per operation; energy with Gaussian operands)",
                                area, energy, parts, macs))
                : entry(
                        "unit",
                        Figures.format(
                                "%.4g um2, %.4g pJ per operation (energy with Gaussian operands)", area, energy));
    }

    private static String shown(Metric metric) {
        return metric == Metric.ENERGY ? "pJ" : metric.unit();
    }

    private static String error(Errors errors) {
        return errors.points() == 0
                ? "error not known: no unit was synthesised"
                : Figures.format(
                        "error on %s held out: half within %.1f %%, nine in ten within %.1f %%, worst %.1f %%"
                                + " (%s)",
                        Counted.text(errors.points(), "point"),
                        100 * errors.median(),
                        100 * errors.p90(),
                        100 * errors.worst(),
                        errors.worstRow());
    }

    /** So many that the total has its digits. */
    private static int decimals(double total) {
        return Math.max(FEWEST_DECIMALS, SIGNIFICANT_DIGITS - 1 - (int) Math.floor(Math.log10(total)));
    }

    private static String units(long units, int decimals) {
        return BigDecimal.valueOf(units, decimals).toPlainString();
    }

    private static String share(double part, double total) {
        return Figures.format("%.1f", 100 * part / total);
    }

    /** The breakdown as CSV; each column adds up, top to bottom, to the last row exactly. */
    public static String csv(MacBreakdown breakdown) {
        var rows = new ArrayList<CsvTable.Row>();
        breakdown.parts().forEach(part -> rows.add(row(part.name(), part.areaUm2(), part.energyPj(), part.delayNs())));
        rows.add(row(
                "total", breakdown.total(Metric.AREA), breakdown.total(Metric.ENERGY), breakdown.total(Metric.DELAY)));
        return new CsvTable("breakdown", List.of("part", "area_um2", "energy_pj", "delay_ns"), rows).toCsv();
    }

    private static CsvTable.Row row(String name, double area, double energy, double delay) {
        return new CsvTable.Row(0, List.of(name, CsvTable.text(area), CsvTable.text(energy), CsvTable.text(delay)));
    }

    /** What a calibration errs by: each point left out, and each architecture left out. */
    public static String errors(Calibration calibration) {
        var text = new StringBuilder();
        text.append(calibration.name());
        calibration
                .scaledFrom()
                .ifPresent(
                        from -> text.append(": coefficients of ").append(from).append(", scaled"));
        text.append('\n');
        var table = new TextTable("one point left out, %", "points", "<of", "median", "p90", "worst", "<at");
        for (Calibration.Family family : calibration.families()) {
            for (Metric metric : Metric.values()) {
                errorRow(
                        table, family.label(), metric, family.fits().get(metric).heldOut());
            }
        }
        text.append(table.text());
        if (!calibration.shared().area().leftOut().isEmpty()) {
            var others = new TextTable("architecture left out, %", "points", "<of", "median", "p90", "worst", "<at");
            calibration.shared().area().leftOut().keySet().forEach(architecture -> {
                for (Metric metric : Metric.values()) {
                    errorRow(
                            others,
                            architecture,
                            metric,
                            calibration.shared().get(metric).leftOut().get(architecture));
                }
            });
            text.append('\n').append(others.text());
        }
        return text.append('\n').toString();
    }

    private static void errorRow(TextTable table, String name, Metric metric, Errors errors) {
        table.row(
                name,
                Integer.toString(errors.points()),
                metric.label(),
                Figures.format("%.1f", 100 * errors.median()),
                Figures.format("%.1f", 100 * errors.p90()),
                Figures.format("%.1f", 100 * errors.worst()),
                errors.worstRow());
    }

    /** How estimates compare with what their rows measured, by architecture; empty where nothing was measured. */
    public static String comparison(List<SynthesisPoint> points, List<MacEstimate> estimates) {
        var table = new TextTable("estimate against measurement, %", "points", "<of", "median", "p90", "worst", "<at");
        boolean any = false;
        var keys = new TreeSet<String>();
        points.forEach(point -> keys.add(key(point)));
        for (String key : keys) {
            for (Metric metric : Metric.values()) {
                var errors = new ArrayList<Double>();
                var labels = new ArrayList<String>();
                for (int i = 0; i < points.size(); i++) {
                    Optional<Double> measured = points.get(i).measured().get(metric);
                    if (measured.isPresent() && key(points.get(i)).equals(key)) {
                        errors.add(estimates.get(i).get(metric) / measured.get() - 1);
                        labels.add(points.get(i).label());
                    }
                }
                if (!errors.isEmpty()) {
                    any = true;
                    errorRow(
                            table,
                            key,
                            metric,
                            Errors.of(
                                    errors.stream()
                                            .mapToDouble(Double::doubleValue)
                                            .toArray(),
                                    labels));
                }
            }
        }
        return any ? table.text() : "";
    }

    private static String key(SynthesisPoint point) {
        return "%s/%s %s"
                .formatted(
                        point.library(),
                        point.recipe(),
                        point.design().architecture().label());
    }
}

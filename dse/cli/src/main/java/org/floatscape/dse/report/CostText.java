package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.Errors;
import org.floatscape.dse.cost.MacBreakdown;
import org.floatscape.dse.cost.MacEstimate;
import org.floatscape.dse.cost.Metric;
import org.floatscape.dse.cost.SynthesisPoint;
import org.floatscape.dse.table.CsvTable;

/** Costs of MAC units for a terminal and as CSV. */
public final class CostText {

    private static final int DECIMALS = 3;

    private CostText() {}

    /** The breakdown: parts along the data path with their shares, totals, per MAC, errors and sources. */
    public static String breakdown(MacBreakdown breakdown, String source) {
        MacEstimate total = breakdown.total();
        var table = new TextTable("part", "area um2", "%", "energy pJ", "%", "delay ns", "%");
        var cells = new ArrayList<List<String>>();
        for (Metric metric : Metric.values()) {
            double[] parts =
                    breakdown.parts().stream().mapToDouble(p -> p.get(metric)).toArray();
            long[] units = Apportioned.units(parts, total.get(metric), DECIMALS);
            var column = new ArrayList<String>();
            for (int i = 0; i < parts.length; i++) {
                column.add(units(units[i]));
                column.add(share(parts[i], total.get(metric)));
            }
            cells.add(column);
        }
        for (int i = 0; i < breakdown.parts().size(); i++) {
            table.row(
                    breakdown.parts().get(i).name(),
                    cells.get(0).get(2 * i),
                    cells.get(0).get(2 * i + 1),
                    cells.get(1).get(2 * i),
                    cells.get(1).get(2 * i + 1),
                    cells.get(2).get(2 * i),
                    cells.get(2).get(2 * i + 1));
        }
        table.row(
                "total",
                units(Math.round(total.areaUm2() * 1000)),
                "",
                units(Math.round(total.energyPj() * 1000)),
                "",
                units(Math.round(total.delayNs() * 1000)),
                "");
        var text = new StringBuilder(total.design().label()).append("\n\n").append(table.text());
        text.append(Figures.format(
                "%n  per MAC  %.3f um2, %.4f pJ (%d per operation; energy with Gaussian operands)%n",
                total.areaPerMacUm2(), total.energyPerMacPj(), total.design().macsPerOperation()));
        for (Metric metric : Metric.values()) {
            text.append(Figures.format(
                    "  %-8s %s%n", metric.label(), error(total.errors().get(metric))));
        }
        if (!total.outside().isEmpty()) {
            text.append("  outside  the calibrated range: ")
                    .append(total.outsideText())
                    .append("; the estimate extrapolates, and the errors above say nothing about it\n");
        }
        return text.append("  from     ")
                .append(total.basis())
                .append("\n  library  ")
                .append(source)
                .append('\n')
                .toString();
    }

    private static String error(Errors errors) {
        return Figures.format(
                "error on %d points held out: half within %.1f %%, nine in ten within %.1f %%, worst %.1f %% (%s)",
                errors.points(), 100 * errors.median(), 100 * errors.p90(), 100 * errors.worst(), errors.worstRow());
    }

    private static String units(long thousandths) {
        return "%d.%03d".formatted(thousandths / 1000, thousandths % 1000);
    }

    private static String share(double part, double total) {
        return total == 0 ? "" : Figures.format("%.1f", 100 * part / total);
    }

    /** The breakdown as CSV; each column adds up, top to bottom, to the last row exactly. */
    public static String csv(MacBreakdown breakdown) {
        var rows = new ArrayList<CsvTable.Row>();
        breakdown.parts().forEach(part -> rows.add(row(part.name(), part.areaUm2(), part.energyPj(), part.delayNs())));
        MacEstimate total = breakdown.total();
        rows.add(row("total", total.areaUm2(), total.energyPj(), total.delayNs()));
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

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.cost.CostLibrary;
import org.floatscape.dse.cost.MacCostModel;
import org.floatscape.dse.cost.MacEstimate;
import org.floatscape.dse.cost.Metric;
import org.floatscape.dse.cost.SynthesisPoint;
import org.floatscape.dse.cost.SynthesisTable;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.report.CostText;
import org.floatscape.dse.report.Counted;
import org.floatscape.dse.report.OutputFile;
import org.floatscape.dse.table.CsvTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A table of designs in, their costs out. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Adds predicted area, energy and delay, with error bars, to a table of designs.",
        footer = {
            "",
            "Columns read: arch, element, element_b, acc, lanes, scale_format, signed, width, rtl; library and",
            "recipe, which choose the calibration row by row (--cells and --recipe where they are missing or",
            "empty); node_nm and supply_v, which must be those of the cells: nothing is scaled here.",
            "Where a row names its rtl, the estimate is of that author's units; else of whoever's were",
            "synthesised most.",
            "Columns added: predicted_area_um2, predicted_energy_pj (Gaussian operands), predicted_delay_ns,",
            "of each the relative error on held-out points (_error_median, _error_p90), predicted_from, and",
            "predicted_outside: what of the design lies outside the syntheses behind the estimate; empty",
            "where nothing.",
            "Measured columns (area_um2, energy_gauss_pj, delay_ns), where there, are compared with."
        })
final class CostEvalCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CostOptions options;

    @Parameters(paramLabel = "POINTS.csv", description = "One design per row.")
    private Path points;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where the wider table goes.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var file = new OutputFile(
                output,
                Stream.concat(Stream.of(points), options.inputs().stream()).toList());
        var table = CsvTable.read(points);
        var designs = SynthesisTable.read(table, options.cells(), options.recipe());
        if (designs.isEmpty()) {
            throw new InputException(points.toString(), "holds no designs; write one a row below the header");
        }
        var estimates = estimate(table, options.library(), designs);
        file.write(widened(table, estimates).toCsv());
        var out = spec.commandLine().getOut();
        out.print(CostText.comparison(designs, estimates));
        long outside = estimates.stream().filter(e -> !e.outside().isEmpty()).count();
        if (outside > 0) {
            out.printf(
                    "outside the calibrated range: %d of %s, see predicted_outside%n",
                    outside, Counted.text(designs.size(), "design"));
        }
        out.printf("%s written to %s%n", Counted.text(designs.size(), "design"), output);
        out.flush();
        return 0;
    }

    private static List<MacEstimate> estimate(CsvTable table, CostLibrary library, List<SynthesisPoint> points) {
        var rows = new LinkedHashMap<List<String>, List<SynthesisPoint>>();
        for (SynthesisPoint point : points) {
            rows.computeIfAbsent(List.of(point.library(), point.recipe(), point.rtl()), _ -> new ArrayList<>())
                    .add(point);
        }
        var estimates = new MacEstimate[points.size()];
        for (Map.Entry<List<String>, List<SynthesisPoint>> group : rows.entrySet()) {
            var model = model(table, library, group.getValue().getFirst());
            group.getValue().forEach(point -> requireRtl(table, model, point));
            group.getValue().forEach(point -> requireProcess(table, model.calibration(), point));
            var answers = model.estimate(
                    group.getValue().stream().map(SynthesisPoint::design).toList());
            for (int i = 0; i < answers.size(); i++) {
                estimates[group.getValue().get(i).row()] = answers.get(i);
            }
        }
        return Arrays.asList(estimates);
    }

    private static MacCostModel model(CsvTable table, CostLibrary library, SynthesisPoint first) {
        try {
            return MacCostModel.of(library, first.library(), first.recipe()).ofRtl(first.rtl());
        } catch (CostException e) {
            boolean known =
                    library.calibrations().stream().anyMatch(c -> c.library().equals(first.library()));
            throw known
                    ? unknown(table, first, "recipe", "--recipe", first.recipe(), e)
                    : unknown(table, first, "library", "--cells", first.library(), e);
        }
    }

    /** Located in the row, or in the option that stands for its empty cell. */
    private static InputException unknown(
            CsvTable table, SynthesisPoint point, String column, String option, String value, CostException e) {
        return table.has(column) && !table.text(point.row(), column).isBlank()
                ? table.error(point.row(), column, e.getMessage())
                : new InputException("%s %s".formatted(option, value), e.getMessage());
    }

    private static void requireRtl(CsvTable table, MacCostModel model, SynthesisPoint point) {
        try {
            model.requireRtl(point.design().architecture());
        } catch (CostException e) {
            throw table.error(point.row(), "rtl", e.getMessage());
        }
    }

    /** Figures are not scaled here, so a row must not state another process than theirs. */
    private static void requireProcess(CsvTable table, Calibration calibration, SynthesisPoint point) {
        point.process()
                .filter(stated -> !calibration.node().equals(Optional.of(stated)))
                .ifPresent(stated -> {
                    throw table.error(
                            point.row(),
                            "node_nm",
                            "%s: estimates by %s are %s, and not scaled here; leave node_nm and supply_v empty"
                                    .formatted(
                                            stated.text(),
                                            calibration.name(),
                                            calibration
                                                    .node()
                                                    .map(own -> "of " + own.text())
                                                    .orElse("as calibrated")));
                });
    }

    private static CsvTable widened(CsvTable table, List<MacEstimate> estimates) {
        CsvTable wider = table;
        for (Metric metric : Metric.values()) {
            String name = "predicted_%s_%s".formatted(metric.label(), metric.unit());
            wider = with(wider, name, estimates, e -> CsvTable.text(e.get(metric)));
            wider = with(
                    wider,
                    name + "_error_median",
                    estimates,
                    e -> CsvTable.text(e.errors().get(metric).median()));
            wider = with(
                    wider,
                    name + "_error_p90",
                    estimates,
                    e -> CsvTable.text(e.errors().get(metric).p90()));
        }
        wider = with(wider, "predicted_from", estimates, MacEstimate::basis);
        return with(wider, "predicted_outside", estimates, MacEstimate::outsideText);
    }

    private static CsvTable with(
            CsvTable table, String column, List<MacEstimate> estimates, Function<MacEstimate, String> cell) {
        return table.with(column, estimates.stream().map(cell).toList());
    }
}

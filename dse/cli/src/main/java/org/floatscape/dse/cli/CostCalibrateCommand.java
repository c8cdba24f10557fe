package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.Calibrator;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.cost.CostLibrary;
import org.floatscape.dse.cost.Sha256;
import org.floatscape.dse.cost.SynthesisPoint;
import org.floatscape.dse.cost.SynthesisTable;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.TextFile;
import org.floatscape.dse.report.CostText;
import org.floatscape.dse.report.OutputFile;
import org.floatscape.dse.table.CsvTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Synthesis results in, a cost library out. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Fits the cost model to synthesis results, and shows how well it predicts what it has not seen.",
        footer = {
            "",
            "Columns read: arch, rtl, element, element_b, acc, lanes, scale_format, signed, width, library,",
            "recipe, area_um2, energy_gauss_pj, delay_ns, node_nm, supply_v. A family is one architecture by",
            "one author (rtl) in one library and recipe; it needs at least 5 designs. A design in several",
            "rows counts once, and is left out as a whole.",
            "",
            "node_nm and supply_v say which process the cells of a row are of; the library keeps them, and",
            "costs are scaled from there. Where they are empty, those of nangate45, asap7 and ihp130 are",
            "known by name; costs of other cells hold as calibrated, alone.",
            "",
            "  floatscape cost calibrate ppa.csv -o mylib.yaml",
            "  floatscape cost show mxfp4 --library mylib.yaml --cells mycells --recipe area",
            "  floatscape explore --set hardware.library=mylib.yaml --set hardware.cells=mycells \\",
            "    --set hardware.node_nm=28"
        })
final class CostCalibrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PPA.csv", description = "One synthesised design per row.")
    private Path table;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where the cost library goes, YAML.")
    private Path output;

    @Option(
            names = "--id",
            paramLabel = "NAME",
            description = "Name of the library in reports. Default: the file's name.")
    private String id;

    @Option(
            names = "--scale-from",
            paramLabel = "CELLS",
            description = "Where a family has too few rows, take the coefficients of this cell library, same recipe,"
                    + " times a factor. Default: refuse.")
    private String scaleFrom;

    @Option(names = "--date", paramLabel = "DATE", description = "Date to write into the library. Default: today.")
    private String date;

    @Override
    public Integer call() throws IOException {
        String name = name();
        LocalDate created = created();
        var file = new OutputFile(output, List.of(table));
        String text = TextFile.read(table);
        var rows = CsvTable.parse(table.toString(), text);
        if (rows.rows().isEmpty()) {
            throw new InputException(
                    table.toString(), "holds no syntheses; a calibration needs at least 5 of a family");
        }
        var points = SynthesisTable.readMeasured(rows);
        var calibrations = calibrations(points);
        var library = CostLibrary.of(
                name,
                created.toString(),
                new CostLibrary.Data(table.getFileName().toString(), Sha256.of(text), points.size(), Calibrator.METHOD),
                calibrations);
        file.write(library.toYaml());
        var out = spec.commandLine().getOut();
        calibrations.forEach(calibration -> out.print(CostText.errors(calibration)));
        out.printf("Cost library %s written to %s (sha256 %s)%n", library.id(), output, library.sha256());
        out.flush();
        return 0;
    }

    private String name() {
        String name = id == null ? output.getFileName().toString().replaceFirst("\\.ya?ml$", "") : id;
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new InputException(
                    "--id \"%s\"".formatted(name.replaceAll("\\p{Cntrl}", "?")),
                    "must be a name of one line, for reports say it");
        }
        return name;
    }

    private LocalDate created() {
        try {
            return date == null ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(date);
        } catch (DateTimeParseException _) {
            throw new InputException("--date " + date, "must be a date like 2026-01-31");
        }
    }

    /** On a console only: elsewhere nobody waits. */
    private List<Calibration> calibrations(List<SynthesisPoint> points) {
        try {
            return new Calibrator(Optional.ofNullable(scaleFrom), progress()).calibrate(points);
        } catch (CostException e) {
            throw new InputException(table.toString(), e.getMessage());
        }
    }

    private Consumer<String> progress() {
        if (!Terminal.isWatched()) {
            return _ -> {};
        }
        return line -> {
            spec.commandLine().getErr().println(line);
            spec.commandLine().getErr().flush();
        };
    }
}

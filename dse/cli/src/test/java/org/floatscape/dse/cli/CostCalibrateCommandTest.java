package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostCalibrateCommandTest {

    @TempDir
    private Path folder;

    private static CommandRun run(String... args) {
        return CommandRun.of(List.of(args));
    }

    private Path table() {
        return folder.resolve("ppa.csv");
    }

    private Path library() {
        return folder.resolve("mylib.yaml");
    }

    /** {@code cost calibrate} of a table with that text. */
    private CommandRun calibrate(String table, String... options) throws IOException {
        Files.writeString(table(), table);
        var args = new ArrayList<>(
                List.of("cost", "calibrate", table().toString(), "-o", library().toString()));
        args.addAll(List.of(options));
        return CommandRun.of(args);
    }

    /** Multipliers of 4 to 32 bits, {@code process} in the columns node_nm and supply_v. */
    private static String multipliers(String process) {
        var rows = new StringBuilder(
                "arch,rtl,element,signed,library,recipe,node_nm,supply_v,area_um2,energy_gauss_pj,delay_ns\n");
        for (int w = 4; w <= 32; w += 4) {
            rows.append("int_mul,mine,int%d,1,mycells,area,%s,%d,%s,%s%n"
                    .formatted(w, process, 3 * w * w, 0.01 * w * w, 0.1 * w));
        }
        return rows.toString();
    }

    private void succeed(CommandRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    /** {@code cost show} of a 14-bit multiplier of the library's cells. */
    private CommandRun show(String... options) {
        var args = new ArrayList<>(List.of("cost", "show", "int14", "--arch", "int_mul", "-o", folder.toString()));
        args.addAll(List.of("--library", library().toString(), "--cells", "mycells"));
        args.addAll(List.of(options));
        return CommandRun.of(args);
    }

    /** Its area, energy and delay. */
    private double[] shown(String... options) throws IOException {
        succeed(show(options));
        var table = CsvTable.read(folder.resolve("breakdown.csv"));
        int total = table.rows().size() - 1;
        return new double[] {
            table.number(total, "area_um2"), table.number(total, "energy_pj"), table.number(total, "delay_ns")
        };
    }

    @Test
    void ownSynthesesBecomeALibrary() throws IOException {
        var calibrate = calibrate(multipliers(","), "--date", "2026-01-02");
        succeed(calibrate);
        assertThat(calibrate.out()).contains("int_mul (mine)").contains("median");
        assertThat(library()).content().startsWith("id: mylib\ncreated: 2026-01-02\n");
        assertThat(shown()[0]).isBetween(0.8 * 3 * 14 * 14, 1.2 * 3 * 14 * 14);
    }

    /** What a library says of its process is where scaling starts. */
    @Test
    void costsAreScaledFromTheProcessThatTheTableStates() throws IOException {
        succeed(calibrate(multipliers("12,0.8")));
        assertThat(library()).content().contains("  recipe: area\n  process:\n    node_nm: 12.0\n    supply_v: 0.8\n");
        double[] own = shown();
        assertThat(shown("--node", "12", "--voltage", "0.8")).isEqualTo(own);
        double[] scaled = shown("--node", "7");
        var here = new TechnologyNode(12, 0.8);
        var there = TechnologyNode.of(7);
        assertThat(scaled[0] / own[0]).isCloseTo(there.areaFrom(here), within(1e-12));
        assertThat(scaled[1] / own[1]).isCloseTo(there.energyFrom(here), within(1e-12));
        assertThat(scaled[2]).isLessThan(own[2]);
        // A lower supply than stated is slower, a higher one faster.
        assertThat(shown("--node", "12", "--voltage", "0.7")[2]).isGreaterThan(own[2]);
        assertThat(shown("--node", "12", "--voltage", "0.9")[2]).isLessThan(own[2]);
        assertThat(show("--node", "7").out()).contains("mycells/area, scaled from 12 nm at 0.8 V to 7 nm");
    }

    @Test
    void cellsWithoutAStatedProcessAreNotScaled() throws IOException {
        succeed(calibrate(multipliers(",")));
        var run = show("--node", "7");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("calibration mycells/area: no published scaling is known")
                .contains("and cells whose table of syntheses states node_nm and supply_v");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12,|:2: column supply_v: node_nm (12) needs supply_v beside it",
                "3,0.7|:2: column node_nm: process node (3 nm): published scaling",
                "12,5|:2: column supply_v: supply voltage (5 V): must be",
                "x,0.7|:2: column node_nm: \"x\" is not a finite number"
            })
    void aProcessThatCannotBeScaledFromIsRefused(String process, String message) throws IOException {
        var run = calibrate(multipliers(process));
        assertThat(run.err()).startsWith("floatscape: " + table() + message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(library()).doesNotExist();
    }

    @Test
    void cellsAreOfOneProcess() throws IOException {
        String two = multipliers("12,0.8").replaceFirst("12,0.8,432", "7,0.7,432");
        assertThat(calibrate(two).err())
                .isEqualTo("floatscape: " + table() + ":4: column node_nm: 7 nm must be 12 nm at 0.8 V, as the first"
                        + " row of cells mycells says; give cells of another process a name of their own\n");
    }

    /** One calibration of another cell library, however few its rows. */
    @Test
    void aFewRowsAreScaledFromCellsOfTheSameTable() throws IOException {
        String table = multipliers("12,0.8") + "int_mul,mine,int8,1,tiny,area,,,100,3,2\n";
        assertThat(calibrate(table, "--scale-from", "mycell").err())
                .isEqualTo("floatscape: " + table()
                        + ": library to scale from (--scale-from mycell) is none of this table's: mycells, tiny\n");
        succeed(calibrate(table, "--scale-from", "mycells"));
        var run = run(
                "cost",
                "show",
                "int8",
                "--arch",
                "int_mul",
                "--library",
                library().toString(),
                "--cells",
                "tiny",
                "-o",
                folder.toString());
        assertThat(run.out())
                .contains("error on 1 point held out", "from       1 synthesis of int_mul (mine) on tiny/area");
    }

    @Test
    void aNobodysUnitHasNoAuthor() throws IOException {
        var run = calibrate(multipliers(",").replace(",mine,", ",,"));
        assertThat(run.out()).contains("  int_mul    ").doesNotContain("()");
    }

    @Test
    void aUnitThatNothingIsKnownOfIsNamed() throws IOException {
        succeed(calibrate(multipliers(",")));
        var run = run("cost", "compare", "--library", library().toString(), "--cells", "mycells");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("floatscape: cost library mylib has no synthesis of dot_block on mycells/area and no other"
                        + " architecture's errors; calibrate with syntheses of dot_block\n");
    }

    @Test
    void whatALibrarySaysOfItsProcessIsChecked() throws IOException {
        succeed(calibrate(multipliers("12,0.8")));
        Files.writeString(library(), Files.readString(library()).replace("node_nm: 12.0", "node_nm: 2"));
        var run = run("cost", "compare", "--library", library().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("mylib.yaml:12: calibrations[0].process.node_nm (2): process node (2 nm): published scaling");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--date foo|floatscape: --date foo: must be a date like 2026-01-31",
                "--id ''|floatscape: --id \"\": must be a name of one line, for reports say it"
            })
    void aLibraryHasANameAndADate(String options, String message) throws IOException {
        var run = calibrate("arch,element\n", options.replace("''", "").split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(message + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int_mul,mine,int8,c,area,1,,1|:3: column energy_gauss_pj: the cell is empty; a calibration needs it",
                "int_mul,mine,int8,,area,1,1,1|:3: column library: the cell is empty; a calibration needs it",
                "int_mul,mine,int8,c,area,NaN,1,1|:3: column area_um2: \"NaN\" is not a finite number",
                "int_mul,mine,int8,c,area,1,-1,1|:3: column energy_gauss_pj: -1 must be greater than 0",
                "int_mul,mine,int8,c,area,1e-320,1,1|:3: column area_um2: 1e-320 is no unit's: must be 1e-9 to 1e12;",
                "int_mul,mine,int8,c,area,1,1,1e308|:3: column delay_ns: 1e308 is no unit's: must be 1e-9 to 1e12;",
                "int_mul,mine,int8,c,area,1,1|:3: 7 cells where the header names 8 columns",
                "int_mul,mine,int0,c,area,1,1,1|:3: column element: operand int0: an integer must have 1 to 1024 bits",
                "int_mul,mine,int4,c,area,1,1,2|: c/area: too few syntheses for a fit: int_mul (mine) has 1 in 2 rows;"
                        + " each",
                "int_mul,mine,int8,c,area,1,1,1|: c/area: too few syntheses for a fit: int_mul (mine) has 2"
            })
    void aBrokenTableOfSynthesesIsOneMessage(String row, String message) throws IOException {
        var run = calibrate(
                "arch,rtl,element,library,recipe,area_um2,energy_gauss_pj,delay_ns\nint_mul,mine,int4,c,area,1,1,1\n"
                        + row + "\n");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + table() + message).hasLineCount(1);
        assertThat(library()).doesNotExist();
    }

    @Test
    void tooFewSynthesesAreRefused() throws IOException {
        var run = calibrate(
                "arch,rtl,element,library,recipe,area_um2,energy_gauss_pj,delay_ns\nint_mul,mine,int8,c,area,1,1,1\n");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("int_mul (mine) has 1; each family needs at least 5")
                .contains("(--scale-from)");
        assertThat(library()).doesNotExist();
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.cost.Sha256;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user's own syntheses reach every command that costs formats. */
class OwnCellsTest {

    private static final int BIGGER = 5;

    /** Of these the study's small space and named formats need a unit. */
    private static final String DESIGNS = """
        arch,rtl,element,acc,lanes,scale_format,library,recipe
        """ + designs();

    private static final String MODEL = "model: {params: 1e9, tokens: 100e9}\n";

    private static final String SPACE =
            "space: {bits: 4..8, exponent_bits: 2..4, mantissa_bits: 1..3, block_sizes: [32],"
                    + " scale_formats: [e8m0]}\ncompare: [mxfp4, bf16]\n";

    @TempDir
    private static Path libraries;

    @TempDir
    private Path folder;

    private static String designs() {
        var rows = new StringBuilder();
        for (String element : List.of("e2m1", "e3m2", "e2m3", "e4m3", "e5m2")) {
            for (int lanes : new int[] {8, 16, 32}) {
                rows.append("dot_block,,%s,e8m23,%d,e8m0,nangate45,area\n".formatted(element, lanes));
            }
        }
        for (String element : List.of("e2m1i", "e3m2i", "e4m3i", "e5m2i", "e5m10i", "e8m7i")) {
            rows.append("fp_mac_fused,,%s,e8m23i,,,nangate45,area\n".formatted(element));
        }
        return rows.toString();
    }

    /** Cells whose every gate is five times that of Nangate45 in area, energy and delay, calibrated as a user would. */
    @BeforeAll
    static void calibrate() throws IOException {
        Path points = Files.writeString(libraries.resolve("points.csv"), DESIGNS);
        Path predicted = libraries.resolve("predicted.csv");
        succeed("cost", "eval", points.toString(), "-o", predicted.toString());
        var table = CsvTable.read(predicted);
        var rows = new StringBuilder(
                "arch,rtl,element,acc,lanes,scale_format,library,recipe,area_um2,energy_gauss_pj,delay_ns\n");
        for (int i = 0; i < table.rows().size(); i++) {
            rows.append(table.text(i, "arch")).append(",mine,");
            for (String column : List.of("element", "acc", "lanes", "scale_format")) {
                rows.append(table.text(i, column)).append(',');
            }
            rows.append("mycells,area,%s,%s,%s%n"
                    .formatted(
                            BIGGER * table.number(i, "predicted_area_um2"),
                            BIGGER * table.number(i, "predicted_energy_pj"),
                            BIGGER * table.number(i, "predicted_delay_ns")));
        }
        Path ppa = Files.writeString(libraries.resolve("ppa.csv"), rows.toString());
        succeed("cost", "calibrate", ppa.toString(), "-o", library().toString());
    }

    private static Path library() {
        return libraries.resolve("mylib.yaml");
    }

    private static CommandRun succeed(String... args) {
        var run = CommandRun.of(List.of(args));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static void assertRefused(String message, List<String> args) {
        var run = CommandRun.of(args);
        assertThat(run.err()).isEqualTo("floatscape: " + message + "\n");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    /** The library beside the study, as a user keeps them. */
    private Path study(String hardware) throws IOException {
        Files.copy(library(), folder.resolve("mylib.yaml"), StandardCopyOption.REPLACE_EXISTING);
        return Files.writeString(folder.resolve("study.yaml"), MODEL + "hardware: {%s}\n".formatted(hardware) + SPACE);
    }

    private Path explored(String hardware) throws IOException {
        Path out = folder.resolve("out" + hardware.hashCode());
        succeed("explore", study(hardware).toString(), "-o", out.toString());
        return out;
    }

    private static JsonNode json(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readString(file));
    }

    @Test
    void logicCostsWhatItWasCalibratedAt() throws IOException {
        var mine = CsvTable.read(
                explored("library: mylib.yaml, cells: mycells, node_nm: 28").resolve("points.csv"));
        var shipped = CsvTable.read(explored("node_nm: 45").resolve("points.csv"));
        assertThat(mine.texts("format")).isEqualTo(shipped.texts("format")).isNotEmpty();
        for (String column : List.of("mac_energy_pj", "area_um2", "delay_ns")) {
            for (int i = 0; i < mine.rows().size(); i++) {
                assertThat(mine.number(i, column) / shipped.number(i, column))
                        .as("%s of %s", column, mine.text(i, "format"))
                        .isCloseTo(BIGGER, within(0.25 * BIGGER));
            }
        }
    }

    @Test
    void theNodeIsThatOfMemoriesAlone() throws IOException {
        var at28 = CsvTable.read(
                explored("library: mylib.yaml, cells: mycells, node_nm: 28").resolve("points.csv"));
        var at7 = CsvTable.read(
                explored("library: mylib.yaml, cells: mycells, node_nm: 7").resolve("points.csv"));
        assertThat(at28.texts("mac_energy_pj")).isEqualTo(at7.texts("mac_energy_pj"));
        assertThat(at28.texts("area_um2")).isEqualTo(at7.texts("area_um2"));
        assertThat(at28.number(0, "memory_energy_pj")).isGreaterThan(at7.number(0, "memory_energy_pj"));
    }

    @Test
    void everyReportSaysWhichCellsAndThatNothingWasScaled() throws IOException {
        Path out = explored("library: mylib.yaml, cells: mycells, node_nm: 28");
        String sha256 = Sha256.of(Files.readString(library()));
        String source = "mylib@%s, mycells/area, as calibrated".formatted(sha256.substring(0, 12));
        JsonNode manifest = json(out.resolve("manifest.json"));
        assertThat(manifest.at("/input_sha256/mylib.yaml").asString()).isEqualTo(sha256);
        assertThat(manifest.get("cost_library").asString()).isEqualTo(source);
        JsonNode recommendation = json(out.resolve("recommendation.json"));
        assertThat(recommendation.get("cost_library").asString()).isEqualTo(source);
        String warning =
                "Logic costs what calibration mycells/area of cost library mylib (mylib.yaml) says: no published"
                    + " scaling is known from its process, so nothing was scaled. node_nm (28) is that of memories on"
                    + " chip alone.";
        assertThat(recommendation.get("warnings").valueStream().map(JsonNode::asString))
                .contains(warning);
        assertThat(out.resolve("report.md"))
                .content()
                .contains(
                        warning,
                        "tokens, logic as calibrated on mycells, memories on chip at 28 nm.",
                        "Cost library mylib (mylib.yaml): %s; sha256 %s.".formatted(source, sha256));
    }

    /** The same library with cells that can be scaled is scaled as the shipped one is. */
    @Test
    void cellsOfAKnownProcessAreScaled() throws IOException {
        Path own = folder.resolve("scaled.yaml");
        Files.writeString(own, Files.readString(library()).replace("library: mycells", "library: nangate45"));
        Path out = folder.resolve("scaled");
        Path study = study("node_nm: 7");
        // A path that is set on the command line starts from the working folder, so here it is absolute.
        succeed("explore", study.toString(), "-o", out.toString(), "--set", "hardware.library=" + own);
        assertThat(json(out.resolve("manifest.json")).get("cost_library").asString())
                .startsWith("mylib@")
                .endsWith("nangate45/area, scaled to 7 nm");
    }

    @Test
    void shippedCellsWithoutPublishedScalingAreUsedAsCalibrated() throws IOException {
        Path out = explored("cells: sky130hd, node_nm: 130");
        assertThat(json(out.resolve("manifest.json")).get("cost_library").asString())
                .endsWith("sky130hd/area, as calibrated");
    }

    @Test
    void aPrintedStudyRunsTheSame() throws IOException {
        Path study = study("library: mylib.yaml, cells: mycells, node_nm: 28");
        String printed = succeed("explore", study.toString(), "--print-study").out();
        assertThat(printed).contains("  library: \"mylib.yaml\"\n  cells: \"mycells\"\n");
        Path again = Files.writeString(folder.resolve("again.yaml"), printed);
        assertThat(succeed("explore", again.toString(), "--print-study").out()).isEqualTo(printed);
    }

    @Test
    void aLibraryIsNotWrittenOver() throws IOException {
        Path study = study("library: out/points.csv, cells: mycells, node_nm: 28");
        Files.createDirectory(folder.resolve("out"));
        Path library = Files.copy(library(), folder.resolve("out/points.csv"));
        var run = CommandRun.of(
                List.of("explore", study.toString(), "-o", folder.resolve("out").toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(library).hasSameTextualContentAs(library());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "library: mylib.yaml, node_nm: 7 | library (mylib.yaml): has no cells nangate45, which a study without"
                        + " cells takes; add cells: mycells",
                "library: mylib.yaml, cells: mycell, node_nm: 7 | cells (mycell): must be cells of cost library mylib:"
                        + " mycells",
                "library: mylib.yaml, cells: mycells | node_nm (missing): must be stated with cells mycells: no"
                    + " published scaling is known from their process, so that logic costs what it was calibrated at,"
                    + " and memories on chip need a node",
                "library: mylib.yaml, cells: mycells, node_nm: 28, voltage_v: 0.9 | voltage_v (0.9): must be left out"
                    + " with cells mycells: no published scaling is known from their process, so that logic holds at"
                    + " the supply it was calibrated at",
                "library: mylib.yaml, cells: mycells, node_nm: 28, recipe: speed | recipe (speed): must be area, as"
                        + " cost library mylib has for cells mycells",
                "recipe: slow | recipe (slow): must be area or speed",
                "library: none.yaml, cells: mycells, node_nm: 28 | library (none.yaml): no such file; floatscape cost"
                        + " calibrate writes one",
                "library: [a, b] | library ([\"a\",\"b\"]): must be one plain value",
                "cells: [a, b] | cells ([\"a\",\"b\"]): must be a text",
            })
    void aBadChoiceIsLocated(String hardware, String message) throws IOException {
        Path study = study(hardware);
        assertRefused(
                "%s:2: hardware.%s".formatted(study, message),
                List.of("explore", study.toString(), "-o", folder.resolve("out").toString()));
    }

    @Test
    void aBrokenLibraryIsLocatedInBothFiles() throws IOException {
        Path study = study("library: broken.yaml, cells: mycells, node_nm: 28");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "id: x\n");
        assertRefused(
                "%s:2: hardware.library (broken.yaml): %s:1: calibrations (missing): needed here"
                        .formatted(study, broken),
                List.of("explore", study.toString()));
    }

    /** One architecture alone: nobody knows what its coefficients err by on another. */
    @Test
    void aUnitThatNothingIsKnownOfIsRefused() throws IOException {
        var rows = new StringBuilder("arch,rtl,element,signed,library,recipe,area_um2,energy_gauss_pj,delay_ns\n");
        for (int w = 4; w <= 32; w += 4) {
            rows.append("int_mul,mine,int%d,1,mycells,area,%d,%s,%s%n".formatted(w, 3 * w * w, 0.01 * w * w, 0.1 * w));
        }
        Path ppa = Files.writeString(folder.resolve("ints.csv"), rows.toString());
        Path ints = folder.resolve("ints.yaml");
        succeed("cost", "calibrate", ppa.toString(), "-o", ints.toString());
        Path study = study("library: ints.yaml, cells: mycells, node_nm: 28");
        String refusal = " cost library ints has no synthesis of its unit, dot_block, on mycells/area and no other"
                + " architecture's errors; calibrate with syntheses of dot_block, or leave the format out";
        var run = CommandRun.of(List.of("explore", study.toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + study + ":2: hardware.library (ints.yaml): format ");
        assertThat(run.err()).endsWith(refusal + "\n");
        assertRefused(
                "format e2m1:b32:e8m0/floor:" + refusal,
                workload(List.of("--library", ints.toString(), "--cells", "mycells", "--node", "28")));
    }

    private static List<String> workload(List<String> options) {
        var args = new ArrayList<>(List.of("workload", "llama-3-8b", "--format", "mxfp4"));
        args.addAll(options);
        return args;
    }

    private static List<String> own(String... more) {
        var options = new ArrayList<>(List.of("--library", library().toString(), "--cells", "mycells"));
        options.addAll(List.of(more));
        return options;
    }

    /** Explore, workload and export cost one unit alike. */
    @Test
    void workloadAndExportTakeTheSameUnit() throws IOException {
        JsonNode compared = json(explored("library: mylib.yaml, cells: mycells, node_nm: 28")
                        .resolve("recommendation.json"))
                .at("/compared/0");
        Path out = folder.resolve("workload");
        String text = succeed(
                        workload(own("--node", "28", "-o", out.toString())).toArray(String[]::new))
                .out();
        assertThat(text)
                .contains(
                        "silicon   logic as calibrated on mycells, memories on chip at 28 nm",
                        "mycells/area, as calibrated");
        JsonNode costed = json(out.resolve("workload.json"));
        assertThat(costed.at("/accelerator/logic_scaled_to_node").asBoolean(true))
                .isFalse();
        assertThat(costed.at("/accelerator/cost_library_sha256").asString())
                .isEqualTo(Sha256.of(Files.readString(library())));
        double perMacPj = costed.at("/formats/0/mac_energy_pj").asDouble()
                / costed.get("macs").asDouble();
        assertThat(perMacPj).isCloseTo(compared.get("mac_energy_pj").asDouble(), within(1e-9));
        Path tables = folder.resolve("tables");
        var export = new ArrayList<>(List.of("cost", "export", "--accelergy", tables.toString(), "--formats", "mxfp4"));
        export.addAll(own());
        succeed(export.toArray(String[]::new));
        var table = CsvTable.read(tables.resolve("floatscape_mac.csv"));
        assertThat(table.texts("technology")).containsOnly("mycells");
        assertThat(table.number(0, "energy")).isCloseTo(perMacPj, within(1e-9));
        assertThat(tables.resolve("floatscape.table.yaml"))
                .content()
                .contains("mycells/area, as calibrated.", "technology: 'mycells'");
    }

    @Test
    void whatCannotBeScaledIsNotAskedToBe() {
        String asCalibrated =
                "no published scaling is known from their process, so that logic costs what it was calibrated at";
        assertRefused(
                "--cells mycells: " + asCalibrated + ", and memories on chip need a node; give --node",
                workload(own()));
        String leftOut = ": must be left out with --cells mycells: " + asCalibrated;
        assertRefused("--voltage 0.8" + leftOut, workload(own("--node", "28", "--voltage", "0.8")));
        var export = new ArrayList<>(List.of("cost", "export", "--accelergy", "x", "--node", "28"));
        export.addAll(own());
        assertRefused("--node 28.0" + leftOut, export);
    }
}

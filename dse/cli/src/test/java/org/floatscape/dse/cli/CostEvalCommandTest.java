package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostEvalCommandTest {

    @TempDir
    private Path folder;

    private Path points() {
        return folder.resolve("points.csv");
    }

    private Path out() {
        return folder.resolve("out.csv");
    }

    /** {@code cost eval} of a table with that text. */
    private CommandRun eval(String table, String... options) throws IOException {
        Files.writeString(points(), table);
        var args = new ArrayList<>(List.of("cost", "eval", points().toString(), "-o", out().toString()));
        args.addAll(List.of(options));
        return CommandRun.of(args);
    }

    private CsvTable evaluated(String table, String... options) throws IOException {
        var run = eval(table, options);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return CsvTable.read(out());
    }

    @Test
    void tablesOfDesignsGetCostsAndErrorBars() throws IOException {
        var table = evaluated("""
            arch,element,acc,lanes,scale_format,library,recipe,area_um2
            dot_block,e2m1,e8m23i,16,e8m0,nangate45,area,3070.438
            fp_mul,e5m10i,,,,nangate45,speed,1355.802
            int_mac,int8,int32,,,asap7,area,60
            """);
        assertThat(table.positiveNumbers("predicted_area_um2")).hasSize(3);
        assertThat(table.positiveNumbers("predicted_energy_pj")).hasSize(3);
        assertThat(table.positiveNumbers("predicted_delay_ns_error_p90")).hasSize(3);
        assertThat(table.numbers("predicted_area_um2")[0]).isBetween(2800.0, 3300.0);
        assertThat(table.texts("predicted_from").get(0)).contains("26 syntheses of dot_block");
    }

    @ParameterizedTest
    @CsvSource({"--cells, foo", "--recipe, foo"})
    void anOptionThatNoCalibrationAnswersIsNamed(String option, String value) throws IOException {
        assertThat(eval("arch,element,library,recipe\nfp_mul,e4m3,,\n", option, value)
                        .err())
                .startsWith("floatscape: %s %s: cost library ".formatted(option, value));
    }

    @Test
    void oneDesignIsOne() throws IOException {
        assertThat(eval("arch,element\nfp_mul,e9m20\n").out())
                .isEqualTo(
                        "outside the calibrated range: 1 of 1 design, see predicted_outside%n1 design written to %s%n"
                                .formatted(out()));
    }

    @Test
    void aRowOfAnotherProcessIsNotTakenForTheCells() throws IOException {
        String header = "arch,element,library,node_nm,supply_v\n";
        evaluated(header + "fp_mul,e4m3,nangate45,45,1.1\n");
        assertThat(eval(header + "fp_mul,e4m3,nangate45,7,0.7\n").err())
                .isEqualTo(("floatscape: %s:2: column node_nm: 7 nm: estimates by nangate45/area are of 45 nm, and not"
                                + " scaled here; leave node_nm and supply_v empty\n")
                        .formatted(points()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arch,element||: holds no designs; write one a row below the header",
                "arch,element|fp_mull,e4m3|:2: column arch: architecture (fp_mull) is not known",
                "element|e4m3|:1: column arch: missing",
                "arch|fp_mul|:1: column element: missing",
                "arch,element,lanes|dot_exact,e4m3,|:2: column lanes: dot_exact needs lanes, which is empty",
                "arch,element,lanes|fp_mul,e4m3,8|:2: column lanes: lanes (8): fp_mul has one",
                "arch,element,lanes|dot_exact,e4m3,0|:2: column lanes: lanes (0) must be 1 to 4096",
                "arch,element,scale_format|fp_mul,e4m3,e8m0|:2: column scale_format: scale (e8m0): fp_mul applies none",
                "arch,element,acc,lanes,scale_format|dot_block,mxfp4,fp32,16,e4m3|:2: column scale_format: e4m3 must be"
                        + " e8m0 as mxfp4 (column element) says; or write its element alone there, e2m1",
                "arch,element,acc,lanes,scale_format|dot_block,nvfp4,fp32,16,|:2: column scale_format: none must be"
                        + " e4m3",
                "arch,element,acc,lanes|dot_block,nvfp4,fp32,16|:2: column element: none must be e4m3 as nvfp4",
                "arch,element,element_b|fp_add,e4m3,e5m2|:2: column element_b: e5m2: fp_add has no second operand of"
                        + " another format; leave the cell empty",
                "arch,element,acc|int_mul,int8,int32|:2: column acc: int32: int_mul has no accumulator",
                "arch,element,width|int_add,int8,8|:2: column element: int8: int_add has a width alone",
                "arch,element,width|fp_mul,e4m3,8|:2: column width: 8: fp_mul has formats instead of a width",
                "arch,element,acc,lanes,scale_format|dot_block,nvfp4,fp32,32,e4m3|:2: column lanes: 32 must be at most"
                        + " 16, as many elements of nvfp4 (column element) as share a scale",
                "arch,element,library|fp_mul,e4m3,foo|:2: column library: cost library",
                "arch,element,library,recipe|fp_mul,e4m3,asap7,foo|:2: column recipe: cost library",
                "arch,rtl,element|fp_fma,Me,e4m3|:2: column rtl: rtl (Me): nangate45/area knows fp_fma by Berkeley"
                        + " HardFloat; name one of them, leave the cell empty, or calibrate a library to yours"
            })
    void nothingOfARowIsFilledInSilently(String header, String row, String message) throws IOException {
        var run = eval(header + "\n" + (row == null ? "" : row + "\n"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + points() + message).hasLineCount(1);
        assertThat(out()).doesNotExist();
    }

    @Test
    void aRowOfAnAliasAndItsScaleIsCostedAsItsElement() throws IOException {
        double[] area = evaluated("""
            arch,rtl,element,acc,lanes,scale_format
            dot_block,,mxfp4,fp32,16,e8m0
            dot_block,MX-for-FPGA dot + HardFloat FP32 accumulate,e2m1,fp32,16,e8m0
            """).numbers("predicted_area_um2");
        assertThat(area[0]).isEqualTo(area[1]);
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostCommandTest {
    @TempDir
    private Path folder;

    private CommandRun run(String... args) {
        return CommandRun.of(List.of(args));
    }

    @Test
    void theBreakdownAddsUpExactlyInTheFileAndOnTheScreen() throws IOException {
        var run = run(
                "cost",
                "show",
                "mxfp4",
                "--arch",
                "dot_block",
                "--lanes",
                "32",
                "--node",
                "7",
                "-o",
                folder.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("dot_block of 32 lanes, e2m1 into e8m23, e8m0 scale")
                .contains("points held out")
                .contains("scaled to 7 nm");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 160);
        var table = CsvTable.read(folder.resolve("breakdown.csv"));
        for (String column : List.of("area_um2", "energy_pj", "delay_ns")) {
            double[] cells = table.numbers(column);
            double sum = 0;
            for (int i = 0; i < cells.length - 1; i++) {
                sum += cells[i];
            }
            assertThat(sum).isEqualTo(cells[cells.length - 1]);
        }
        long printed = 0;
        long total = 0;
        for (String line : run.out().lines().skip(2).toList()) {
            String[] cells = line.strip().split(" +");
            if (line.isBlank()) {
                break;
            }
            if (cells[0].equals("total")) {
                total = thousandths(cells[1]);
            } else if (!cells[0].equals("part")) {
                printed += thousandths(cells[1]);
            }
        }
        assertThat(printed).isEqualTo(total).isPositive();
        assertThat(folder.resolve("breakdown.svg")).content().startsWith("<svg").contains("multiplier");
    }

    private static long thousandths(String number) {
        return Math.round(Double.parseDouble(number) * 1000);
    }

    @Test
    void conversionsAreAmortisedOverTheReuseAndShownAsTheirOwnParts() throws IOException {
        double none = energyPj("--reuse", "0");
        double little = energyPj("--reuse", "4096") - none;
        double much = energyPj("--reuse", "64") - none;
        assertThat(CsvTable.read(folder.resolve("breakdown.csv")).texts("part"))
                .contains("quantise_maximum", "quantise_scale", "quantise_divide", "quantise_round", "result_round");
        assertThat(little).isPositive();
        assertThat(much / little).isCloseTo(64, within(1e-6));
    }

    /** Total of the breakdown of an MXFP4 unit. */
    private double energyPj(String... options) throws IOException {
        var args = new ArrayList<>(List.of("cost", "show", "mxfp4", "-o", folder.toString()));
        args.addAll(List.of(options));
        assertThat(CommandRun.of(args).exitCode()).isZero();
        double[] energy = CsvTable.read(folder.resolve("breakdown.csv")).numbers("energy_pj");
        return energy[energy.length - 1];
    }

    @Test
    void aLowerSupplyIsSlowerAndTakesLess() throws IOException {
        double usual = energyPj("--node", "7");
        double usualNs = Arrays.stream(
                        CsvTable.read(folder.resolve("breakdown.csv")).numbers("delay_ns"))
                .max()
                .orElseThrow();
        assertThat(energyPj("--node", "7", "--voltage", "0.55")).isLessThan(usual);
        assertThat(Arrays.stream(CsvTable.read(folder.resolve("breakdown.csv")).numbers("delay_ns"))
                        .max()
                        .orElseThrow())
                .isGreaterThan(usualNs);
    }

    /** Formats of either operand, accumulator, registers and subnormals are parameters of every unit that has them. */
    @ParameterizedTest
    @CsvSource({
        "int32 --arch int_add, int24 --arch int_add, false",
        "int64 --arch shifter, int32 --arch shifter, false",
        "int32 --arch lzc, int16 --arch lzc, false",
        "int16 --arch int_mul, int16 --arch int_mul --unsigned, false",
        "int16 --arch int_mul, uint16 --arch int_mul, false",
        "int8 --arch int_mul, uint8 --arch int_mul, false",
        "e4m3 --arch fp_mul, e4m3 --arch fp_mul --subnormals true, true",
        "e4m3 --arch fp_fma, e4m3 --arch fp_fma --subnormals false, false",
        "e4m3 --arch fp_fma, e4m3!ftz --arch fp_fma, false",
        "mxfp8, mxfp8 --second e2m1, false",
        "mxfp8, mxfp8 --registers 100, true",
        "e4m3 --arch fp_mac_fused, e4m3 --arch fp_mac_fused --acc bf16, false",
        "e4m3 --arch fp_sdotp2, e4m3 --arch fp_sdotp2 --acc fp16, false",
        "e2m1 --arch converter, e3m2 --arch converter, true",
        "int8 --arch dot_exact --lanes 8, int8 --arch dot_exact --lanes 16, true"
    })
    void everyParameterMovesTheCost(String one, String other, boolean dearer) throws IOException {
        double first = areaUm2(one);
        double second = areaUm2(other);
        assertThat(second > first).isEqualTo(dearer);
        assertThat(second).isNotEqualTo(first);
    }

    private double areaUm2(String options) throws IOException {
        var args = new ArrayList<>(List.of("cost", "show", "-o", folder.toString()));
        args.addAll(List.of(options.split(" ")));
        assertThat(CommandRun.of(args).exitCode()).as(options).isZero();
        double[] area = CsvTable.read(folder.resolve("breakdown.csv")).numbers("area_um2");
        return area[area.length - 1];
    }

    @Test
    void anUnsignedProductIsNamedByItsFormat() throws IOException {
        var run = run("cost", "show", "uint16", "--arch", "int_mul", "-o", folder.toString());
        assertThat(run.out()).startsWith("int_mul, uint16\n");
        assertThat(areaUm2("uint16 --arch int_mul")).isEqualTo(areaUm2("int16 --arch int_mul --unsigned"));
    }

    @Test
    void gateCountsAreASecondSource() {
        var run = run("cost", "show", "mxint8", "--source", "gate-count", "-o", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("multiplier", "arXiv 2510.25602, Table 6", "error not known")
                .doesNotContain("delay");
    }

    @Test
    void gateCountsTakeWhatTheyCanSay() throws IOException {
        double usual = energyPj("--source", "gate-count", "--acc", "fp32", "--node", "7");
        assertThat(energyPj("--source", "gate-count", "--node", "7", "--voltage", "0.55"))
                .isLessThan(usual);
    }

    @Test
    void aScaleThatStandsForAnotherIsSaidEverywhere() {
        String said = "ue5m3 (costed as e4m3)";
        assertThat(run("cost", "compare", "-f", "e2m1:b16:ue5m3").out()).contains("e2m1:b16:ue5m3: " + said);
        assertThat(run("workload", "llama-3-8b", "-f", "e2m1:b16:ue5m3").out()).contains(said);
    }

    @Test
    void sourcesAreSetSideBySide() {
        var run = run("cost", "compare");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("over mxfp8", "structural", "gate counts", "published", "Table 5")
                .containsPattern("mxint8 .* 0\\.79 .* 0\\.63");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cost show mxfp4 --voltage 0.6|--voltage 0.6: scales from a node's usual supply; give --node too",
                "cost show mxfp4 --node 7 --voltage 1.2|supply voltage (1.2 V): must be 0.50 to 1.00 V at 7 nm",
                "cost show mxfp4 --reuse -1|--reuse -1: must be at least 1, or 0",
                "cost show mxfp4 --from int8|--from int8: must be a float without a shared scale",
                "cost show bf16 --source gate-count|take the structural model",
                "cost show mxfp8 --source gate-count --cells asap7|--cells asap7: in gate counts (--source gate-count)"
                        + " the cells are nangate45's; leave it out or take --source structural",
                "cost show mxfp8 --source gate-count --acc bf16|--acc bf16: in gate counts (--source gate-count) sums"
                        + " are accumulated in fp32",
                "cost show mxfp8 --source gate-count --registers 100|--registers 100: in gate counts",
                "cost show mxfp8 --source gate-count --subnormals true|--subnormals true: in gate counts",
                "cost show mxfp8 --source gate-count --reuse 0 --voltage 0.7|--voltage 0.7: scales from a node's usual",
                "cost show uint8|uint8: integers of int_mac are signed; take --arch int_mul, or int8",
                "cost show uint8:b32:e8m0|uint8:b32:e8m0: integers of dot_block are signed",
                "cost show uint16 --arch int_add|uint16: integers of int_add are signed; take --arch int_mul, or int16",
                "cost show mxint8 --second uint8|--second uint8: integers of dot_block are signed",
                "cost show int8 --arch int_mac --acc uint32|operand uint32: integers of the units are signed",
                "cost show uint8 --arch int_mul --second int4|--second int4: both operands of int_mul must have a sign,"
                        + " or neither, as uint8; give --unsigned for neither",
                "cost show int16 --arch int_add --acc int4|--acc int4: int_add has no accumulator",
                "cost show int8 --arch int_mul --acc int4|--acc int4: int_mul has no accumulator",
                "cost show mxfp4 --arch dot_exact --acc fp32|--acc fp32: dot_exact has no accumulator",
                "cost show int8 --arch int_mul --subnormals true|--subnormals true: int_mul has no choice of how",
                "cost show e2m1 --arch converter --subnormals false|--subnormals false: converter has no choice",
                "cost show int8 --arch lzc --second int4|--second int4: lzc has no second operand",
                "cost show int8 --arch shifter --second int4|--second int4: shifter has no second operand",
                "cost show int8 --arch shifter --acc int16|--acc int16: shifter has no accumulator",
                "cost show e4m3 --arch converter --second e2m1|--second e2m1: converter has no second operand",
                "cost show fp8_e4m3 --arch fp_add --second e5m2|--second e5m2: fp_add has no second operand of another"
                        + " format; leave it out",
                "cost show mxfp8 --source gate-count --recipe speed|--recipe speed: in gate counts",
                "cost show mxfp4 --cells sky130hd --registers 100|register bits (100): no register is known for the"
                        + " cells sky130hd, whose process and supply are not; it is for [asap7, ihp130, nangate45], and"
                        + " cells whose table of syntheses states",
                "cost show mxfp4 --unsigned|--unsigned: must go with --arch int_mul, not dot_block; leave it out",
                "cost show bf16 --unsigned|--unsigned: must go with --arch int_mul, not fp_mac_fused",
                "cost compare --formats uint8:b32:e8m0|operand uint8: integers of the units are signed",
                "cost show nvfp4 --lanes 32|--lanes 32: must be at most 16, as many elements of nvfp4 as share a scale",
                "cost show mxfp4 --lanes 0|--lanes 0: lanes (0) must be 1 to 4096",
                "cost show bf16 --registers -1|--registers -1: register bits (-1) must be 0 to 1048576",
                "cost show bf16 --lanes 2|--lanes 2: lanes (2): fp_mac_fused has one",
                "cost show mxfp4 --arch mul|--arch mul: architecture (mul) is not known; there are fp_mul",
                "cost show mxfp4 --acc foo|--acc foo: ",
                "cost show mxfp4 --second foo|--second foo: ",
                "cost compare --formats mxint8,mxfp4,mxint8|format mxint8: is there already, as mxint8; leave one out",
                "workload llama-3-8b -f mxfp4,e2m1:b32:e8m0/floor|format e2m1:b32:e8m0/floor: is there already, as"
                        + " mxfp4; leave one out",
                "cost show mxfp4 --source magic|Invalid value for option '--source'",
                "cost compare --formats bf16|format bf16: must have a block scale",
                "cost compare --to e4m3fn:tensor:fp32|format e4m3fn:tensor:fp32: must have a block scale"
            })
    void aWrongOptionIsOneClearMessage(String args, String message) {
        var run = CommandRun.of(Stream.concat(
                        Arrays.stream(args.split(" ")),
                        args.startsWith("cost show") ? Stream.of("-o", folder.toString()) : Stream.of())
                .toList());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void registersHaveASourceOfTheirOwnAndNoError() {
        var run = run("cost", "show", "fp8_e4m3", "--registers", "100", "-o", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("registers .* flip-flop +[?]/[?]/[?]");
        assertThat(run.sentences())
                .contains("registers 100 bits (calibrated none)")
                .contains("from registers of flip-flops published at 40 nm")
                .contains("brought to 45 nm by published scaling; no held-out error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mxfp8 --second e2m1|second operand e2m1 (calibrated as the first operand)",
                "e4m3 --arch fp_mul --second e5m2|second operand e5m2 (calibrated as the first operand)",
                "e4m3 --arch fp_mul --acc fp32|result e8m23 (calibrated as the first operand)",
                "e4m3 --arch fp_fma --acc fp32|result e8m23 (calibrated as the first operand)",
                "e4m3 --arch fp_mul --subnormals true|subnormals true (calibrated false)",
                "e4m3 --arch fp_fma --subnormals false|subnormals false (calibrated true)",
                "e2m1:b16:ue5m3|scale      ue5m3 (costed as e4m3): no unit with it was synthesised",
                "mxfp4 --arch dot_exact|scale      dot_exact applies none: what applies those of mxfp4 is not counted"
            })
    void whatWasNotSynthesisedIsSaid(String options, String said) {
        var args = new ArrayList<>(List.of("cost", "show", "-o", folder.toString()));
        args.addAll(List.of(options.split(" ")));
        assertThat(CommandRun.of(args).out()).contains(said);
    }

    @ParameterizedTest
    @CsvSource({"int8 --arch int_mul --second int4", "e4m3 --arch fp_mul", "e4m3 --arch dot_exact", "nvfp4"})
    void whatWasSynthesisedIsNotCalledOutside(String options) {
        var args = new ArrayList<>(List.of("cost", "show", "--reuse", "0", "-o", folder.toString()));
        args.addAll(List.of(options.split(" ")));
        assertThat(CommandRun.of(args).out())
                .isNotEmpty()
                .doesNotContain("outside    ")
                .doesNotContain("costed as");
    }

    /** Beyond the range of the converter, not of the unit. */
    @Test
    void aConversionThatExtrapolatesIsSaidToo() {
        assertThat(run("cost", "show", "mxfp4", "-o", folder.toString()).out())
                .containsOnlyOnce("  outside    ")
                .contains("  outside    quantise_round extrapolates: exponent bits 2 (calibrated 3 to 8)");
    }

    @ParameterizedTest
    @CsvSource({"int8 --arch int_add", "e4m3 --arch converter", "e4m3 --arch fp_mul", "int16 --arch lzc"})
    void aUnitThatIsNoMacIsNotCalledOne(String options) {
        var args = new ArrayList<>(List.of("cost", "show", "-o", folder.toString()));
        args.addAll(List.of(options.split(" ")));
        assertThat(CommandRun.of(args).out())
                .containsPattern("  unit       .* um2, .* pJ per operation")
                .doesNotContain("per MAC");
    }

    @Test
    void partsAreToldApart() throws IOException {
        var run = run(
                "cost", "show", "e4m3fn:channel:fp32", "--second", "e2m1", "--registers", "9", "-o", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(CsvTable.read(folder.resolve("breakdown.csv")).texts("part"))
                .contains("quantise_round", "quantise_second_round")
                .doesNotHaveDuplicates();
        String svg = Files.readString(folder.resolve("breakdown.svg"));
        var legend = Pattern.compile("width=\"12\" height=\"12\" fill=\"(#[0-9a-f]{6})\"")
                .matcher(svg);
        assertThat(legend.results().map(colour -> colour.group(1)))
                .hasSizeGreaterThan(19)
                .doesNotHaveDuplicates();
    }

    /** What is in its format already is not converted, and not said to be. */
    @Test
    void whatNeedsNoConversionHasNone() throws IOException {
        var run = run("cost", "show", "bf16", "--arch", "fp_fma", "-o", folder.toString());
        assertThat(run.out()).doesNotContain("conversion", "result_round");
        assertThat(run("cost", "show", "bf16", "-o", folder.toString()).out())
                .contains("result_round", "each sum of 4096 products is rounded to bf16 (--from, --reuse)")
                .doesNotContain("is quantised");
    }

    @Test
    void anExactDotProductHasNoAccumulator() {
        var run = run("cost", "show", "e4m3", "--arch", "dot_exact", "--lanes", "16", "-o", folder.toString());
        assertThat(run.out()).startsWith("dot_exact of 16 lanes, e4m3\n");
    }

    @Test
    void sameQuestionSameBytes() throws IOException {
        var first = run("cost", "show", "nvfp4", "-o", folder.resolve("a").toString());
        var second = run("cost", "show", "nvfp4", "-o", folder.resolve("b").toString());
        assertThat(first.exitCode()).isZero();
        assertThat(second.out().lines().limit(12))
                .containsExactlyElementsOf(first.out().lines().limit(12).toList());
        for (String name : List.of("breakdown.svg", "breakdown.csv")) {
            assertThat(folder.resolve("a").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(name));
        }
    }

    @Test
    void aNodeBeyondWhatIsPublishedIsBadInput() {
        var run = run("cost", "show", "mxfp4", "--node", "3", "-o", folder.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("process node (3 nm)").contains("5 to 180 nm");
    }

    @Test
    void anElementWithoutASignIsNamedAndItsAssumptionSaid() {
        var run = run("cost", "show", "binary8p3ue:b32:e8m0", "-o", folder.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("dot_block of 32 lanes, ue6m2 into e8m23, e8m0 scale\n");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(run.sentences())
                .contains("sign none (calibrated with one)")
                .contains("products without a sign are not complemented, all else is counted as with a sign");
    }
}

package org.floatscape.dse.cost;

import static java.util.Collections.reverseOrder;
import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates beside figures of papers, as ratios: other cells, other circuits, other ways to count energy. */
class PublishedCostsTest {

    private static final MacCostModel MODEL = MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area");

    private static final MacDesign MXFP8 = unit("e4m3fn:b32:e8m0/floor");

    private static MacDesign unit(String name) {
        Format format = Format.parse(name);
        BlockFormat block = format.block().orElseThrow();
        return MacDesign.of(
                Architecture.DOT_BLOCK,
                Operand.of(format.element()),
                Operand.FP32,
                (int) block.elementsPerScale(),
                ScaleKind.of(block.scale()));
    }

    private static final Operand E4M3 = new Operand(4, 3);
    private static final Operand INT8 = Operand.integer(8);

    /**
     * arXiv 2510.25602, Table 5, over MXFP8, by the paper's own counts: area 0.79, 0.54, 0.38, energy 0.63, 0.55, 0.34.
     * Ours come to 0.80, 0.42, 0.31 and 0.77, 0.42, 0.30. The paper's cell factors are unpublished: to reach its two
     * integer formats they must give a multiplexer 0.46 of a full adder's area and 0.73 of its energy, where Nangate45's
     * cells have 0.44 and 0.47; to reach its small units, the accumulator and dequantiser that all share must be twice
     * what the table's rows make of one binary32 addition.
     */
    @ParameterizedTest(name = "{0}: area {1}, energy {2}")
    @CsvSource({
        "int8:b32:e8m0/floor, 0.80, 0.77",
        "e2m1:b16:e4m3fn+fp32/te, 0.42, 0.42",
        "int4:b16:e4m3fn+fp32/te, 0.31, 0.30"
    })
    void gateCountRatiosStayWhereTheyAre(String format, double area, double energy) {
        assertNear(GateCountModel.NANGATE45, format, area, energy);
    }

    private static void assertNear(CostSource source, String format, double area, double energy) {
        assertThat(source.ratio(unit(format), MXFP8, Metric.AREA)).isCloseTo(area, withinPercentage(10));
        assertThat(source.ratio(unit(format), MXFP8, Metric.ENERGY)).isCloseTo(energy, withinPercentage(10));
    }

    @Test
    void gateCountsComeInTheOrderOfThePaperTheyAreFrom() {
        for (Metric metric : List.of(Metric.AREA, Metric.ENERGY)) {
            assertThat(inThePapersOrder(GateCountModel.NANGATE45, metric)).isSortedAccordingTo(reverseOrder());
        }
    }

    /** Ratios to MXFP8 of MXINT8, NVFP4 and NVINT4, which the paper has in this order, largest first. */
    private static List<Double> inThePapersOrder(CostSource source, Metric metric) {
        return Stream.of("int8:b32:e8m0/floor", "e2m1:b16:e4m3fn+fp32/te", "int4:b16:e4m3fn+fp32/te")
                .map(format -> source.ratio(unit(format), MXFP8, metric))
                .toList();
    }

    @Test
    void thePapersOwnOrderIsMxint8Nvfp4Nvint4() {
        assertThat(PublishedRatio.all().stream()
                        .sorted(comparingDouble(PublishedRatio::energy).reversed())
                        .map(PublishedRatio::format))
                .containsExactly("int8:b32:e8m0/floor", "e2m1:b16:e4m3fn+fp32/te", "int4:b16:e4m3fn+fp32/te");
    }

    /**
     * The same by synthesis. Areas come near: 0.79, 0.54, 0.38 there. MXINT8 and NVINT4 come out larger, because the synthesised units keep every bit of the sum where the paper truncates floats to 24, and because the E4M3 scale
     * multiplies the sum.
     *
     * <p>Energies are 0.63, 0.55, 0.34 there. The syntheses of published RTL that the model is fitted to do not confirm
     * the first: their 32-lane INT8 unit takes 1.14 of the E4M3 one's energy with Gaussian operands (115.2 against 100.8
     * pJ), 0.93 with uniform ones. Which of two exact units switches less is a matter of the RTL as much as of the
     * format: ours in native/rtl, through the same flow, takes 0.71 and 0.69 (100.2 against 141.7 pJ). NVFP4 and NVINT4
     * pay for a scale that is multiplied into the sum, which the paper's counts leave out: MXFP4, whose scale is a
     * power of two, comes to 0.41.
     */
    @ParameterizedTest(name = "{0}: area {1}, energy {2}")
    @CsvSource({
        "int8:b32:e8m0/floor, 0.98, 1.14",
        "e2m1:b16:e4m3fn+fp32/te, 0.47, 0.91",
        "int4:b16:e4m3fn+fp32/te, 0.48, 0.89",
        "e2m1:b32:e8m0/floor, 0.30, 0.41"
    })
    void synthesisedRatiosStayWhereTheyAre(String format, double area, double energy) {
        assertNear(MODEL, format, area, energy);
    }

    /** Not so areas: NVINT4 comes to 0.48, NVFP4 to 0.47. */
    @Test
    void energiesOfSynthesisedBlockFormatsComeInThePapersOrder() {
        assertThat(inThePapersOrder(MODEL, Metric.ENERGY)).isSortedAccordingTo(reverseOrder());
    }

    /** What the README says of 7 nm: synthesis on ASAP7 against scaling from Nangate45. */
    @ParameterizedTest
    @ValueSource(strings = {"e2m1:b32:e8m0/floor", "e4m3fn:b32:e8m0/floor", "int8:b32:e8m0/floor"})
    void sevenNanometresTakeMoreThanScalingSays(String format) {
        var scaled = MODEL.scaledTo(TechnologyNode.of(7))
                .estimate(List.of(unit(format)))
                .getFirst();
        var synthesised = MacCostModel.of(CostLibrary.builtIn(), "asap7", "area")
                .scaledTo(TechnologyNode.of(7))
                .estimate(List.of(unit(format)))
                .getFirst();
        assertThat(synthesised.areaUm2() / scaled.areaUm2()).isCloseTo(1.2, withinPercentage(5));
        assertThat(synthesised.energyPj() / scaled.energyPj()).isBetween(1.7, 1.95);
    }

    /** van Baalen et al., arXiv 2303.17951, abstract: an FP8 MAC takes 50 to 180 % more gates than an INT8 MAC. */
    @Test
    void anFp8MacIsLargerThanAnInt8Mac() {
        double int8 = area(MacDesign.of(Architecture.INT_MAC, INT8, Operand.integer(32), 1, ScaleKind.NONE));
        for (Operand fp8 : List.of(E4M3, new Operand(5, 2))) {
            assertThat(area(MacDesign.of(Architecture.FP_MAC_FUSED, fp8, Operand.FP32, 1, ScaleKind.NONE)) / int8)
                    .isBetween(1.5, 2.8);
            assertThat(area(MacDesign.of(Architecture.FP_MAC_UNFUSED, fp8, Operand.FP32, 1, ScaleKind.NONE)) / int8)
                    .isBetween(1.1, 2.8);
        }
    }

    private static double area(MacDesign design) {
        return MODEL.estimate(List.of(design)).getFirst().areaUm2();
    }

    /**
     * Horowitz, ISSCC 2014, 45 nm, 0.9 V. Ours at the same voltage are 2 to 9 times as large, and are meant to be: one
     * unpipelined, area-driven unit whose glitches all count, new random operands every operation.
     */
    @ParameterizedTest(name = "{0} {1}: {3} pJ")
    @CsvSource({
        "INT_ADD, int8, int8, 0.03",
        "INT_ADD, int32, int32, 0.1",
        "INT_MUL, int8, int8, 0.2",
        "INT_MUL, int32, int32, 3.1",
        "FP_ADD, e5m10, e5m10, 0.4",
        "FP_ADD, e8m23, e8m23, 0.9",
        "FP_MUL, e5m10, e5m10, 1.1",
        "FP_MUL, e8m23, e8m23, 3.7"
    })
    void energiesAreWithinAFactorOfTenAboveHorowitz(
            Architecture architecture, String operand, String result, double publishedPj) {
        var design = MacDesign.of(architecture, Operand.parse(operand), Operand.parse(result), 1, ScaleKind.NONE);
        double energyPj = MODEL.scaledTo(new TechnologyNode(45, 0.9))
                .estimate(List.of(design))
                .getFirst()
                .energyPj();
        assertThat(energyPj / publishedPj).isBetween(1.9, 9.5);
    }
}

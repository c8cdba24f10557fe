package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates beside figures of papers, as ranges: other cells, other circuits, other ways to count energy. */
class PublishedCostsTest {

    private static final MacCostModel MODEL = MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area");

    private static MacEstimate block(Operand element, int lanes, ScaleKind scale) {
        return MODEL.estimate(List.of(MacDesign.of(Architecture.DOT_BLOCK, element, Operand.FP32, lanes, scale)))
                .getFirst();
    }

    private static final Operand E4M3 = new Operand(4, 3);
    private static final Operand E2M1 = new Operand(2, 1);
    private static final Operand INT8 = Operand.integer(8);
    private static final Operand INT4 = Operand.integer(4);

    /** arXiv 2510.25602, Table 5, area of a lane over that of MXFP8: MXINT8 0.79, NVFP4 0.54, NVINT4 0.38. */
    @Test
    void gateCountsReproduceThePapersOwnAreas() {
        double mxfp8 = GateCounts.of(E4M3, 32).nand2PerLane();
        assertThat(GateCounts.of(INT8, 32).nand2PerLane() / mxfp8).isBetween(0.72, 0.86);
        assertThat(GateCounts.of(E2M1, 16).nand2PerLane() / mxfp8).isBetween(0.40, 0.60);
        assertThat(GateCounts.of(INT4, 16).nand2PerLane() / mxfp8).isBetween(0.30, 0.45);
    }

    /**
     * The same ratios by synthesis. Areas come near: 0.79, 0.54, 0.38 there. The ranges are wide for MXINT8 and
     * NVINT4, because the synthesised units keep every bit of the sum where the paper truncates floats to 24, and
     * because the E4M3 scale multiplies the sum.
     */
    @Test
    void areasOfBlockFormatsComeInThePapersOrder() {
        double mxfp8 = block(E4M3, 32, ScaleKind.E8M0).areaPerMacUm2();
        assertThat(block(INT8, 32, ScaleKind.E8M0).areaPerMacUm2() / mxfp8).isBetween(0.75, 1.05);
        assertThat(block(E2M1, 16, ScaleKind.E4M3).areaPerMacUm2() / mxfp8).isBetween(0.40, 0.60);
        assertThat(block(INT4, 16, ScaleKind.E4M3).areaPerMacUm2() / mxfp8).isBetween(0.35, 0.55);
    }

    /**
     * Table 5's energies are 0.63, 0.55, 0.34. Gate-level simulation, glitches included, does not confirm the first
     * and the last: the synthesised 32-lane INT8 unit takes 1.14 of the E4M3 one's energy (115.2 against 100.8 pJ),
     * for Gaussian data toggle an integer's product bits more than a float's.
     */
    @Test
    void energiesOfBlockFormatsStayWithinWhatSynthesisShows() {
        double mxfp8 = block(E4M3, 32, ScaleKind.E8M0).energyPerMacPj();
        assertThat(block(INT8, 32, ScaleKind.E8M0).energyPerMacPj() / mxfp8).isBetween(0.6, 1.3);
        assertThat(block(E2M1, 16, ScaleKind.E4M3).energyPerMacPj() / mxfp8).isBetween(0.5, 1.0);
        assertThat(block(E2M1, 32, ScaleKind.E8M0).energyPerMacPj() / mxfp8).isBetween(0.3, 0.6);
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
        assertThat(energyPj / publishedPj).isBetween(1.5, 10.0);
    }
}

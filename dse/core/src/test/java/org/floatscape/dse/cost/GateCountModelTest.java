package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GateCountModelTest {

    private static MacDesign unit(Operand element, int lanes, ScaleKind scale) {
        return MacDesign.of(Architecture.DOT_BLOCK, element, Operand.FP32, lanes, scale);
    }

    /** arXiv 2510.25602, Table 6, by hand for E4M3 (n = 24) and INT8, 32 lanes. */
    @Test
    void countsAreThePapers() {
        var e4m3 = GateCounts.of(new Operand(4, 3), 32);
        assertThat(e4m3.multiplier()).isEqualTo(32 * 16);
        assertThat(e4m3.adder()).isEqualTo(32 * 24);
        assertThat(e4m3.exponent()).isEqualTo(3 * 32 * 4);
        assertThat(e4m3.aligner()).isCloseTo(32 * 24 * 4.584963, within(1e-3));
        assertThat(e4m3.normaliser()).isCloseTo(24 * 4.584963, within(1e-3));
        assertThat(GateCounts.of(Operand.integer(8), 32)).isEqualTo(new GateCounts(32 * 64, 2 * 32 * 8, 0, 0, 0));
    }

    /** A sum of E2M1 products has 2^3 + 2 = 10 bits, fewer than 24. */
    @Test
    void narrowSumsKeepTheirOwnWidth() {
        assertThat(GateCounts.of(new Operand(2, 1), 16).adder()).isEqualTo(16 * 10);
    }

    @Test
    void partsAddUpToTheUnit() {
        var breakdown = GateCountModel.NANGATE45.breakdown(unit(new Operand(4, 3), 32, ScaleKind.E8M0));
        assertThat(breakdown.parts())
                .extracting(MacBreakdown.Part::name)
                .containsExactly("multiplier", "exponent", "align", "adder_tree", "normalise", "accumulator");
        for (Metric metric : Metric.values()) {
            assertThat(breakdown.total(metric)).isCloseTo(breakdown.unit().get(metric), within(1e-9));
        }
    }

    @Test
    void countsScaleToOtherNodesAsOtherCostsDo() {
        var seven = TechnologyNode.of(7);
        var design = unit(Operand.integer(8), 32, ScaleKind.E8M0);
        var here = GateCountModel.NANGATE45.breakdown(design);
        var there = new GateCountModel(seven).breakdown(design);
        assertThat(there.total(Metric.AREA) / here.total(Metric.AREA))
                .isCloseTo(seven.areaFrom(TechnologyNode.NANGATE45), within(1e-12));
        assertThat(there.total(Metric.ENERGY) / here.total(Metric.ENERGY))
                .isCloseTo(seven.energyFrom(TechnologyNode.NANGATE45), within(1e-12));
    }

    @Test
    void unitsThatThePaperDoesNotCountAreRefused() {
        var multiplier = MacDesign.of(Architecture.FP_MUL, Operand.FP32, Operand.FP32, 1, ScaleKind.NONE);
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> GateCountModel.NANGATE45.breakdown(multiplier))
                .withMessageContaining("take the structural model");
    }
}

package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CalibratedRangeTest {

    private static MacDesign block(Operand element, int lanes, ScaleKind scale) {
        return MacDesign.of(Architecture.DOT_BLOCK, element, Operand.FP32, lanes, scale);
    }

    private static MacEstimate shipped(MacDesign design) {
        return MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area")
                .estimate(List.of(design))
                .getFirst();
    }

    @Test
    void everyDesignBehindARangeIsInside() {
        var designs = List.of(
                block(new Operand(2, 1), 4, ScaleKind.E8M0),
                block(new Operand(5, 3), 32, ScaleKind.E4M3),
                block(Operand.integer(8), 16, ScaleKind.E8M0));
        var range = CalibratedRange.of(designs);
        assertThat(designs).allMatch(design -> range.outside(design).isEmpty());
    }

    @Test
    void whatLiesOutsideIsNamedWithHowFar() {
        var range = CalibratedRange.of(
                List.of(block(new Operand(2, 1), 4, ScaleKind.E8M0), block(new Operand(5, 3), 32, ScaleKind.E8M0)));
        assertThat(range.outside(block(new Operand(8, 7), 64, ScaleKind.E4M3)))
                .extracting(CalibratedRange.Excess::text)
                .containsExactly(
                        "exponent bits 8 (calibrated 2 to 5)",
                        "mantissa bits 7 (calibrated 1 to 3)",
                        "lanes 64 (calibrated 4 to 32)",
                        "scale e4m3 (calibrated e8m0)");
        assertThat(range.outside(block(Operand.integer(8), 8, ScaleKind.E8M0)))
                .extracting(CalibratedRange.Excess::text)
                .containsExactly("operands int8 (calibrated no integers)");
    }

    @Test
    void formatsThatDifferAreInsideWhereSomeUnitHadThem() {
        var one = MacDesign.of(Architecture.FP_MUL, new Operand(4, 3), new Operand(4, 3), 1, ScaleKind.NONE);
        var mixed = MacDesign.of(
                Architecture.FP_MUL, new Operand(4, 3), new Operand(5, 2), new Operand(8, 23), 1, ScaleKind.NONE);
        assertThat(CalibratedRange.of(List.of(one)).outside(mixed))
                .extracting(CalibratedRange.Excess::text)
                .contains(
                        "second operand e5m2 (calibrated as the first operand)",
                        "result e8m23 (calibrated as the first operand)");
        assertThat(CalibratedRange.of(List.of(one, mixed)).outside(mixed)).isEmpty();
        assertThat(shipped(MacDesign.of(
                                Architecture.INT_MUL,
                                Operand.integer(8),
                                Operand.integer(4),
                                Operand.integer(8),
                                1,
                                ScaleKind.NONE))
                        .outside())
                .isEmpty();
    }

    @Test
    void theShippedLibraryKnowsThatNobodySynthesisedBf16InABlock() {
        assertThat(shipped(block(new Operand(8, 7), 16, ScaleKind.E8M0)).outsideText())
                .startsWith("exponent bits 8 (calibrated 2 to 5)");
        assertThat(shipped(block(new Operand(2, 1), 16, ScaleKind.E8M0)).outside())
                .isEmpty();
    }
}

package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Binary32 block scales, of which no synthesis is at hand. */
class WideScaleTest {

    private static MacEstimate estimate(
            String recipe, Architecture architecture, Operand element, int lanes, ScaleKind scale) {
        var design = MacDesign.of(architecture, element, Operand.FP32, lanes, scale);
        return MacCostModel.of(CostLibrary.builtIn(), "nangate45", recipe)
                .estimate(List.of(design))
                .getFirst();
    }

    /**
     * Two products of 24-bit significands: between a half and four binary32 multipliers, which were synthesised. Their
     * operands arrive late and glitch, as a lone multiplier's do not: 3.2 to 4.5 times its energy
     * in these four, 1.4 to 1.8 times its area; six leaves a third to a new fit.
     */
    @ParameterizedTest
    @CsvSource({"area, 4", "area, 16", "speed, 4", "speed, 16"})
    void aBinary32ScaleCostsWhatItsMultipliersDo(String recipe, int lanes) {
        var element = new Operand(2, 3);
        var plain = estimate(recipe, Architecture.DOT_BLOCK, element, lanes, ScaleKind.E8M0);
        var scaled = estimate(recipe, Architecture.DOT_BLOCK, element, lanes, ScaleKind.FP32);
        var multiplier = estimate(recipe, Architecture.FP_MUL, Operand.FP32, 1, ScaleKind.NONE);
        assertThat(scaled.energyPj() - plain.energyPj())
                .isBetween(0.5 * multiplier.energyPj(), 6 * multiplier.energyPj());
        assertThat(scaled.areaUm2() - plain.areaUm2()).isBetween(0.5 * multiplier.areaUm2(), 4 * multiplier.areaUm2());
        assertThat(scaled.basis()).contains("scale logic from coefficients shared by other architectures");
    }
}

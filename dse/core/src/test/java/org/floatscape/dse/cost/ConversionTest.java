package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.format.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

    private static final MacCostModel MODEL = MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area");
    private static final Operand BF16 = new Operand(8, 7);

    private static Conversion quantiser(String name) {
        Format format = Format.parse(name);
        return Conversion.quantiser(Operand.of(format.element()), format.block(), BF16);
    }

    private static Conversion ofResult(String operands, String sum, String result) {
        return Conversion.ofResult(Operand.parse(sum), Format.parse(operands).block(), Format.parse(result));
    }

    private static ConversionCost cost(String name) {
        return ConversionCost.of(quantiser(name), MODEL);
    }

    private static double energyPj(Architecture architecture, Operand a, Operand c) {
        return MODEL.estimate(List.of(MacDesign.of(architecture, a, c, 1, ScaleKind.NONE)))
                .getFirst()
                .energyPj();
    }

    /** Two 8-bit exponent operations per element, one per block of 32, and the converter. */
    @Test
    void thePowerOfTwoScaleIsFoundAndAppliedToExponents() {
        double byHand = (2 + 1 / 32.0) * energyPj(Architecture.INT_ADD, Operand.integer(8), Operand.integer(8))
                + energyPj(Architecture.CONVERTER, new Operand(2, 1), BF16);
        assertThat(cost("mxfp4").energyPj()).isCloseTo(byHand, within(1e-12));
    }

    /** One 15-bit comparison and one binary32 product per element; five products and a rounding per block of 16. */
    @Test
    void anotherScaleIsDividedByThroughItsReciprocal() {
        double byHand = energyPj(Architecture.INT_ADD, Operand.integer(15), Operand.integer(15))
                + (1 + 5 / 16.0) * energyPj(Architecture.FP_MUL, Operand.FP32, Operand.FP32)
                + 1 / 16.0 * energyPj(Architecture.CONVERTER, new Operand(4, 3), Operand.FP32)
                + energyPj(Architecture.CONVERTER, new Operand(2, 1), Operand.FP32);
        assertThat(cost("nvfp4").energyPj()).isCloseTo(byHand, within(1e-12));
    }

    /** The sign is one gate: an unsigned float is rounded by the converter of its fields, and found by its magnitude. */
    @Test
    void formatsWithoutASignAreQuantisedByTheirFields() {
        assertThat(cost("binary8p3ue").energyPj()).isEqualTo(energyPj(Architecture.CONVERTER, new Operand(6, 2), BF16));
        assertThat(Conversion.quantiser(
                                new Operand(8, 7, false), Format.parse("bf16").block(), BF16)
                        .steps())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bf16, ''",
        "fp8_e4m3, quantise_round",
        "int8, quantise_round_shift quantise_round",
        "mxint8, quantise_maximum quantise_scale quantise_divide quantise_round_shift quantise_round",
        "e4m3fn:tensor:fp32, quantise_maximum quantise_divide quantise_round",
        "e4m3fn:b128:fp32, quantise_maximum quantise_scale quantise_divide quantise_round",
        "nvfp4, quantise_maximum quantise_scale quantise_scale_round quantise_divide quantise_round"
    })
    void eachFormatTakesTheStepsItNeeds(String format, String steps) {
        assertThat(quantiser(format).steps())
                .extracting(Conversion.Step::name)
                .containsExactlyElementsOf(
                        steps.isEmpty()
                                ? List.of()
                                : Stream.of(steps.split(" ")).toList());
    }

    @Test
    void largerBlocksShareTheWorkOnTheirScale() {
        assertThat(cost("e2m1:b64:e4m3fn+fp32").energyPj())
                .isLessThan(cost("e2m1:b16:e4m3fn+fp32").energyPj());
    }

    @ParameterizedTest
    @CsvSource({
        "mxfp4, fp32, bf16, result_round",
        "mxfp4, bf16, bf16, ''",
        "bf16, bf16, bf16, ''",
        "e4m3fn:tensor:fp32, fp32, bf16, result_rescale result_round",
        "e4m3fn:tensor:fp32, fp32, fp32, result_rescale",
        "int8, int32, bf16, result_to_float_lzc result_to_float_shift result_round",
        "mxfp8, fp32, mxfp8, result_maximum result_scale result_divide result_round"
    })
    void aSumIsRescaledAndRounded(String operands, String sum, String result, String steps) {
        assertThat(ofResult(operands, sum, result).steps())
                .extracting(Conversion.Step::name)
                .containsExactly(
                        Stream.of(steps.split(" ")).filter(s -> !s.isEmpty()).toArray(String[]::new));
    }

    /** A scale per channel of either operand: two products. */
    @Test
    void aChannelsScalesAreTwoProducts() {
        assertThat(ofResult("int8:channel:fp32", "fp32", "fp32").steps())
                .extracting(Conversion.Step::perElement)
                .containsExactly(2.0);
    }

    /** A sum is normalised over its own width, not that of the usual accumulator. */
    @Test
    void anIntegerSumHasItsOwnWidth() {
        assertThat(ofResult("int8", "int24", "fp32").steps())
                .extracting(step -> step.unit().c().mantissaBits())
                .containsOnly(24);
    }

    @Test
    void whatIsAddedToABreakdownAddsUpExactly() {
        var design = MacDesign.of(Architecture.DOT_BLOCK, new Operand(2, 1), Operand.FP32, 16, ScaleKind.E4M3);
        var unit = MODEL.breakdown(design);
        var whole = unit.with(cost("nvfp4"), 2 * 16 / 4096.0);
        assertThat(whole.parts()).hasSize(unit.parts().size() + 5);
        for (Metric metric : List.of(Metric.AREA, Metric.ENERGY)) {
            double sum = 0;
            for (var part : whole.parts()) {
                sum += part.get(metric);
            }
            assertThat(whole.total(metric)).isEqualTo(sum).isGreaterThan(unit.total(metric));
        }
        assertThat(whole.total(Metric.DELAY)).isEqualTo(unit.total(Metric.DELAY));
        assertThat(whole.total(Metric.ENERGY) - unit.total(Metric.ENERGY))
                .isCloseTo(32 / 4096.0 * cost("nvfp4").energyPj(), within(1e-9));
    }
}

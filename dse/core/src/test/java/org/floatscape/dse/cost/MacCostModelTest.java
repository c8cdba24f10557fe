package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MacCostModelTest {

    private static final MacCostModel MODEL = MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area");

    private static MacDesign design(Architecture architecture, SplittableRandom random) {
        boolean integer = architecture == Architecture.INT_MUL
                || architecture == Architecture.INT_MAC
                || architecture.isWidthOnly();
        Operand a = integer
                ? Operand.integer(random.nextInt(2, 17))
                : new Operand(random.nextInt(2, 9), random.nextInt(1, 11));
        Operand c = integer ? Operand.integer(random.nextInt(20, 49)) : Operand.FP32;
        int lanes = architecture.hasLanes() ? 1 << random.nextInt(6) : 1;
        var scale = architecture == Architecture.DOT_BLOCK ? ScaleKind.values()[random.nextInt(4)] : ScaleKind.NONE;
        return MacDesign.of(architecture, a, c, lanes, scale).withRegisters(random.nextInt(100));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void partsAddUpToTheTotalExactly(Architecture architecture) {
        var random = new SplittableRandom(architecture.ordinal());
        for (int i = 0; i < 50; i++) {
            var breakdown = MODEL.breakdown(design(architecture, random));
            for (Metric metric : Metric.values()) {
                double sum = 0;
                for (var part : breakdown.parts()) {
                    assertThat(part.get(metric)).isNotNegative();
                    sum += part.get(metric);
                }
                assertThat(sum).isEqualTo(breakdown.unit().get(metric)).isPositive();
            }
        }
    }

    @Test
    void aBatchOfMixedDesignsCostsWhatEachCostsAlone() {
        var random = new SplittableRandom(5);
        var designs = new ArrayList<MacDesign>();
        for (int i = 0; i < 300; i++) {
            designs.add(design(Architecture.values()[random.nextInt(Architecture.values().length)], random));
        }
        var together = MODEL.estimate(designs);
        for (int i = 0; i < designs.size(); i++) {
            assertThat(together.get(i))
                    .isEqualTo(MODEL.estimate(List.of(designs.get(i))).getFirst());
        }
    }

    @Test
    void moreMantissaCostsMore() {
        for (var architecture : List.of(
                Architecture.FP_MUL, Architecture.FP_FMA, Architecture.FP_MAC_UNFUSED, Architecture.DOT_BLOCK)) {
            double before = 0;
            for (int m = 1; m <= 10; m++) {
                var estimate = MODEL.estimate(List.of(MacDesign.of(
                                architecture,
                                new Operand(4, m),
                                architecture == Architecture.FP_MUL || architecture == Architecture.FP_FMA
                                        ? new Operand(4, m)
                                        : Operand.FP32,
                                1,
                                ScaleKind.NONE)))
                        .getFirst();
                assertThat(estimate.areaUm2()).as("%s e4m%d", architecture, m).isGreaterThan(before);
                before = estimate.areaUm2();
            }
        }
    }

    @Test
    void aMacCountsItsLanes() {
        var estimate = MODEL.estimate(List.of(
                        MacDesign.of(Architecture.DOT_BLOCK, new Operand(2, 1), Operand.FP32, 16, ScaleKind.E8M0)))
                .getFirst();
        assertThat(estimate.areaPerMacUm2()).isEqualTo(estimate.areaUm2() / 16);
        assertThat(estimate.energyPerMacPj()).isEqualTo(estimate.energyPj() / 16);
    }

    /** What all lanes share is paid once: the accumulator's share falls with the lanes. */
    @Test
    void moreLanesCostLessEach() {
        double before = Double.POSITIVE_INFINITY;
        for (int lanes = 4; lanes <= 32; lanes *= 2) {
            double area = MODEL.estimate(List.of(MacDesign.of(
                            Architecture.DOT_BLOCK, new Operand(2, 1), Operand.FP32, lanes, ScaleKind.E8M0)))
                    .getFirst()
                    .areaPerMacUm2();
            assertThat(area).isLessThan(before);
            before = area;
        }
    }

    /** P3109's unsigned formats have 6 exponent bits in 8, not 5: no sign bit, and no complement of products. */
    @ParameterizedTest
    @CsvSource({"binary8p3ue, 6, 2", "binary8p3uf, 6, 2", "binary8p1ue, 8, 0", "binary8p8uf, 1, 7", "ue5m3, 5, 3"})
    void elementsWithoutASignCostTheirOwnFieldsAndNoComplement(String name, int exponentBits, int mantissaBits) {
        var unsigned = Operand.parse(name);
        var signed = new Operand(exponentBits, mantissaBits);
        assertThat(unsigned).isEqualTo(new Operand(exponentBits, mantissaBits, false));
        assertThat(unsigned.bits()).isEqualTo(8);
        for (var architecture : Architecture.values()) {
            if (architecture.isWidthOnly()
                    || architecture == Architecture.INT_MUL
                    || architecture == Architecture.INT_MAC) {
                continue;
            }
            var without = gates(MacDesign.of(architecture, unsigned, Operand.FP32, 1, ScaleKind.NONE));
            var with = gates(MacDesign.of(architecture, signed, Operand.FP32, 1, ScaleKind.NONE));
            if (architecture.hasLanes()) {
                assertThat(without.getOrDefault("complement", 0.0)).isLessThan(with.remove("complement"));
                without.remove("complement");
            }
            assertThat(without).as(architecture.label()).isEqualTo(with);
        }
    }

    /** Area by part. */
    private static Map<String, Double> gates(MacDesign design) {
        return MODEL.breakdown(design).parts().stream()
                .collect(Collectors.toMap(MacBreakdown.Part::name, MacBreakdown.Part::areaUm2));
    }

    @Test
    void whatIsAssumedOfSignsIsSaid() {
        var unsigned = Operand.parse("binary8p3ue");
        var dot = MODEL.estimate(
                        List.of(MacDesign.of(Architecture.DOT_BLOCK, unsigned, Operand.FP32, 16, ScaleKind.E8M0)))
                .getFirst();
        assertThat(dot.design().label()).isEqualTo("dot_block of 16 lanes, ue6m2 into e8m23, e8m0 scale");
        assertThat(dot.basis())
                .endsWith("; products without a sign are not complemented, all else is counted as with a sign");
        assertThat(dot.outsideText()).contains("sign none (calibrated with one)");
        var mac = MODEL.estimate(
                        List.of(MacDesign.of(Architecture.FP_MAC_FUSED, unsigned, Operand.FP32, 1, ScaleKind.NONE)))
                .getFirst();
        assertThat(mac.basis()).endsWith("; all is counted as with a sign");
        var mixed = MacDesign.of(Architecture.DOT_BLOCK, unsigned, new Operand(6, 2), Operand.FP32, 16, ScaleKind.E8M0);
        var signed = MacDesign.of(Architecture.DOT_BLOCK, new Operand(6, 2), Operand.FP32, 16, ScaleKind.E8M0);
        assertThat(MODEL.estimate(List.of(mixed)).getFirst().areaUm2())
                .isEqualTo(MODEL.estimate(List.of(signed)).getFirst().areaUm2())
                .isGreaterThan(dot.areaUm2());
        assertThat(GateCountModel.NANGATE45.breakdown(dot.design()).unit().basis())
                .endsWith("; all is counted as with a sign");
    }

    @Test
    void registersCostWhatTheyArePublishedAt() {
        var plain = MacDesign.of(Architecture.DOT_BLOCK, new Operand(2, 1), Operand.FP32, 16, ScaleKind.E8M0);
        var estimates = MODEL.estimate(List.of(plain, plain.withRegisters(100)));
        double perBit = (estimates.get(1).areaUm2() - estimates.get(0).areaUm2()) / 100;
        assertThat(perBit).isCloseTo(5.98 * 1 / TechnologyNode.of(40).areaFactor(), within(1e-9));
    }

    /** What a cell library makes of logic says nothing about its flip-flops: only published scaling applies. */
    @Test
    void registersAreNotScaledAsLogicIs() {
        var plain = MacDesign.of(Architecture.DOT_BLOCK, new Operand(2, 1), Operand.FP32, 16, ScaleKind.E8M0);
        var asap = MacCostModel.of(CostLibrary.builtIn(), "asap7", "area");
        var estimates = asap.estimate(List.of(plain, plain.withRegisters(100)));
        var node = new TechnologyNode(7, 0.7);
        assertThat(estimates.get(1).areaUm2() - estimates.get(0).areaUm2())
                .isCloseTo(100 * 5.98 * node.areaFrom(TechnologyNode.of(40)), within(1e-9));
        var parts = asap.breakdown(plain.withRegisters(100)).parts();
        assertThat(parts.getLast().of()).isEqualTo("flip-flop");
        assertThat(parts.getLast().unit().errors().area().points()).isZero();
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> MacCostModel.of(CostLibrary.builtIn(), "sky130hd", "area")
                        .breakdown(plain.withRegisters(1)))
                .withMessageStartingWith("register bits (1): no register is known for the cells sky130hd");
    }

    @Test
    void scalingMultipliesByThePublishedFactors() {
        var design = MacDesign.of(Architecture.FP_FMA, new Operand(8, 7), new Operand(8, 7), 1, ScaleKind.NONE);
        var node = TechnologyNode.of(7);
        var here = MODEL.estimate(List.of(design)).getFirst();
        var there = MODEL.scaledTo(node).estimate(List.of(design)).getFirst();
        assertThat(there.areaUm2() / here.areaUm2()).isCloseTo(0.059, within(1e-12));
        assertThat(there.energyPj() / here.energyPj())
                .isCloseTo(node.energyFrom(TechnologyNode.NANGATE45), within(1e-12));
        assertThat(there.delayNs()).isLessThan(here.delayNs());
        assertThat(there.basis()).endsWith("scaled to 7 nm");
    }

    /** ASAP7 synthesis and published scaling are two ways to 7 nm. */
    @Test
    void measuredAndPublishedScalingAgreeWithinAFactorOfTwo() {
        var design = MacDesign.of(Architecture.DOT_EXACT, Operand.integer(8), Operand.FP32, 16, ScaleKind.NONE);
        var measured = MacCostModel.of(CostLibrary.builtIn(), "asap7", "area")
                .estimate(List.of(design))
                .getFirst();
        var scaled =
                MODEL.scaledTo(TechnologyNode.of(7)).estimate(List.of(design)).getFirst();
        assertThat(scaled.areaUm2() / measured.areaUm2()).isBetween(0.5, 2.0);
        assertThat(scaled.energyPj() / measured.energyPj()).isBetween(0.5, 2.0);
        assertThat(scaled.delayNs() / measured.delayNs()).isBetween(0.5, 2.0);
    }

    @Test
    void aCellLibraryOfUnknownNodeCannotBeScaled() {
        var sky = MacCostModel.of(CostLibrary.builtIn(), "sky130hd", "area");
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> sky.scaledTo(TechnologyNode.of(7)))
                .withMessageContaining("sky130hd/area");
    }

    @Test
    void impossibleDesignsSayWhy() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(
                        () -> MacDesign.of(Architecture.FP_FMA, Operand.integer(8), Operand.FP32, 1, ScaleKind.NONE))
                .withMessage("fp_fma: operand (int8) must be floating point");
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> MacDesign.of(Architecture.FP_MUL, Operand.FP32, Operand.FP32, 4, ScaleKind.NONE))
                .withMessageContaining("lanes (4)");
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> MacDesign.of(Architecture.FP_MUL, Operand.FP32, Operand.FP32, 1, ScaleKind.E8M0))
                .withMessageContaining("dot_block does");
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> MacDesign.of(Architecture.FP_MUL, Operand.FP32, Operand.FP32, 1, ScaleKind.NONE)
                        .unsigned())
                .withMessageContaining("a float's name says it, such as ue5m3");
    }
}

package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TechnologyNodeTest {

    /** Stillmaker and Baas 2017, area relative to 45 nm. */
    @ParameterizedTest
    @CsvSource({
        "180, 19",
        "130, 6.4",
        "90, 2.8",
        "65, 1.5",
        "45, 1",
        "32, 0.46",
        "20, 0.21",
        "16, 0.19",
        "14, 0.17",
        "10, 0.1",
        "7, 0.059"
    })
    void publishedAreasComeBack(double nm, double area) {
        assertThat(TechnologyNode.of(nm).areaFrom(TechnologyNode.NANGATE45)).isCloseTo(area, within(1e-12));
    }

    /** 7 nm at 0.7 V against 45 nm at 1.1 V, by hand from the published polynomials. */
    @Test
    void energyFollowsThePolynomials() {
        double at7 = 0.1776 * 0.49 - 0.09097 * 0.7 + 0.02447;
        double at45 = 1.103 * 1.21 - 0.362 * 1.1 + 0.2767;
        assertThat(new TechnologyNode(7, 0.7).energyFrom(TechnologyNode.NANGATE45))
                .isCloseTo(at7 / at45, within(1e-12));
    }

    @Test
    void between16And14TheLogarithmIsLinear() {
        double middle = TechnologyNode.of(Math.sqrt(16 * 14)).areaFactor();
        assertThat(middle).isCloseTo(Math.sqrt(0.19 * 0.17), within(1e-12));
    }

    @Test
    void smallerNodesAreSmaller() {
        double before = 0;
        for (double nm = 5; nm <= 180; nm += 0.5) {
            double area = TechnologyNode.of(nm).areaFactor();
            assertThat(area).isGreaterThan(before);
            before = area;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 4.99, 180.1, 250, Double.NaN, 0, -7})
    void beyondWhatWasPublishedIsAnError(double nm) {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> TechnologyNode.of(nm))
                .withMessageContaining("covers 5 to 180 nm");
    }

    @ParameterizedTest
    @CsvSource({
        "7, 1.8, must be 0.50 to 1.00 V at 7 nm",
        "7, 0.49, must be 0.50 to 1.00 V at 7 nm",
        "180, 0.9, must be 1.00 to 1.80 V at 180 nm",
        "45, 1.41, must be 0.50 to 1.40 V at 45 nm",
        "20, NaN, must be 0.50 to 0.95 V at 20 nm"
    })
    void aVoltageBeyondTheFitsIsAnError(double nm, double voltage, String rule) {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> new TechnologyNode(nm, voltage))
                .withMessageContaining(rule);
    }

    /** TSMC at IEDM 2019: N5 has 1.84 times N7's logic density and takes 30 % less power at the same speed. */
    @Test
    void fiveNanometresAreWhatTheFoundryPublished() {
        var five = TechnologyNode.of(5);
        var seven = TechnologyNode.of(7);
        assertThat(1 / five.areaFrom(seven)).isCloseTo(1.84, within(1e-5));
        assertThat(five.energyFrom(seven)).isCloseTo(0.7, within(1e-12));
        assertThat(five.delayFrom(seven)).isCloseTo(1, within(1e-12));
    }

    /** By hand from the published cubic, 7 nm: 5.1375 at 0.5 V, 3.23906 at 0.7 V. */
    @Test
    void delayFollowsThePolynomials() {
        assertThat(new TechnologyNode(7, 0.5).delayOfVoltage()).isCloseTo(5.1375 / 3.23906, within(1e-5));
        assertThat(TechnologyNode.of(7).delayOfVoltage()).isEqualTo(1);
    }

    /** Any node, published or between two: a lower supply is slower and takes less energy. */
    @Test
    void aLowerSupplyIsSlowerAndTakesLess() {
        for (double nm : new double[] {5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 28, 32, 40, 45, 65, 90, 130, 150, 180}) {
            var usual = TechnologyNode.of(nm);
            var lower = new TechnologyNode(nm, usual.voltage() - 0.1);
            assertThat(lower.delayOfVoltage()).as("delay at %s nm", nm).isGreaterThan(1);
            assertThat(lower.energyFrom(usual)).as("energy at %s nm", nm).isLessThan(1);
        }
    }

    /** Over the whole range of voltages at every half nanometre, published or between two. */
    @Test
    void everyAllowedSupplyHasFiniteFactorsThatGrowWithIt() {
        for (double nm = 5; nm <= 180; nm += 0.5) {
            double[] range = voltages(nm);
            double energyBefore = 0;
            double delayBefore = Double.POSITIVE_INFINITY;
            for (int step = 0; step <= 40; step++) {
                double voltage = range[0] + step / 40.0 * (range[1] - range[0]);
                var node = new TechnologyNode(nm, Math.min(voltage, range[1]));
                double energy = node.energyFrom(TechnologyNode.NANGATE45);
                double delay = node.delayOfVoltage();
                assertThat(energy).as("energy at %s", node).isFinite().isGreaterThan(energyBefore);
                assertThat(delay).as("delay at %s", node).isPositive().isLessThan(delayBefore);
                energyBefore = energy;
                delayBefore = delay;
            }
        }
    }

    /** Lowest and highest supply that are accepted at {@code nm}, V, to the nearest millivolt within. */
    private static double[] voltages(double nm) {
        double lowest = TechnologyNode.of(nm).voltage();
        double highest = lowest;
        while (isAllowed(nm, lowest - 0.001)) {
            lowest -= 0.001;
        }
        while (isAllowed(nm, highest + 0.001)) {
            highest += 0.001;
        }
        return new double[] {lowest, highest};
    }

    private static boolean isAllowed(double nm, double voltage) {
        try {
            return new TechnologyNode(nm, voltage).voltage() == voltage;
        } catch (CostException e) {
            return false;
        }
    }

    /** The energy of 180 nm is a line that crosses zero at 0.73 V. */
    @Test
    void betweenTwoNodesBothFitsMustHold() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> new TechnologyNode(140, 0.65))
                .withMessageContaining("must be 1.00 to 1.");
        assertThat(new TechnologyNode(130, 0.5).energyFrom(TechnologyNode.NANGATE45))
                .isPositive();
    }
}

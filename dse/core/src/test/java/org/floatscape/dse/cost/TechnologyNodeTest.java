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
        for (double nm = 7; nm <= 130; nm += 0.5) {
            double area = TechnologyNode.of(nm).areaFactor();
            assertThat(area).isGreaterThan(before);
            before = area;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 6.99, 130.1, 180, Double.NaN, 0, -7})
    void beyondWhatWasPublishedIsAnError(double nm) {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> TechnologyNode.of(nm))
                .withMessageContaining("covers 7 to 130 nm");
    }

    @Test
    void aVoltageBeyondThePolynomialsIsAnError() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> new TechnologyNode(7, 1.8))
                .withMessageContaining("0.5 to 1.4 V");
    }
}

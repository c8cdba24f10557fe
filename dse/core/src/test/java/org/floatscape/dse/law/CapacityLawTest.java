package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.floatscape.dse.law.Capacity.PANFEROV_2025_LLAMA_C4;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityLawTest {

    @ParameterizedTest
    @CsvSource({".11884605, .4445", ".03743966, .6696", ".01154288, .8196", ".01268490, .8103", "8.78212e-5, .9890"})
    void sharesOfGaussianGrids(double gmse, String share) {
        assertPrintsAs(share, PANFEROV_2025_LLAMA_C4.share(gmse));
    }

    @ParameterizedTest
    @CsvSource({"1.32e-2, .650", "1.37e-2, .644", "2.77e-2, .512"})
    void weightsAndActivationsMultiply(double gmse, String share) {
        assertPrintsAs(share, Math.pow(PANFEROV_2025_LLAMA_C4.share(gmse), 2));
        var point = Point.of(1e8, 1e10).with(Column.GMSE, gmse).with(Column.GMSE_A, gmse);
        double effectiveParams = 1e8 * Math.pow(PANFEROV_2025_LLAMA_C4.share(gmse), 2);
        assertThat(CapacityLaw.PANFEROV_2025.predict(point).lossNats())
                .isCloseTo(QuartetLaw.CASTRO_2025_BASE.lossNats(effectiveParams, 1e10), within(1e-12));
    }

    @Test
    void lossGrowsWithTheErrorFromTheFullPrecisionLimit() {
        double last = 0;
        for (double gmse = 1e-12; gmse < 0.9; gmse *= 2) {
            double deltaNats = CapacityLaw.PANFEROV_2025
                    .predict(Point.of(1e8, 1e10).with(Column.GMSE, gmse))
                    .deltaLossNats();
            assertThat(deltaNats).isGreaterThanOrEqualTo(last);
            last = deltaNats;
        }
        assertThat(CapacityLaw.PANFEROV_2025
                        .predict(Point.of(1e8, 1e10).with(Column.GMSE, 1e-30))
                        .deltaLossNats())
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void anErrorOfOneOrMoreIsNoRepresentation() {
        assertThatThrownBy(() -> Point.of(1e8, 1e10).with(Column.GMSE, 1))
                .hasMessage("gmse: 1.0 must be greater than 0 and less than 1");
    }
}

package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.floatscape.dse.law.ChinchillaLaw.BESIROGLU_2024;
import static org.floatscape.dse.law.ChinchillaLaw.HOFFMANN_2022;

import org.junit.jupiter.api.Test;

class ChinchillaLawTest {

    /** Hoffmann et al. 2022 trained Chinchilla, 70 B parameters on 1.4 T tokens; by the refit that is near the optimum. */
    @Test
    void chinchillaIsNearTheRefitsOptimum() {
        var best = BESIROGLU_2024.forCompute(6 * 70e9 * 1.4e12);
        assertThat(best.tokens() / best.params()).isBetween(15.0, 30.0);
    }

    @Test
    void noNeighbourLosesLess() {
        for (var law : new ChinchillaLaw[] {HOFFMANN_2022, BESIROGLU_2024}) {
            var best = law.forCompute(1e24);
            assertThat(6 * best.params() * best.tokens()).isCloseTo(1e24, within(1e15));
            assertThat(law.lossNats(best.params() * 1.01, best.tokens() / 1.01)).isGreaterThan(best.lossNats());
            assertThat(law.lossNats(best.params() / 1.01, best.tokens() * 1.01)).isGreaterThan(best.lossNats());
        }
    }

    @Test
    void lossFallsToItsFloor() {
        assertThat(BESIROGLU_2024.lossNats(1e40, 1e40)).isCloseTo(1.8172, within(1e-9));
    }

    @Test
    void noFormatLosesAnything() {
        var prediction = BESIROGLU_2024.predict(Point.of(70e9, 1.4e12));
        assertThat(prediction.deltaLossNats()).isZero();
        assertThat(prediction.criticalTokens()).isInfinite();
    }
}

package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;
import static org.floatscape.dse.law.QuartetLaw.CASTRO_2025_BASE;
import static org.floatscape.dse.law.QuartetLaw.CASTRO_2025_QUARTET;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuartetLawTest {

    @ParameterizedTest
    @CsvSource({"25, 3.478", "50, 3.379", "100, 3.303", "200, 3.245", "400, 3.203"})
    void lossOfThe30MModel(double tokensPerParam, String lossNats) {
        assertPrintsAs(lossNats, CASTRO_2025_QUARTET.lossNats(30e6, 30e6 * tokensPerParam));
    }

    @Test
    void sharesStandForFewerParamsAndTokens() {
        assertThat(CASTRO_2025_QUARTET.lossNats(1e8, 1e10))
                .isEqualTo(CASTRO_2025_BASE.lossNats(1e8 * 0.65, 1e10 * 0.95));
        assertThat(CASTRO_2025_BASE.predict(Point.of(1e8, 1e10)).deltaLossNats())
                .isZero();
    }
}

package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriticalTokensTest {

    private static final double[] SIGNS = {-1, 0, 1};

    /** Against the slope itself, on either side, for every sign of every argument. */
    @Test
    void theSlopeTurnsUpThereForAllSigns() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20; i++) {
            for (double fallSign : SIGNS) {
                for (double fallPower : SIGNS) {
                    for (double riseSign : SIGNS) {
                        for (double risePower : SIGNS) {
                            assertTurns(
                                    fallSign * random.nextDouble(0.5, 2),
                                    fallPower * random.nextDouble(0.3, 0.4),
                                    riseSign * random.nextDouble(0.5, 2),
                                    risePower * random.nextDouble(0.5, 0.6));
                        }
                    }
                }
            }
        }
    }

    private static void assertTurns(double fall, double fallExponent, double rise, double riseExponent) {
        double critical = CriticalTokens.of(fall, fallExponent, rise, riseExponent);
        String what = "fall %s D^-%s, rise %s D^%s: %s".formatted(fall, fallExponent, rise, riseExponent, critical);
        if (Double.isInfinite(critical)) {
            assertThat(slope(fall, fallExponent, rise, riseExponent, 1e60))
                    .as(what)
                    .isNotPositive();
        } else if (critical == 0) {
            assertThat(slope(fall, fallExponent, rise, riseExponent, 1e-60))
                    .as(what)
                    .isPositive();
            assertThat(slope(fall, fallExponent, rise, riseExponent, 1e60))
                    .as(what)
                    .isPositive();
        } else {
            assertThat(slope(fall, fallExponent, rise, riseExponent, critical * 1.01))
                    .as(what)
                    .isPositive();
            assertThat(slope(fall, fallExponent, rise, riseExponent, critical / 1.01))
                    .as(what)
                    .isNegative();
            assertThat(slope(fall, fallExponent, rise, riseExponent, critical * 1e30))
                    .as(what)
                    .isPositive();
        }
    }

    private static double slope(double fall, double fallExponent, double rise, double riseExponent, double tokens) {
        return rise * Math.pow(tokens, riseExponent) - fall * Math.pow(tokens, -fallExponent);
    }

    /** A degradation that does not grow with the data leaves the fall of the 16-bit loss alone. */
    @ParameterizedTest
    @CsvSource({"0.017, 0", "0.017, -0.3", "0, 0.5251", "-0.017, 0.5251"})
    void moreTokensNeverHurtWhereTheDegradationDoesNotGrow(double scaleNats, double tokensExponent) {
        var law = new QidLaw(scaleNats, tokensExponent, 0.2261, 5.4967, OpenAiLoss.PYTHIA_16_BIT);
        var prediction = law.predict(Point.of(1e9, 1e12).with(Column.BITS, 4));
        assertThat(prediction.criticalTokens()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(prediction.lossNats()).isFinite();
    }

    @ParameterizedTest
    @CsvSource({
        "1e9, 1",
        "1e9, 1e60",
        "1e9, 1e-50",
        "1e308, 1e50",
        "1e308, 1e-50",
        "1e-300, 1",
        "1e-300, 2",
        "1e-308, 1e-60"
    })
    void theDegradationsCriticalTokensAreFoundHoweverFarTheyAre(double params, double bits) {
        double critical = QidLaw.OUYANG_2024.at(bits).criticalTokens(OpenAiLoss.PYTHIA_16_BIT, params);
        assertThat(critical).isNotNaN().isNotNegative();
    }

    @ParameterizedTest
    @CsvSource({"1e-9, 0.5251", "0.017, 1e-6", "1e30, 0.5251", "0.017, 3"})
    void theLossOfADegradationTurnsThere(double scaleNats, double tokensExponent) {
        var term = new QidTerm(scaleNats, tokensExponent, 0.2261);
        double critical = term.criticalTokens(OpenAiLoss.PYTHIA_16_BIT, 1e9);
        double riseNats = tokensExponent * term.deltaNats(1e9, critical);
        double fallNats = Math.exp(OpenAiLoss.PYTHIA_16_BIT.logFallNats(1e9, Math.log(critical)));
        assertThat(riseNats).isCloseTo(fallNats, within(1e-9 * fallNats));
    }

    @Test
    void aSixteenBitLossThatDoesNotFallWithTheDataIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpenAiLoss(4.74e19, 0.045, 7.63e10, -0.399))
                .withMessageContaining("(4.74E19, 0.045, 7.63E10, -0.399) must all be greater than 0");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5, 1, Infinity", "0.5, -0.5, -1, 0", "-0.5, 0.5, -1, 0", "0, 0.5, 1, Infinity"})
    void aLossOfDataAloneNeverTurns(double b, double beta, double sign, double tokens) {
        var chinchilla = new ChinchillaLaw(1, 0.5, b, beta, 1);
        assertThat(chinchilla.predict(Point.of(1e9, 1e12)).criticalTokens()).isEqualTo(tokens);
        var quartet = new QuartetLaw(1, 0.5, b, beta, 1, 0.3, 1, 1);
        assertThat(quartet.criticalTokens()).isEqualTo(tokens);
        assertThat(Math.signum(beta * b)).isIn(sign, 0.0);
    }

    @Test
    void lawsWhoseQuantizationDoesNotGrowWithTheDataNeverTurn() {
        var qat = new QatLaw(ChinchillaLaw.BESIROGLU_2024, 0.1, 0.2, 0, 0.7);
        assertThat(qat.criticalTokens(1e9, 64)).isInfinite();
        var falling = new QatLaw(ChinchillaLaw.BESIROGLU_2024, 0.1, 0.2, -0.2, 0.7);
        assertThat(falling.criticalTokens(1e9, 64)).isInfinite();
        var flat = new CapybaraLaw(69, 0.2, 69000, 0, 1.9, 11000, 3, 3);
        assertThat(flat.criticalTokens(1e9, 4, 3, 7)).isInfinite();
    }
}

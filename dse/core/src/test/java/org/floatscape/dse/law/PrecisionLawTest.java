package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.floatscape.dse.law.PrecisionLaw.KUMAR_2024;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAlmostAs;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionLawTest {

    @ParameterizedTest
    @CsvSource({
        "4, .6964, .3314, .8276, .1910", "5, .7911, .5747, .9393, .4271", "6, .8563, .7295, .9786, .6113",
        "7, .9011, .8279, .9925, .7404", "8, .9320, .8906, .9974, .8278", "12, .9847, .9821, 1.0000, .9671",
        "16, .9966, .9971, 1.0000, .9937"
    })
    void sharesOfParamsWithTheBiases(double bits, String weights, String activations, String kvCache, String all) {
        assertPrintsAs(weights, KUMAR_2024.weights().share(bits));
        assertPrintsAs(activations, KUMAR_2024.activations().share(bits));
        assertPrintsAs(kvCache, KUMAR_2024.kvCache().share(bits));
        assertPrintsAs(all, KUMAR_2024.effectiveShare(bits, bits, bits));
    }

    @Test
    void widthsThatLeaveNothingAreErrorsThatNameTheWidth() {
        assertPrintsAs("3.1102", KUMAR_2024.activations().leastBits());
        assertPrintsAs("2.316", KUMAR_2024.kvCache().leastBits());
        assertPrintsAs("0.812", KUMAR_2024.weights().leastBits());
        assertThatThrownBy(() -> KUMAR_2024.effectiveShare(8, 3, 8))
                .isInstanceOf(LawDomainException.class)
                .hasMessage("bits_a: 3.0 must be above 3.1102: at or below it the law leaves no parameters");
        assertThatThrownBy(() -> KUMAR_2024.effectiveShare(8, 4, 2)).hasMessageStartingWith("bits_kv: 2.0 must be");
        assertThatThrownBy(() -> KUMAR_2024.effectiveShare(0.5, 4, 4)).hasMessageStartingWith("bits_w: 0.5 must be");
    }

    @ParameterizedTest
    @CsvSource({"4, 1.76e9, 3.1710", "6, 1.17e9, 3.0925", "8, 880e6, 3.0909", "16, 440e6, 3.1402", "32, 220e6, 3.2298"})
    void atEqualComputeEightBitsLoseLeast(double bits, double params, String lossNats) {
        assertPrintsAs(lossNats, KUMAR_2024.trainedLossNats(params, 16e9, bits, bits, bits));
    }

    @ParameterizedTest
    @CsvSource({"1.5e9, 4.239", "3.3e9, 4.144", "6.5e9, 4.131", "13e9, 4.183", "26e9, 4.306"})
    void threeBitsAfterTrainingFirstGainThenLoseWithData(double tokens, String lossNats) {
        assertPrintsAs(lossNats, KUMAR_2024.lossNats(30e6, tokens) + KUMAR_2024.ptqDeltaNats(30e6, tokens, 16, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "30e6, 3, 5.325e9, 177.5", "30e6, 4, 28.78e9, 959", "30e6, 5, 155.6e9, 5185", "30e6, 6, 840.8e9, ",
        "220e6, 3, 10.54e9, 47.9", "220e6, 4, 56.98e9, 259", "220e6, 5, 308e9, ", "220e6, 6, 1665e9, "
    })
    void criticalTokens(double params, double ptqBits, String tokens, String tokensPerParam) {
        double critical = KUMAR_2024.criticalTokens(params, ptqBits);
        assertPrintsAs(tokens, critical);
        if (tokensPerParam != null) {
            assertPrintsAs(tokensPerParam, critical / params);
        }
        double least = KUMAR_2024.lossNats(params, critical) + KUMAR_2024.ptqDeltaNats(params, critical, 16, ptqBits);
        for (double step : new double[] {0.99, 1.01}) {
            double tokensNearby = critical * step;
            assertThat(KUMAR_2024.lossNats(params, tokensNearby)
                            + KUMAR_2024.ptqDeltaNats(params, tokensNearby, 16, ptqBits))
                    .isGreaterThan(least);
        }
    }

    @Test
    void theBestWidthIsSevenBitsWhateverTheCompute() {
        assertPrintsAs("7.002", PrecisionOptimum.bits(KUMAR_2024));
        assertThat(PrecisionOptimum.forCompute(KUMAR_2024, 1e18).bits())
                .isEqualTo(PrecisionOptimum.forCompute(KUMAR_2024, 1e26).bits());
    }

    /** Without the biases the condition has the solutions that the reference notes list. */
    @Test
    void theBestWidthWithoutBiasesIsTooSmall() {
        var separate = withOperands(
                new PrecisionLaw.Operand(2.6745, 0),
                new PrecisionLaw.Operand(2.2102, 0),
                new PrecisionLaw.Operand(0.9578, 0));
        assertPrintsAs("3.469", PrecisionOptimum.bits(separate));
        double mean = (2.6745 + 2.2102 + 0.9578) / 3;
        var tied = new PrecisionLaw.Operand(mean, 0);
        assertPrintsAs("3.708", PrecisionOptimum.bits(withOperands(tied, tied, tied)));
        assertPrintsAs("1.903814", PrecisionOptimum.bits(withOperands(tied, tied, tied)) / mean);
    }

    /** Other readings of the printed bias, as the reference notes list them: none gives 7 to 8 bits and a 4-bit share of 0.19. */
    @Test
    void otherReadingsOfTheBiasAreNotThePapers() {
        double mean = (2.6745 + 2.2102 + 0.9578) / 3;
        double meanBias = (0.3037 + 1.4072 + 2.4185) / 3;
        var tied = new PrecisionLaw.Operand(mean, meanBias);
        var tiedLaw = withOperands(tied, tied, tied);
        assertPrintsAs("7.641", PrecisionOptimum.bits(tiedLaw));
        assertPrintsAs(".119", tiedLaw.effectiveShare(4, 4, 4));
        var shifted = withOperands(
                new PrecisionLaw.Operand(2.6745, 0.3037 / 2.6745),
                new PrecisionLaw.Operand(2.2102, 1.4072 / 2.2102),
                new PrecisionLaw.Operand(0.9578, 2.4185 / 0.9578));
        assertPrintsAs("5.603", PrecisionOptimum.bits(shifted));
        assertPrintsAs(".418", shifted.effectiveShare(4, 4, 4));
        var negated = withOperands(
                new PrecisionLaw.Operand(2.6745, -0.3037),
                new PrecisionLaw.Operand(2.2102, -1.4072),
                new PrecisionLaw.Operand(0.9578, -2.4185));
        assertPrintsAs(".800", negated.effectiveShare(4, 4, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "4, .639, .663",
        "5, .754, .787",
        "6, .833, .869",
        "7, .887, .920",
        "8, .924, .952",
        "12, .984, .994",
        "16, .997, .999"
    })
    void sharesOfParamsWithoutBiases(double bits, String separate, String tied) {
        double mean = (2.6745 + 2.2102 + 0.9578) / 3;
        var each = withOperands(
                new PrecisionLaw.Operand(2.6745, 0),
                new PrecisionLaw.Operand(2.2102, 0),
                new PrecisionLaw.Operand(0.9578, 0));
        var same = new PrecisionLaw.Operand(mean, 0);
        assertPrintsAs(separate, each.effectiveShare(bits, bits, bits));
        assertPrintsAlmostAs(tied, withOperands(same, same, same).effectiveShare(bits, bits, bits));
        if (bits == 4) {
            // The minimum of Fig. 6 would then be at 4 bits.
            assertPrintsAs("3.0577", each.trainedLossNats(1.76e9, 16e9, 4, 4, 4));
        }
    }

    private static PrecisionLaw withOperands(
            PrecisionLaw.Operand weights, PrecisionLaw.Operand activations, PrecisionLaw.Operand kvCache) {
        return new PrecisionLaw(
                KUMAR_2024.a(),
                KUMAR_2024.alpha(),
                KUMAR_2024.b(),
                KUMAR_2024.beta(),
                KUMAR_2024.floorNats(),
                weights,
                activations,
                kvCache,
                KUMAR_2024.ptq());
    }

    @ParameterizedTest
    @CsvSource({"8e9, 15e12, 13.55", "70e9, 15e12, 10.50", "405e9, 15.6e12, 8.23"})
    void bestWidthOfAGivenModel(double params, double tokens, String bits) {
        double compute = 6.0 / 16 * params * tokens * Double.parseDouble(bits);
        var best = PrecisionOptimum.forParams(KUMAR_2024, params, compute);
        assertPrintsAlmostAs(bits, best.bits());
        assertThat(best.tokens()).isCloseTo(tokens, within(tokens * 1e-3));
    }

    /** What the reference notes list for the law without its biases. */
    @ParameterizedTest
    @CsvSource({"8e9, 15e12, 11.14", "70e9, 15e12, 7.75", "405e9, 15.6e12, 5.17"})
    void bestWidthOfAGivenModelWithoutBiases(double params, double tokens, String bits) {
        var law = withOperands(
                new PrecisionLaw.Operand(2.6745, 0),
                new PrecisionLaw.Operand(2.2102, 0),
                new PrecisionLaw.Operand(0.9578, 0));
        double compute = 6.0 / 16 * params * tokens * Double.parseDouble(bits);
        assertPrintsAlmostAs(
                bits, PrecisionOptimum.forParams(law, params, compute).bits());
    }

    /** The same of the bias b of quantizing after training. */
    @ParameterizedTest
    @CsvSource({"3, 16.4e9", "4, 88.6e9", "5, 479e9"})
    void criticalTokensWithoutBias(double ptqBits, String tokens) {
        var law = new PrecisionLaw(
                KUMAR_2024.a(),
                KUMAR_2024.alpha(),
                KUMAR_2024.b(),
                KUMAR_2024.beta(),
                KUMAR_2024.floorNats(),
                KUMAR_2024.weights(),
                KUMAR_2024.activations(),
                KUMAR_2024.kvCache(),
                new PrecisionLaw.PostTraining(0.0598, 0.5068, 0.3439, 0.5907, 0));
        assertPrintsAs(tokens, law.criticalTokens(30e6, ptqBits));
    }

    @ParameterizedTest
    @CsvSource({"1e20", "1e24"})
    void noNeighbourLosesLess(double compute) {
        var joint = PrecisionOptimum.forCompute(KUMAR_2024, compute);
        var forParams = PrecisionOptimum.forParams(KUMAR_2024, 1e9, compute);
        for (double step : new double[] {0.99, 1.01}) {
            assertThat(loss(joint.bits() * step, joint.params(), joint.tokens() / step))
                    .isGreaterThan(joint.lossNats());
            assertThat(loss(joint.bits() * step, joint.params() / step, joint.tokens()))
                    .isGreaterThan(joint.lossNats());
            assertThat(loss(joint.bits(), joint.params() / step, joint.tokens() * step))
                    .isGreaterThan(joint.lossNats());
            assertThat(loss(forParams.bits() * step, 1e9, forParams.tokens() / step))
                    .isGreaterThan(forParams.lossNats());
        }
    }

    private static double loss(double bits, double params, double tokens) {
        return KUMAR_2024.trainedLossNats(params, tokens, bits, bits, bits);
    }

    /** Where each bit costs more than it brings, or brings less than none. */
    @ParameterizedTest
    @CsvSource({
        "845, -50, the law's constants gamma_train and n have it",
        "0, 0, the law's constants gamma_train and n have it",
        "-2, 0, a gamma_train of the law is below 0",
        "1e5, 1, 'up to 4096, the most'"
    })
    void aLawThatTellsNoWidthsApartHasNoBestOne(double gammaBits, double bias, String why) {
        var operand = new PrecisionLaw.Operand(gammaBits, bias);
        var law = withOperands(operand, operand, operand);
        assertThatThrownBy(() -> PrecisionOptimum.bits(law))
                .isInstanceOf(LawDomainException.class)
                .hasMessageStartingWith("bits: no width is best: " + why);
        assertThatThrownBy(() -> PrecisionOptimum.forParams(law, 1e9, 1e22))
                .isInstanceOf(LawDomainException.class)
                .hasMessageStartingWith("bits: no width is best: " + why);
    }

    @Test
    void quantizingToTheTrainedWidthAddsNothing() {
        var trained = Point.of(1e9, 1e11).with(Column.BITS, 8);
        assertThat(KUMAR_2024.predict(trained.with(Column.PTQ_BITS, 8))).isEqualTo(KUMAR_2024.predict(trained));
        assertThat(KUMAR_2024.predict(trained).criticalTokens()).isInfinite();
        var quantized = KUMAR_2024.predict(trained.with(Column.PTQ_BITS, 4));
        assertThat(quantized.lossNats())
                .isGreaterThan(KUMAR_2024.predict(trained).lossNats());
        assertThat(quantized.criticalTokens()).isEqualTo(KUMAR_2024.criticalTokens(1e9, 4));
    }

    @Test
    void oneWidthStandsForThree() {
        var three = Point.of(1e9, 1e11)
                .with(Column.BITS_W, 6)
                .with(Column.BITS_A, 6)
                .with(Column.BITS_KV, 6);
        assertThat(KUMAR_2024.predict(three))
                .isEqualTo(KUMAR_2024.predict(Point.of(1e9, 1e11).with(Column.BITS, 6)));
    }

    @Test
    void floatingPointWeightsLeaveActivationsAlone() {
        var law = PrecisionLaw.KUMAR_2024_FP_WEIGHTS;
        assertThat(law.effectiveShare(4, 1, 1)).isEqualTo(-Math.expm1(0.1240 - 4 / 2.8111));
        assertThat(PrecisionOptimum.bits(law)).isBetween(1.0, 8.0);
    }

    @Test
    void constantsOfUnquantizedPartsMayBeLeftOut() {
        var constants = new LinkedHashMap<>(PrecisionLaw.KUMAR_2024_FP_WEIGHTS.constants());
        constants.keySet().removeIf(name -> name.endsWith("_a") || name.endsWith("_kv"));
        assertThat(PrecisionLaw.FORM.of(constants)).isEqualTo(PrecisionLaw.KUMAR_2024_FP_WEIGHTS);
    }
}

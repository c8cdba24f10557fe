package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.floatscape.dse.law.CapybaraLaw.CHANNEL_LOG2_BLOCK;
import static org.floatscape.dse.law.CapybaraLaw.SUN_2025;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;

import java.util.SplittableRandom;
import org.floatscape.dse.law.CapybaraLaw.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapybaraLawTest {

    private static final double BILLION = 1e9;

    @Test
    void derivedConstantsAreThoseOfThePaper() {
        assertPrintsAs("160.6972389", SUN_2025.gammaRho());
        assertPrintsAs("11125.76085", SUN_2025.gammaRho() * SUN_2025.n());
    }

    @Test
    void theBestLayoutSharesTheWidthAsThePaperSays() {
        for (int bits = 1; bits <= 16; bits++) {
            assertPrintsAs("51.94", 100 * (SUN_2025.optimalExponentBits(bits) + 0.5) / bits);
            assertPrintsAs("48.06", 100 * (SUN_2025.optimalMantissaBits(bits) + 0.5) / bits);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.0194, -0.0194, 0, 0, 0.9954", "2, 0.5388, 0.4612, 1, 0, 0.4687",
        "3, 1.0582, 0.9418, 1, 1, 0.9954", "4, 1.5775, 1.4225, 2, 1, 0.8675",
        "5, 2.0969, 1.9031, 2, 2, 0.9954", "6, 2.6163, 2.3837, 3, 2, 0.9502",
        "7, 3.1357, 2.8643, 3, 3, 0.9954", "8, 3.6551, 3.3449, 4, 3, 0.9772",
        "9, 4.1745, 3.8255, 4, 4, 0.9954", "10, 4.6938, 4.3062, 5, 4, 0.9885",
        "11, 5.2132, 4.7868, 5, 5, 0.9954", "12, 5.7326, 5.2674, 6, 5, 0.9939",
        "13, 6.2520, 5.7480, 6, 6, 0.9954", "14, 6.7714, 6.2286, 7, 6, 0.9967",
        "15, 7.2908, 6.7092, 7, 7, 0.9954", "16, 7.8101, 7.1899, 8, 7, 0.9983"
    })
    void layoutsAreThoseOfFigure5(int bits, String realE, String realM, int bestE, int bestM, String quality) {
        double e = SUN_2025.optimalExponentBits(bits);
        double m = SUN_2025.optimalMantissaBits(bits);
        assertPrintsAs(realE, e);
        assertPrintsAs(realM, m);
        assertThat(SUN_2025.optimalLayout(bits)).isEqualTo(new Layout(bestE, bestM));
        assertPrintsAs(quality, SUN_2025.coarseness(e, m) / SUN_2025.coarseness(bestE, bestM));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 7, 2974.01, 2395.93, 2008.06, 1729.55, 1519.71, 1355.85, 938.61",
        "4, 3, 46.993, 37.859, 31.730, 27.329, 24.013, 21.424, 14.831",
        "5, 2, 33.372, 26.885, 22.533, 19.408, 17.053, 15.214, 10.532",
        "2, 1, 0.6755, 0.5442, 0.4561, 0.3928, 0.3452, 0.3080, 0.2132"
    })
    void criticalTokensFallWithTheBlock(
            int e, int m, String b16, String b32, String b64, String b128, String b256, String b512, String channel) {
        assertPrintsAs(b16, SUN_2025.criticalTokens(BILLION, e, m, 4) / 1e12);
        assertPrintsAs(b32, SUN_2025.criticalTokens(BILLION, e, m, 5) / 1e12);
        assertPrintsAs(b64, SUN_2025.criticalTokens(BILLION, e, m, 6) / 1e12);
        assertPrintsAs(b128, SUN_2025.criticalTokens(BILLION, e, m, 7) / 1e12);
        assertPrintsAs(b256, SUN_2025.criticalTokens(BILLION, e, m, 8) / 1e12);
        assertPrintsAs(b512, SUN_2025.criticalTokens(BILLION, e, m, 9) / 1e12);
        assertPrintsAs(channel, SUN_2025.criticalTokens(BILLION, e, m, CHANNEL_LOG2_BLOCK) / 1e12);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 7, 1.72954532e15", "4, 3, 2.73290447e13", "2, 1, 3.92845236e11",
        "5, 2, 1.94075376e13", "3, 2, 4.79675669e12", "2, 3, 4.43831594e12"
    })
    void criticalTokensAtBlock128(int e, int m, String tokens) {
        assertPrintsAs(tokens, SUN_2025.criticalTokens(BILLION, e, m, 7));
    }

    @Test
    void criticalTokensGrowWithTheirElasticities() {
        assertPrintsAs("0.22937", SUN_2025.alpha() / (2 * SUN_2025.beta()));
        double tokens = SUN_2025.criticalTokens(BILLION, 3.5, 2.5, 6);
        assertPrintsAs("0.22937", elasticity(SUN_2025.criticalTokens(2 * BILLION, 3.5, 2.5, 6) / tokens));
        assertPrintsAs("3.09241", elasticity(SUN_2025.criticalTokens(BILLION, 7.5, 2.5, 6) / tokens));
        assertPrintsAs("2.86158", elasticity(SUN_2025.criticalTokens(BILLION, 3.5, 5.5, 6) / tokens));
        assertPrintsAs("-0.96862", elasticity(SUN_2025.criticalTokens(BILLION, 3.5, 2.5, 12) / tokens));
        assertPrintsAs("5.95399", (SUN_2025.delta() + SUN_2025.nu()) / (2 * SUN_2025.beta()));
    }

    private static double elasticity(double ratioOnDoubling) {
        return Math.log(ratioOnDoubling) / Math.log(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1233125376, 1, 2, 512, 10485760000, 2.871845", "1233125376, 1, 2, 512, 20971520000, 2.738970",
        "1233125376, 1, 2, 512, 52428800000, 2.629985", "1233125376, 1, 2, 512, 104857600000, 2.584250",
        "1233125376, 4, 3, 512, 10485760000, 2.856811", "1233125376, 4, 3, 512, 20971520000, 2.717470",
        "1233125376, 4, 3, 512, 52428800000, 2.595481", "1233125376, 4, 3, 512, 104857600000, 2.534904",
        "7083130880, 4, 3, 64, 10485760000, 2.691620", "7083130880, 4, 3, 64, 104857600000, 2.369497",
        "71236059136, 4, 3, 64, 10485760000, 2.556020", "71236059136, 4, 3, 64, 20971520000, 2.416624"
    })
    void validationRowsOfTable3(double params, int e, int m, int block, double tokens, String lossNats) {
        assertPrintsAs(lossNats, SUN_2025.lossNats(params, tokens, e, m, CapybaraLaw.log2(block)));
    }

    @ParameterizedTest
    @CsvSource({"4, 2.8136, 1.19e13", "5, 2.8073, 2.12e13", "6, 2.8033, 3.41e13"})
    void figure6HasItsMinimaAtTheCriticalTokens(int mantissaBits, String minimumNats, String tokens) {
        double critical = SUN_2025.criticalTokens(1e8, 3, mantissaBits, 9);
        assertPrintsAs(tokens, critical);
        double least = SUN_2025.lossNats(1e8, critical, 3, mantissaBits, 9);
        assertPrintsAs(minimumNats, least);
        assertThat(SUN_2025.lossNats(1e8, critical * 1.01, 3, mantissaBits, 9)).isGreaterThan(least);
        assertThat(SUN_2025.lossNats(1e8, critical / 1.01, 3, mantissaBits, 9)).isGreaterThan(least);
    }

    @Test
    void aBlockOfOneHasNoPenalty() {
        assertThat(SUN_2025.penaltyNats(BILLION, 1e13, 2, 1, 0)).isZero();
        assertThat(SUN_2025.criticalTokens(BILLION, 2, 1, 0)).isInfinite();
        assertThat(SUN_2025.effectiveParams(BILLION, 1e13, 2, 1, 0)).isEqualTo(BILLION);
    }

    @Test
    void effectiveParamsLoseAsMuchAtFullPrecision() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            double params = Math.pow(10, random.nextDouble(7, 12));
            double tokens = Math.pow(10, random.nextDouble(9, 14));
            double e = random.nextInt(9);
            double m = random.nextInt(11);
            double log2Block = random.nextDouble(0, 14);
            double effective = SUN_2025.effectiveParams(params, tokens, e, m, log2Block);
            assertThat(SUN_2025.fullPrecisionLossNats(effective, tokens))
                    .isCloseTo(SUN_2025.lossNats(params, tokens, e, m, log2Block), within(1e-9));
        }
    }

    @Test
    void theBestLayoutOfAWidthLosesByGammaRho() {
        double penaltyNats = SUN_2025.lossNats(BILLION, 1e12, 8, 7) - SUN_2025.fullPrecisionLossNats(BILLION, 1e12);
        double closedForm = Math.pow(1e12, SUN_2025.beta())
                / Math.pow(BILLION, SUN_2025.alpha())
                * 7
                / (SUN_2025.gammaRho() * Math.pow(8, SUN_2025.delta() + SUN_2025.nu()));
        assertThat(penaltyNats).isCloseTo(closedForm, within(1e-12));
    }

    @Test
    void log2IsExactForPowersOfTwo() {
        for (int exponent = 0; exponent < 40; exponent++) {
            assertThat(CapybaraLaw.log2(Math.scalb(1.0, exponent))).isEqualTo(exponent);
        }
        assertThat(CapybaraLaw.log2(Math.pow(2, CHANNEL_LOG2_BLOCK))).isCloseTo(CHANNEL_LOG2_BLOCK, within(1e-12));
    }

    @Test
    void predictionSplitsTheLoss() {
        var point = Point.of(BILLION, 1e12)
                .with(Column.EXPONENT_BITS, 4)
                .with(Column.MANTISSA_BITS, 3)
                .with(Column.BLOCK_SIZE, 128);
        var prediction = SUN_2025.predict(point);
        assertThat(prediction.lossNats()).isEqualTo(SUN_2025.lossNats(BILLION, 1e12, 4, 3, 7));
        assertThat(prediction.deltaLossNats()).isEqualTo(SUN_2025.penaltyNats(BILLION, 1e12, 4, 3, 7));
        assertPrintsAs("2.73290447e13", prediction.criticalTokens());
    }

    @Test
    void tensorGranularityFollowsItsForm() {
        var granularity = new TensorGranularity(0.5, 2, 0.25);
        assertThat(granularity.log2Block(1e8, 1e12)).isCloseTo(1e4 / (2 * 1e3), within(1e-9));
    }

    @Test
    void widthsBelowTheSignAreErrors() {
        assertThatThrownBy(() -> SUN_2025.optimalLayout(0)).hasMessage("bits: 0 must be 1 or more, for the sign");
    }
}

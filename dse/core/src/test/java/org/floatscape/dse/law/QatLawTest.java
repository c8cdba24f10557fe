package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;
import static org.floatscape.dse.law.QatLaw.CHEN_2025_W16A4;
import static org.floatscape.dse.law.QatLaw.CHEN_2025_W16A4_FC2_8BIT;
import static org.floatscape.dse.law.QatLaw.CHEN_2025_W4A16;
import static org.floatscape.dse.law.QatLaw.CHEN_2025_W4A4;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QatLawTest {

    private static final double PARAMS = 594e6;

    @Test
    void errorsFallWithTheModelAndGrowWithTheData() {
        assertPrintsAs("-36.6", percent(CHEN_2025_W4A4, 74e6, PARAMS, 5e10, 5e10));
        assertPrintsAs("-52.6", percent(CHEN_2025_W4A16, 74e6, PARAMS, 5e10, 5e10));
        assertPrintsAs("-31.5", percent(CHEN_2025_W16A4, 74e6, PARAMS, 5e10, 5e10));
        assertPrintsAs("18.7", percent(CHEN_2025_W4A4, PARAMS, PARAMS, 1e10, 1e11));
        assertPrintsAs("44.9", percent(CHEN_2025_W4A16, PARAMS, PARAMS, 1e10, 1e11));
        assertPrintsAs("7.9", percent(CHEN_2025_W16A4, PARAMS, PARAMS, 1e10, 1e11));
    }

    private static double percent(QatLaw law, double params, double toParams, double tokens, double toTokens) {
        return 100 * (law.deltaNats(toParams, toTokens, 32) / law.deltaNats(params, tokens, 32) - 1);
    }

    @ParameterizedTest
    @CsvSource({"100, 32, 1.646", "1000, 32, 1.226", "1000, 256, 1.647"})
    void activationsCostMoreThanWeights(double tokensPerParam, double groupSize, String ratio) {
        assertPrintsAs(ratio, activationsToWeights(CHEN_2025_W16A4, tokensPerParam, groupSize));
    }

    @Test
    void eightBitsIntoTheSecondLayerLevelThem() {
        assertPrintsAs("0.867", activationsToWeights(CHEN_2025_W16A4_FC2_8BIT, 1000, 32));
        assertPrintsAs("1.086", activationsToWeights(CHEN_2025_W16A4_FC2_8BIT, 100, 256));
    }

    private static double activationsToWeights(QatLaw activations, double tokensPerParam, double groupSize) {
        double tokens = tokensPerParam * PARAMS;
        return activations.deltaNats(PARAMS, tokens, groupSize) / CHEN_2025_W4A16.deltaNats(PARAMS, tokens, groupSize);
    }

    /** The factor of the paper, by least squares over the models, data and groups of its runs. */
    @Test
    void bothOperandsCostAFactorTimesWhatEachCostsAlone() {
        double products = 0;
        double squares = 0;
        for (double params : new double[] {74e6, 145e6, 297e6, 595e6}) {
            for (double tokens : new double[] {10e9, 20e9, 50e9, 100e9}) {
                for (int groupSize : new int[] {32, 64, 128, 256}) {
                    double alone = CHEN_2025_W16A4.deltaNats(params, tokens, groupSize)
                            + CHEN_2025_W4A16.deltaNats(params, tokens, groupSize);
                    products += CHEN_2025_W4A4.deltaNats(params, tokens, groupSize) * alone;
                    squares += alone * alone;
                }
            }
        }
        assertPrintsAs("0.906", products / squares);
    }

    @Test
    void aGroupOfOneLosesNothing() {
        assertThat(CHEN_2025_W4A4.deltaNats(PARAMS, 1e11, 1)).isZero();
        assertThat(CHEN_2025_W4A4.criticalTokens(PARAMS, 1)).isInfinite();
    }

    @Test
    void theLossIsLeastAtTheCriticalTokens() {
        double critical = CHEN_2025_W4A4.criticalTokens(PARAMS, 64);
        double least = lossNats(critical);
        assertThat(lossNats(critical * 1.05)).isGreaterThan(least);
        assertThat(lossNats(critical / 1.05)).isGreaterThan(least);
    }

    private static double lossNats(double tokens) {
        var point = Point.of(PARAMS, tokens).with(Column.GROUP_SIZE, 64);
        return CHEN_2025_W4A4.predict(point).lossNats();
    }
}

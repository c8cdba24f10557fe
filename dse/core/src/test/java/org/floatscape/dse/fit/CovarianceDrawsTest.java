package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;

class CovarianceDrawsTest {

    private static final Covariance COVARIANCE =
            new Covariance(List.of("log A", "alpha"), List.of(List.of(0.09, 0.0024), List.of(0.0024, 0.0001)));

    private static List<List<Double>> draws(long seed) {
        return CovarianceDraws.of(
                COVARIANCE, Map.of("A", 400.0, "alpha", 0.3, "E", 0.0), List.of("A", "alpha", "E"), 20_000, seed);
    }

    private static double[] column(List<List<Double>> draws, int column) {
        return draws.stream().mapToDouble(draw -> draw.get(column)).toArray();
    }

    /** 20 000 draws: standard errors of a deviation 0.5 %, of a correlation of 0.8 0.0025; five of each. */
    @Test
    void drawsHaveTheSpreadAndTheCorrelationTheyAreDrawnFrom() {
        var draws = draws(1);
        double[] logA =
                draws.stream().mapToDouble(draw -> Math.log(draw.get(0))).toArray();
        double[] alpha = column(draws, 1);
        assertThat(new StandardDeviation().evaluate(logA)).isCloseTo(0.3, within(0.025 * 0.3));
        assertThat(new StandardDeviation().evaluate(alpha)).isCloseTo(0.01, within(0.025 * 0.01));
        assertThat(new PearsonsCorrelation().correlation(logA, alpha)).isCloseTo(0.8, within(0.0125));
    }

    @Test
    void aConstantAtItsBoundStaysThere() {
        assertThat(column(draws(1), 2)).containsOnly(0.0);
    }

    @Test
    void drawsDependOnTheSeedAlone() {
        assertThat(draws(3)).isEqualTo(draws(3)).isNotEqualTo(draws(4));
    }
}

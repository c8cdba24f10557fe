package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final FitForm FORM = FitForms.chinchilla();

    private static void quiet() {}

    @Test
    void samplesDependOnTheSeedAndNotOnTheThreads() {
        var fit = Synthetic.fit(FORM, Synthetic.chinchilla(0.01, 1), LawFitter.DEFAULT_LOSS);
        var one = Bootstrap.run(fit, 40, 1, 1, BootstrapTest::quiet);
        assertThat(Bootstrap.run(fit, 40, 1, 3, BootstrapTest::quiet).samples()).isEqualTo(one.samples());
        assertThat(Bootstrap.run(fit, 40, 2, 3, BootstrapTest::quiet).samples()).isNotEqualTo(one.samples());
    }

    /** Where the noise is known, so is the covariance: sigma squared times the inverse of J'J. */
    @Test
    void spreadIsThatOfLeastSquares() {
        var fit = Synthetic.fit(FORM, Synthetic.chinchilla(0.01, 4), new Loss.Squares());
        var resampled = Bootstrap.run(fit, 400, 1, 2, BootstrapTest::quiet).covariance();
        var sandwich = Covariance.sandwich(fit, List.of());
        assertThat(resampled.names()).containsExactly("log A", "alpha", "log B", "beta", "E");
        for (int i = 0; i < 5; i++) {
            assertThat(resampled.standardError(i))
                    .isCloseTo(sandwich.standardError(i), within(0.3 * sandwich.standardError(i)));
        }
        assertThat(resampled.correlation(0, 1)).isGreaterThan(0.99);
    }

    @Test
    void everyClassKeepsItsRuns() {
        var runs = Synthetic.classes(Synthetic.grid(Map.of()), "format", "bf16", "int4")
                .select(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 21, 22);
        var form = FitForms.efficiency(runs, "bf16", Set.of());
        var constants = new java.util.TreeMap<>(Synthetic.CHINCHILLA);
        constants.put("eff[int4]", 0.6);
        var fit = LawFitter.fit(
                form,
                Synthetic.observed(form, runs, constants, 0.002, 1),
                LawFitter.DEFAULT_LOSS,
                Synthetic.CHINCHILLA,
                List.of());
        var bootstrap = Bootstrap.run(fit, 50, 1, 2, BootstrapTest::quiet);
        assertThat(bootstrap.interval("eff[int4]", 0.95).lower()).isGreaterThan(0.5);
        assertThat(bootstrap.failures()).isZero();
    }

    @Test
    void progressCountsEverySample() {
        var fit = Synthetic.fit(FORM, Synthetic.chinchilla(0.01, 1), LawFitter.DEFAULT_LOSS);
        var done = new AtomicInteger();
        Bootstrap.run(fit, 20, 1, 2, done::incrementAndGet);
        assertThat(done).hasValue(20);
        assertThatThrownBy(() -> Bootstrap.run(fit, 1, 1, 1, BootstrapTest::quiet))
                .hasMessage("bootstrap (1): must be 2 to 100000 samples");
    }

    /** 200 data sets of one law; the bands at three points, in and beyond the runs, against the law. */
    @Test
    void bandsCoverTheTruthAsOftenAsTheySay() {
        var points = RunTable.of(
                Map.of("params", new double[] {3e8, 2e9, 7e10}, "tokens", new double[] {6e9, 8e10, 1.4e12}));
        double[] truth = FORM.model().apply(points).predict(Synthetic.theta(FORM, Synthetic.CHINCHILLA));
        int[] covered = new int[truth.length];
        for (int set = 0; set < 200; set++) {
            var fit = Synthetic.fit(FORM, Synthetic.chinchilla(0.005, 1000 + set), LawFitter.DEFAULT_LOSS);
            var band = Bootstrap.run(fit, 100, set, 2, BootstrapTest::quiet).band(points, 0.95);
            for (int i = 0; i < covered.length; i++) {
                covered[i] += band.get(i).contains(truth[i]) ? 1 : 0;
            }
        }
        assertThat(Arrays.stream(covered).boxed())
                .as("of 200")
                .allSatisfy(count -> assertThat(count).isBetween(184, 196));
    }
}

package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.util.Pair;
import org.junit.jupiter.api.Test;

class LawFitterTest {

    private static final FitForm FORM = FitForms.chinchilla();

    /** An independent optimiser on the same residuals. */
    @Test
    void squaresEndWhereLevenbergMarquardtEnds() {
        var runs = Synthetic.chinchilla(0.01, 7);
        var fit = Synthetic.fit(FORM, runs, new Loss.Squares());
        var model = FORM.model().apply(runs);
        double[] target = Arrays.stream(runs.number("loss")).map(Math::log).toArray();
        var optimum = new LevenbergMarquardtOptimizer()
                .withCostRelativeTolerance(1e-15)
                .withParameterRelativeTolerance(1e-15)
                .withOrthoTolerance(1e-15)
                .optimize(new LeastSquaresBuilder()
                        .start(Synthetic.theta(FORM, Synthetic.CHINCHILLA))
                        .target(target)
                        .model(point -> {
                            double[] log = new double[model.rows()];
                            double[][] gradient = new double[5][model.rows()];
                            model.evaluate(point.toArray(), log, gradient);
                            return new Pair<>(new ArrayRealVector(log), new Array2DRowRealMatrix(gradient).transpose());
                        })
                        .maxEvaluations(1000)
                        .maxIterations(1000)
                        .build());
        assertThat(fit.objective()).isCloseTo(optimum.getCost() * optimum.getCost() / 2, within(1e-12));
        assertThat(fit.constant("alpha")).isCloseTo(optimum.getPoint().getEntry(1), within(1e-6));
        assertThat(fit.constant("E")).isCloseTo(optimum.getPoint().getEntry(4), within(1e-6));
    }

    /** No small step from the fit in any of many directions lowers the objective. */
    @Test
    void theFitIsAMinimum() {
        var runs = Synthetic.chinchilla(0.01, 3);
        var fit = Synthetic.fit(FORM, runs, LawFitter.DEFAULT_LOSS);
        var objective = fit.problem().objective(fit.unitWeights(), fit.free());
        var random = new java.util.Random(5);
        for (int trial = 0; trial < 500; trial++) {
            double size = Math.pow(10, -1 - random.nextInt(6));
            double[] near = fit.theta();
            for (int j = 0; j < near.length; j++) {
                near[j] += size * random.nextGaussian();
            }
            assertThat(objective.moveTo(near)).isGreaterThanOrEqualTo(fit.objective());
        }
    }

    @Test
    void aFewWildRunsMoveHuberLittleAndSquaresMuch() {
        var clean = Synthetic.chinchilla(0.001, 1);
        double[] loss = clean.number("loss");
        IntStream.of(3, 17, 40).forEach(i -> loss[i] *= 1.3);
        var wild = clean.withNumbers("loss", loss);
        double huber = Synthetic.fit(FORM, wild, LawFitter.DEFAULT_LOSS).constant("E");
        double squares = Synthetic.fit(FORM, wild, new Loss.Squares()).constant("E");
        double truth = Synthetic.CHINCHILLA.get("E");
        assertThat(Math.abs(huber - truth)).isLessThan(0.01);
        assertThat(Math.abs(squares - truth)).isGreaterThan(5 * Math.abs(huber - truth));
    }

    @Test
    void fixedConstantsStayAndTheRestIsFitted() {
        var runs = Synthetic.chinchilla(0.005, 2);
        var fit = LawFitter.fit(FORM, runs, LawFitter.DEFAULT_LOSS, Map.of("E", 1.7, "beta", 0.4), List.of());
        assertThat(fit.constant("E")).isEqualTo(1.7);
        assertThat(fit.constant("beta")).isEqualTo(0.4);
        assertThat(fit.freeNames()).containsExactly("A", "alpha", "B");
        assertThat(fit.fixed()).isEqualTo(Map.of("E", 1.7, "beta", 0.4));
        var free = LawFitter.fit(
                FORM, runs, LawFitter.DEFAULT_LOSS, Map.of("E", 1.7, "beta", 0.4), List.of("A", "alpha", "B"));
        assertThat(free.constants()).isEqualTo(fit.constants());
    }

    @Test
    void whatCannotBeFittedIsAnError() {
        var runs = Synthetic.chinchilla(0.005, 2);
        assertThatThrownBy(() -> Synthetic.fit(FORM, runs.select(0, 1, 2, 3, 4), LawFitter.DEFAULT_LOSS))
                .isInstanceOf(FitException.class)
                .hasMessage("law chinchilla: 5 runs are too few for 5 free constants (A, alpha, B, beta, E);"
                        + " at least 6 are needed");
        assertThatThrownBy(() -> fit(runs, Map.of("gamma", 1.0), List.of()))
                .hasMessage("constant gamma: law chinchilla has none of that name; it has A, alpha, B, beta, E");
        assertThatThrownBy(() -> fit(runs, Map.of("E", -1.0), List.of()))
                .hasMessage("constant E: -1.0 must be from 0.0 to 1000.0");
        assertThatThrownBy(() -> fit(runs, Map.of("E", 1.0), List.of("E")))
                .hasMessage("constant E: both free and fixed");
        assertThatThrownBy(() -> fit(runs, Map.of(), List.of("A", "B")))
                .hasMessage("constant alpha: neither free nor fixed; give it a value with --fix alpha=...");
        assertThatThrownBy(() -> fit(runs, Synthetic.CHINCHILLA, List.of()))
                .hasMessage("law chinchilla: every constant is fixed; nothing is left to fit");
        assertThatIllegalArgumentException().isThrownBy(() -> new Loss.Huber(0));
    }

    private static Fit fit(RunTable runs, Map<String, Double> fixed, List<String> free) {
        return LawFitter.fit(FORM, runs, LawFitter.DEFAULT_LOSS, fixed, free);
    }

    /** A law whose loss keeps falling as its constant grows has no best constant. */
    @Test
    void aFitThatDoesNotConvergeIsAnError() {
        LossModel endless = new LossModel() {
            @Override
            public int rows() {
                return 3;
            }

            @Override
            public int floor() {
                return NO_FLOOR;
            }

            @Override
            public void evaluate(double[] theta, double[] logPrediction, double[][] gradient) {
                Arrays.fill(logPrediction, 1 + 1 / (1 + Math.log1p(theta[0])));
                Arrays.fill(gradient[0], Double.NaN);
            }
        };
        var parameter = new Parameter("x", Parameter.Scale.LINEAR, 0, 1e300, List.of(1.0));
        var form = new FitForm("endless", "loss", List.of(parameter), Map.of(), List.of(), _ -> endless);
        var runs = RunTable.of(Map.of("loss", new double[] {1, 2, 3}));
        assertThatThrownBy(() -> Synthetic.fit(form, runs, LawFitter.DEFAULT_LOSS))
                .isInstanceOf(FitException.class)
                .hasMessage("law endless: no descent converged; fix some constants or check the runs");
    }

    @Test
    void repeatedRunsAreNotMoreRuns() {
        var one = Synthetic.chinchilla(0.01, 1);
        var again = one.select(IntStream.range(0, 40).map(i -> i % 4).toArray());
        assertThatThrownBy(() -> Synthetic.fit(FitForms.chinchilla(), again, LawFitter.DEFAULT_LOSS))
                .isInstanceOf(TooFewRunsException.class)
                .hasMessageContaining("40 runs at 4 distinct points are too few for 5 free constants");
    }

    @Test
    void runsOfOneLossAreRefused() {
        var runs = Synthetic.grid(Map.of());
        assertThatThrownBy(() -> Synthetic.fit(FitForms.chinchilla(), runs, LawFitter.DEFAULT_LOSS))
                .hasMessage("law chinchilla: all 56 runs have the same loss (1.0): there is nothing to fit");
    }
}

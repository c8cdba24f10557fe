package org.floatscape.dse.fit;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.floatscape.dse.SteadyBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A Chinchilla fit to 240 runs like those of Besiroglu et al. 2024, from scratch and from a bootstrap's start. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FitBenchmark extends SteadyBenchmark {

    private static final int ROWS = 240;

    private RunTable runs;
    private Fit fit;
    private LawFitter.Problem problem;
    private double[] weights;

    /** N from 57 M to 16 G and D from 0.8 G to 318 G, 0.5 % of noise, one run in ten with five times as much. */
    @Setup
    public void draw() {
        var random = new SplittableRandom(1);
        double[] params = new double[ROWS];
        double[] tokens = new double[ROWS];
        double[] loss = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            params[i] = 57e6 * Math.pow(16e9 / 57e6, random.nextDouble());
            tokens[i] = 0.8e9 * Math.pow(318 / 0.8, random.nextDouble());
            double noise = 0.005 * random.nextGaussian() * (random.nextInt(10) == 0 ? 5 : 1);
            loss[i] = (1.8172 + 482.01 * Math.pow(params[i], -0.3478) + 2085.43 * Math.pow(tokens[i], -0.3658))
                    * Math.exp(noise);
        }
        runs = RunTable.of(Map.of("params", params, "tokens", tokens, "loss", loss));
        fit = pointFit();
        problem = fit.problem();
        weights = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            weights[random.nextInt(ROWS)]++;
        }
    }

    @Benchmark
    public Fit pointFit() {
        return LawFitter.fit(FitForms.chinchilla(), runs, LawFitter.DEFAULT_LOSS, Map.of(), List.of());
    }

    @Benchmark
    public double bootstrapSample() {
        return problem.solveFrom(fit.theta(), weights).objective();
    }
}

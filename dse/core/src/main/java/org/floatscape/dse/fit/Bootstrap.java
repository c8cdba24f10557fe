package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * How a fit varies when its runs are drawn anew: each sample draws as many rows with replacement, within each class
 * that has a constant of its own, and is fitted again from the fit's own constants.
 */
public final class Bootstrap {

    /** More samples than this without convergence, and the intervals would say too little. */
    private static final double MOST_FAILURES = 0.02;

    /** All are kept; intervals gain nothing from more. */
    private static final int MOST_SAMPLES = 100_000;

    private final Fit fit;
    private final double[][] thetas;
    private final int failures;

    private Bootstrap(Fit fit, double[][] thetas, int failures) {
        this.fit = fit;
        this.thetas = thetas;
        this.failures = failures;
    }

    /**
     * Draws and fits.
     *
     * @param samples  how many, at least 2
     * @param threads  how many work at once; the result does not depend on it
     * @param progress run after each sample, from any thread
     * @throws FitException if more than 2 % of the samples do not converge
     */
    public static Bootstrap run(Fit fit, int samples, long seed, int threads, Runnable progress) {
        if (samples < 2 || samples > MOST_SAMPLES) {
            throw new FitException("bootstrap (%d): must be 2 to %d samples".formatted(samples, MOST_SAMPLES));
        }
        long[] seeds = new SplittableRandom(seed).longs(samples).toArray();
        int[][] strata = strata(fit);
        double[][] thetas = new double[samples][];
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var tasks = new ArrayList<Callable<Void>>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                tasks.add(() -> {
                    var problem = fit.problem();
                    for (int s = first; s < samples; s += threads) {
                        thetas[s] = solve(fit, problem, draw(strata, fit.runs().rows(), seeds[s]));
                        progress.run();
                    }
                    return null;
                });
            }
            for (var future : pool.invokeAll(tasks)) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FitException("bootstrap: interrupted");
        } catch (ExecutionException e) {
            throw new AssertionError("a bootstrap sample failed", e.getCause());
        }
        var converged = Arrays.stream(thetas).filter(theta -> theta.length > 0).toArray(double[][]::new);
        int failures = samples - converged.length;
        if (failures > MOST_FAILURES * samples) {
            throw new FitException("bootstrap: %d of %d samples did not converge; fix some constants or check the runs"
                    .formatted(failures, samples));
        }
        return new Bootstrap(fit, converged, failures);
    }

    /** Nothing when neither the near start nor a fresh search converges. */
    private static double[] solve(Fit fit, LawFitter.Problem problem, double[] weights) {
        var near = problem.solveFrom(fit.theta(), weights);
        if (near.converged()) {
            return near.theta();
        }
        try {
            return problem.solve(fit.theta(), weights).theta();
        } catch (FitException e) {
            return new double[0];
        }
    }

    private static int[][] strata(Fit fit) {
        var rowsOf = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < fit.runs().rows(); i++) {
            int row = i;
            String stratum = String.join(
                    "\n",
                    fit.form().strata().stream()
                            .map(column -> fit.runs().label(column).get(row))
                            .toList());
            rowsOf.computeIfAbsent(stratum, _ -> new ArrayList<>()).add(i);
        }
        return rowsOf.values().stream()
                .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private static double[] draw(int[][] strata, int rows, long seed) {
        var random = new SplittableRandom(seed);
        double[] weights = new double[rows];
        for (int[] stratum : strata) {
            for (int i = 0; i < stratum.length; i++) {
                weights[stratum[random.nextInt(stratum.length)]]++;
            }
        }
        return weights;
    }

    /** Samples that converged. */
    public int size() {
        return thetas.length;
    }

    /** Samples that did not converge and are left out. */
    public int failures() {
        return failures;
    }

    /** The value of a constant in each sample. */
    public double[] values(String constant) {
        int j = fit.form().names().indexOf(constant);
        return Arrays.stream(thetas)
                .mapToDouble(theta -> fit.form().parameters().get(j).fromSearch(theta[j]))
                .toArray();
    }

    /** Percentile interval of a constant. */
    public Interval interval(String constant, double level) {
        return Interval.ofMiddle(values(constant), level);
    }

    /** The fitted constants, sample by sample, in the order of {@link Fit#freeNames}. */
    public List<List<Double>> samples() {
        var columns = fit.freeNames().stream().map(this::values).toList();
        return IntStream.range(0, thetas.length)
                .mapToObj(s -> columns.stream().map(column -> column[s]).toList())
                .toList();
    }

    /** Joint covariance of the fitted constants, those that are searched by their logarithm by that. */
    public Covariance covariance() {
        int[] free = fit.free();
        double[] mean = new double[free.length];
        for (double[] theta : thetas) {
            for (int f = 0; f < free.length; f++) {
                mean[f] += theta[free[f]] / thetas.length;
            }
        }
        double[][] matrix = new double[free.length][free.length];
        for (double[] theta : thetas) {
            for (int f = 0; f < free.length; f++) {
                for (int g = 0; g < free.length; g++) {
                    matrix[f][g] += (theta[free[f]] - mean[f]) * (theta[free[g]] - mean[g]) / (thetas.length - 1);
                }
            }
        }
        return Covariance.of(fit, free, matrix);
    }

    /**
     * Where the law's loss lies for each row of a table.
     *
     * @param level share of the samples within the band, such as 0.95
     * @return one interval per row, nats per token
     */
    public List<Interval> band(RunTable points, double level) {
        var model = fit.form().model().apply(points);
        var predictions = Arrays.stream(thetas).map(model::predict).toList();
        return IntStream.range(0, points.rows())
                .mapToObj(i -> Interval.ofMiddle(
                        predictions.stream().mapToDouble(p -> p[i]).toArray(), level))
                .toList();
    }
}

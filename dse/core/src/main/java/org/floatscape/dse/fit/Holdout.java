package org.floatscape.dse.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which runs are kept from a fit to test it on.
 *
 * @param choice how they are chosen
 * @param share  part of the runs, above 0 and below 1
 * @param seed   for a random choice
 */
public record Holdout(Choice choice, double share, long seed) {

    /** How held-out runs are chosen. */
    public enum Choice {
        /** At random: tests interpolation. */
        RANDOM,
        /** Those of the greatest N times D: tests extrapolation, which is what a scaling law is for. */
        COMPUTE
    }

    /**
     * How a fit to the kept runs does on those held out; errors are of the log loss, so 0.01 is 1 %.
     *
     * @param rows          runs held out
     * @param rmse          root of the mean square
     * @param meanAbsolute  mean size
     * @param worst         greatest size
     * @param bias          mean of predicted less observed
     */
    public record Score(int rows, double rmse, double meanAbsolute, double worst, double bias) {}

    public Holdout {
        if (!(share > 0 && share < 1)) {
            throw new FitException("holdout (%s): the share must be above 0 and below 1".formatted(share));
        }
    }

    /** Fits to the kept runs as {@code fit} was fitted to all, and tests it on the others. */
    public Score score(Fit fit) {
        int[] order = order(fit.runs());
        int held = (int) Math.round(share * order.length);
        if (held == 0 || held == order.length) {
            throw new FitException("holdout (%s): of %d runs that holds out %d; at least 1 must be held out and 1 kept"
                    .formatted(share, order.length, held));
        }
        int[] kept = Arrays.stream(order, held, order.length).sorted().toArray();
        int[] test = Arrays.stream(order, 0, held).sorted().toArray();
        checkClasses(fit, kept, test);
        return score(partial(fit, kept), fit.runs().select(test));
    }

    private Fit partial(Fit fit, int[] kept) {
        try {
            return LawFitter.fit(fit.form(), fit.runs().select(kept), fit.loss(), fit.fixed(), List.of());
        } catch (TooFewRunsException e) {
            throw new FitException(
                    "holdout (%s): take a smaller share; of those kept: %s".formatted(share, e.getMessage()));
        }
    }

    private void checkClasses(Fit fit, int[] kept, int[] test) {
        for (String column : fit.form().strata()) {
            var labels = fit.runs().label(column);
            var left = IntStream.of(kept).mapToObj(labels::get).collect(Collectors.toSet());
            IntStream.of(test)
                    .mapToObj(labels::get)
                    .filter(label -> !left.contains(label))
                    .findFirst()
                    .ifPresent(label -> {
                        throw new FitException("holdout (%s): leaves no run of %s (%s) to fit; take a smaller share"
                                .formatted(share, column, label));
                    });
        }
    }

    /** The rows, those to hold out first. */
    private int[] order(RunTable runs) {
        double[] key = switch (choice) {
            case RANDOM -> new SplittableRandom(seed).doubles(runs.rows()).toArray();
            case COMPUTE -> {
                double[] params = runs.number("params");
                double[] tokens = runs.number("tokens");
                yield IntStream.range(0, params.length)
                        .mapToDouble(i -> -params[i] * tokens[i])
                        .toArray();
            }
        };
        return IntStream.range(0, runs.rows())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> key[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Score score(Fit fit, RunTable test) {
        double[] predicted = fit.predict(test);
        double[] observed = test.number(fit.form().target());
        double[] error = IntStream.range(0, predicted.length)
                .mapToDouble(i -> Math.log(predicted[i] / observed[i]))
                .toArray();
        return new Score(
                error.length,
                Math.sqrt(Arrays.stream(error).map(e -> e * e).average().orElseThrow()),
                Arrays.stream(error).map(Math::abs).average().orElseThrow(),
                Arrays.stream(error).map(Math::abs).max().orElseThrow(),
                Arrays.stream(error).average().orElseThrow());
    }

    /** As the command line writes it. */
    @Override
    public String toString() {
        return switch (choice) {
            case RANDOM -> "%s of the runs at random, seed %d".formatted(share, seed);
            case COMPUTE -> "%s of the runs, those of most compute".formatted(share);
        };
    }
}

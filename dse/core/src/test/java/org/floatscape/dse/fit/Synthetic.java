package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Runs made up from a known law. */
final class Synthetic {

    private static final double[] PARAMS = {4e7, 8e7, 1.6e8, 3.2e8, 6.4e8, 1.3e9, 2.6e9, 5e9};
    private static final double[] TOKENS_PER_PARAM = {5, 10, 20, 40, 80, 160, 320};

    static final Map<String, Double> CHINCHILLA =
            Map.of("A", 482.01, "alpha", 0.3478, "B", 2085.43, "beta", 0.3658, "E", 1.8172);

    private Synthetic() {}

    /** Every combination of N, D and some further columns, with a loss of 1. */
    static RunTable grid(Map<String, double[]> columns) {
        var axes = new TreeMap<>(columns);
        var rows = new ArrayList<Map<String, Double>>();
        for (double n : PARAMS) {
            for (double ratio : TOKENS_PER_PARAM) {
                rows.add(new TreeMap<>(Map.of("params", n, "tokens", n * ratio, "loss", 1.0, "delta_loss", 1.0)));
            }
        }
        List<Map<String, Double>> all = rows;
        for (var axis : axes.entrySet()) {
            var crossed = new ArrayList<Map<String, Double>>();
            for (var row : all) {
                for (double value : axis.getValue()) {
                    var copy = new TreeMap<>(row);
                    copy.put(axis.getKey(), value);
                    crossed.add(copy);
                }
            }
            all = crossed;
        }
        var numbers = new TreeMap<String, double[]>();
        for (String name : all.getFirst().keySet()) {
            numbers.put(name, all.stream().mapToDouble(row -> row.get(name)).toArray());
        }
        return RunTable.of(numbers);
    }

    /** Each run given one of some classes in turn. */
    static RunTable classes(RunTable runs, String column, String... names) {
        var labels = new ArrayList<String>();
        for (int i = 0; i < runs.rows(); i++) {
            labels.add(names[(i + i / names.length) % names.length]);
        }
        return runs.withLabels(column, labels);
    }

    static double[] theta(FitForm form, Map<String, Double> constants) {
        return form.parameters().stream()
                .mapToDouble(p -> p.toSearch(constants.get(p.name())))
                .toArray();
    }

    /** The runs with the loss that a law gives them, times the exponential of normal noise. */
    static RunTable observed(FitForm form, RunTable runs, Map<String, Double> constants, double noise, long seed) {
        double[] loss = form.model().apply(runs).predict(theta(form, constants));
        var random = new Random(seed);
        for (int i = 0; i < loss.length; i++) {
            loss[i] *= Math.exp(noise * random.nextGaussian());
        }
        return runs.withNumbers(form.target(), loss);
    }

    /** Runs of a Chinchilla law. */
    static RunTable chinchilla(double noise, long seed) {
        return observed(FitForms.chinchilla(), grid(Map.of()), CHINCHILLA, noise, seed);
    }

    static Fit fit(FitForm form, RunTable runs, Loss loss) {
        return LawFitter.fit(form, runs, loss, Map.of(), List.of());
    }
}

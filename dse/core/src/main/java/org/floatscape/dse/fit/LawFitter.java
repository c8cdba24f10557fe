package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Fits a law form to runs: minimises the sum over the runs of a {@link Loss} of the residual of the log loss. Starts
 * come from a grid over the parameters in which the law is not linear, the others projected out; the best few are
 * descended from, and the best end is the fit.
 */
public final class LawFitter {

    /** The loss of Hoffmann et al. 2022 (arXiv:2203.15556), appendix D.2. */
    public static final Loss DEFAULT_LOSS = new Loss.Huber(1e-3);

    private static final int DESCENTS = 3;

    private LawFitter() {}

    /**
     * Fits.
     *
     * @param fixed constants not to be fitted, with their values; presets of the form that are to be free are given as
     *              {@code free}
     * @param free  if not empty, only these constants are fitted, and each other one must have a value
     * @throws FitException if a name is unknown, there are too few runs, or no descent converges
     */
    public static Fit fit(FitForm form, RunTable runs, Loss loss, Map<String, Double> fixed, List<String> free) {
        var held = held(form, fixed, free);
        int[] freeIndices = IntStream.range(0, form.parameters().size())
                .filter(j -> !held.containsKey(form.names().get(j)))
                .toArray();
        if (freeIndices.length == 0) {
            throw new FitException("law %s: every constant is fixed; nothing is left to fit".formatted(form.id()));
        }
        if (runs.rows() <= freeIndices.length) {
            throw new TooFewRunsException(form.id(), runs.rows(), names(form, freeIndices));
        }
        double[] target = runs.number(form.target());
        if (Arrays.stream(target).distinct().count() == 1) {
            throw new FitException("law %s: all %d runs have the same %s (%s): there is nothing to fit"
                    .formatted(form.id(), runs.rows(), form.target(), target[0]));
        }
        int nDistinct = runs.distinctWithout(form.target());
        if (nDistinct < freeIndices.length) {
            throw TooFewRunsException.distinct(form.id(), runs.rows(), nDistinct, names(form, freeIndices));
        }
        double[] weights = new double[runs.rows()];
        Arrays.fill(weights, 1);
        double[] template = new double[form.parameters().size()];
        held.forEach((name, value) -> {
            int j = form.names().indexOf(name);
            template[j] = form.parameters().get(j).toSearch(value);
        });
        var problem = new Problem(form, runs, loss, freeIndices);
        var optimum = problem.solve(template, weights);
        return new Fit(form, runs, loss, freeIndices, optimum.theta(), optimum.objective());
    }

    private static List<String> names(FitForm form, int[] indices) {
        return IntStream.of(indices).mapToObj(form.names()::get).toList();
    }

    private static Map<String, Double> held(FitForm form, Map<String, Double> fixed, List<String> free) {
        var held = new TreeMap<>(form.preset());
        free.forEach(name -> {
            known(form, name);
            held.remove(name);
        });
        fixed.forEach((name, value) -> {
            known(form, name);
            if (free.contains(name)) {
                throw new FitException("constant %s: both free and fixed".formatted(name));
            }
            var parameter = form.parameters().get(form.names().indexOf(name));
            if (!(value >= parameter.lower() && value <= parameter.upper())) {
                throw new FitException("constant %s: %s must be from %s to %s"
                        .formatted(name, value, parameter.lower(), parameter.upper()));
            }
            held.put(name, value);
        });
        if (!free.isEmpty()) {
            form.names().stream()
                    .filter(name -> !free.contains(name) && !held.containsKey(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new FitException("constant %s: neither free nor fixed; give it a value with --fix %s=..."
                                .formatted(name, name));
                    });
        }
        return held;
    }

    private static void known(FitForm form, String name) {
        if (!form.names().contains(name)) {
            throw new FitException("constant %s: law %s has none of that name; it has %s"
                    .formatted(name, form.id(), String.join(", ", form.names())));
        }
    }

    /** A form bound to runs, to be solved under different weights of the rows. One instance per thread. */
    static final class Problem {
        private final FitForm form;
        private final Loss loss;
        private final int[] free;
        private final LossModel model;
        private final double[] target;
        private final double[] logTarget;

        Problem(FitForm form, RunTable runs, Loss loss, int[] free) {
            this.form = form;
            this.loss = loss;
            this.free = free;
            this.model = form.model().apply(runs);
            this.target = runs.number(form.target());
            this.logTarget = Arrays.stream(target).map(Math::log).toArray();
        }

        private Objective objective(double[] weights) {
            return objective(weights, free);
        }

        Objective objective(double[] weights, int[] moving) {
            return new Objective(
                    model, loss, logTarget, weights, moving, form.parameters().size());
        }

        /** From scratch: the held parameters as in {@code template}. */
        TrustRegion.Optimum solve(double[] template, double[] weights) {
            var objective = objective(weights);
            TrustRegion.Optimum best = null;
            for (double[] start : starts(template, weights, objective)) {
                var end = TrustRegion.minimize(objective, form.parameters(), start);
                if (end.converged() && (best == null || end.objective() < best.objective())) {
                    best = end;
                }
            }
            if (best == null) {
                throw new FitException(
                        "law %s: no descent converged; fix some constants or check the runs".formatted(form.id()));
            }
            return best;
        }

        /** From a nearby optimum, such as that of other weights. */
        TrustRegion.Optimum solveFrom(double[] theta, double[] weights) {
            return TrustRegion.minimize(objective(weights), form.parameters(), theta);
        }

        private List<double[]> starts(double[] template, double[] weights, Objective objective) {
            var grid = List.of(template);
            for (int j : free) {
                grid = crossed(grid, j);
            }
            var all = grid;
            var projection = new Projection(model, form.parameters(), target, weights, free);
            double[] values = new double[all.size()];
            for (int g = 0; g < values.length; g++) {
                projection.complete(all.get(g));
                values[g] = objective.moveTo(all.get(g));
            }
            return IntStream.range(0, values.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(g -> values[g]))
                    .limit(DESCENTS)
                    .map(all::get)
                    .toList();
        }

        private List<double[]> crossed(List<double[]> grid, int j) {
            var parameter = form.parameters().get(j);
            if (parameter.isCoefficient()) {
                return grid;
            }
            var crossed = new ArrayList<double[]>();
            for (double[] theta : grid) {
                for (double start : parameter.starts()) {
                    double[] copy = theta.clone();
                    copy[j] = parameter.toSearch(start);
                    crossed.add(copy);
                }
            }
            return crossed;
        }
    }
}

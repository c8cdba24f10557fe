package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One coefficient per primitive, over all architectures: what carries over to an architecture that was never
 * synthesised. Every family weighs the same however many points it has.
 */
final class SharedFit {

    /** What a family's mean relative error is taken to be, for the weight of what is known beforehand. */
    private static final double NOISE = 0.05;
    /** Primitives that are no plain gates (fixed overheads, widths) are hardly drawn to anything. */
    private static final double LOOSE = 0.005;

    /**
     * Primitives that are gates of known relative size, so that a first guess is one coefficient for each set: gate
     * counts are in NAND2 equivalents; gate levels and bits of a carry chain take one time each.
     */
    private static final ByMetric<List<Set<String>>> GATES = new ByMetric<>(
            List.of(Set.of("cell", "mux", "lzc", "exp", "increment", "mask", "xor", "add")),
            List.of(Set.of("static", "dynamic", "cell")),
            List.of(Set.of("stage", "level", "add_level", "lzc"), Set.of("carry", "product_carry", "exp", "lzc_bit")));

    /** How far a gate's coefficient is thought to lie from its set's, relative; chosen by leaving architectures out. */
    private static final ByMetric<Double> SPREAD = new ByMetric<>(0.15, 0.15, 0.3);

    private static final Map<String, Double> SPREAD_OF_DELAY =
            Map.of("stage", 0.1, "lzc_bit", 0.15, "product_carry", 0.5, "level", 0.5);

    private SharedFit() {}

    /** Coefficient of each primitive that some family has. */
    static Map<String, Double> fit(List<FamilyData> families, Metric metric) {
        int[] terms = Terms.of(metric);
        var names = new TreeSet<String>();
        for (int term : terms) {
            if (!Terms.primitive(term).isEmpty() && families.stream().anyMatch(f -> any(f.counts()[term]))) {
                names.add(Terms.primitive(term));
            }
        }
        List<String> primitives = List.copyOf(names);
        int nRows = families.stream().mapToInt(FamilyData::size).sum();
        double[][] rows = new double[nRows][];
        double[] target = new double[nRows];
        int row = 0;
        for (FamilyData family : families) {
            double weight = 1 / Math.sqrt(family.size());
            double[] measured = family.measured(metric);
            for (int i = 0; i < family.size(); i++, row++) {
                rows[row] = primitives(family, i, terms, primitives);
                for (int j = 0; j < rows[row].length; j++) {
                    rows[row][j] *= weight / measured[i];
                }
                target[row] = weight;
            }
        }
        double[] coefficients = solve(rows, target, primitives, metric);
        var result = new LinkedHashMap<String, Double>();
        for (int j = 0; j < coefficients.length; j++) {
            result.put(primitives.get(j), coefficients[j]);
        }
        return result;
    }

    private static double[] solve(double[][] rows, double[] target, List<String> primitives, Metric metric) {
        // First one coefficient for each set of gates, then each its own, drawn towards the first answer.
        List<Set<String>> sets = GATES.get(metric);
        int n = primitives.size();
        int[] group = new int[n];
        boolean[] gate = new boolean[n];
        for (int j = 0; j < n; j++) {
            group[j] = sets.size() + j;
            for (int s = 0; s < sets.size(); s++) {
                if (sets.get(s).contains(primitives.get(j))) {
                    group[j] = s;
                    gate[j] = true;
                }
            }
        }
        double[][] tied = new double[rows.length][sets.size() + n];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < n; j++) {
                tied[i][group[j]] += rows[i][j];
            }
        }
        double[] first = Nnls.solve(tied, target);
        double[] prior = Arrays.stream(group).mapToDouble(g -> first[g]).toArray();
        double[] norms = Ridge.norms(rows, 1);
        double[] weights = new double[n];
        for (int j = 0; j < n; j++) {
            weights[j] =
                    gate[j] && prior[j] > 0 ? NOISE / (spread(primitives.get(j), metric) * prior[j]) : LOOSE * norms[j];
        }
        return Ridge.solve(rows, target, prior, weights);
    }

    private static double spread(String primitive, Metric metric) {
        double usual = SPREAD.get(metric);
        return metric == Metric.DELAY ? SPREAD_OF_DELAY.getOrDefault(primitive, usual) : usual;
    }

    /** Relative errors of {@code family} under coefficients that may come from other families. */
    static double[] errors(FamilyData family, Metric metric, Map<String, Double> coefficients) {
        int[] terms = Terms.of(metric);
        double[] measured = family.measured(metric);
        double[] errors = new double[family.size()];
        for (int i = 0; i < errors.length; i++) {
            double predicted = 0;
            for (int term : terms) {
                predicted += coefficients.getOrDefault(Terms.primitive(term), 0.0) * family.counts()[term][i];
            }
            errors[i] = predicted / measured[i] - 1;
        }
        return errors;
    }

    /** Errors of each architecture under a fit to all the others, its other authors left out too. */
    static Map<String, Errors> leftOut(List<FamilyData> families, Metric metric) {
        var byName = new TreeMap<String, List<FamilyData>>();
        for (FamilyData family : families) {
            byName.computeIfAbsent(published(family.architecture()), _ -> new ArrayList<>())
                    .add(family);
        }
        var result = new LinkedHashMap<String, Errors>();
        if (byName.size() < 2) {
            return result;
        }
        byName.forEach((name, out) -> {
            var rest = families.stream().filter(f -> !out.contains(f)).toList();
            var coefficients = fit(rest, metric);
            double[] errors = out.stream()
                    .flatMapToDouble(f -> Arrays.stream(errors(f, metric, coefficients)))
                    .toArray();
            var labels = out.stream().flatMap(f -> f.labels().stream()).toList();
            result.put(name, Errors.of(errors, labels));
        });
        return result;
    }

    /** The two ways to build an FMA of one format are one architecture to leave out. */
    static String published(Architecture architecture) {
        return architecture == Architecture.FP_FMA_DIRECT ? Architecture.FP_FMA.label() : architecture.label();
    }

    private static double[] primitives(FamilyData family, int point, int[] terms, List<String> primitives) {
        double[] counts = new double[primitives.size()];
        for (int term : terms) {
            int j = primitives.indexOf(Terms.primitive(term));
            if (j >= 0) {
                counts[j] += family.counts()[term][point];
            }
        }
        return counts;
    }

    private static boolean any(double[] counts) {
        return Arrays.stream(counts).anyMatch(count -> count != 0);
    }
}

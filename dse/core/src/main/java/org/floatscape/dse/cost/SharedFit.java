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

    private static final double STRENGTH = 0.03;
    /** Primitives that are no plain gates (fixed overheads, widths) are hardly drawn to anything. */
    private static final double LOOSE = 0.03;

    /** Gate counts are in NAND2 equivalents, so a first guess is one coefficient for all gates. */
    private static final ByMetric<Set<String>> GATES = new ByMetric<>(
            Set.of("cell", "mux", "lzc", "exp", "increment", "mask", "xor", "add"),
            Set.of("static", "dynamic", "cell"),
            Set.of());

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
        double[] coefficients = solve(rows, target, primitives, GATES.get(metric));
        var result = new LinkedHashMap<String, Double>();
        for (int j = 0; j < coefficients.length; j++) {
            result.put(primitives.get(j), coefficients[j]);
        }
        return result;
    }

    private static double[] solve(double[][] rows, double[] target, List<String> primitives, Set<String> gates) {
        // First all gates with one coefficient, then each its own, drawn towards the first answer.
        int[] group = new int[primitives.size()];
        int nGroups = 0;
        int gateGroup = -1;
        for (int j = 0; j < group.length; j++) {
            if (!gates.contains(primitives.get(j))) {
                group[j] = nGroups++;
            } else {
                gateGroup = gateGroup < 0 ? nGroups++ : gateGroup;
                group[j] = gateGroup;
            }
        }
        double[][] tied = new double[rows.length][nGroups];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < group.length; j++) {
                tied[i][group[j]] += rows[i][j];
            }
        }
        double[] first = Nnls.solve(tied, target);
        double[] prior = Arrays.stream(group).mapToDouble(g -> first[g]).toArray();
        double[] scale = Ridge.norms(rows, 1);
        for (int j = 0; j < scale.length; j++) {
            scale[j] *= gates.contains(primitives.get(j)) ? 1 : LOOSE;
        }
        return Ridge.solve(rows, target, prior, scale, STRENGTH);
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

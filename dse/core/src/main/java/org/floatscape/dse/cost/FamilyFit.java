package org.floatscape.dse.cost;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A family's own coefficients, drawn towards the shared ones where its points say little. How strongly is the choice,
 * among a few, whose errors on points left out are smallest in the mean.
 */
final class FamilyFit {

    /** Weights of the shared coefficients, in points; ascending. */
    private static final double[] STRENGTHS = {0.03, 0.3, 3, 30};
    /** Errors beyond count as this much when strengths are compared: one leap of the mapping must not choose. */
    private static final double LARGE = 0.25;

    private FamilyFit() {}

    static Calibration.Fit fit(FamilyData family, Metric metric, Map<String, Double> shared) {
        int[] terms = IntStream.of(Terms.of(metric))
                .filter(term -> Arrays.stream(family.counts()[term]).anyMatch(count -> count != 0))
                .toArray();
        double[][] rows = rows(family, metric, terms);
        double[] prior = IntStream.of(terms)
                .mapToDouble(term -> shared.getOrDefault(Terms.primitive(term), 0.0))
                .toArray();
        LeftOut best = null;
        for (double strength : STRENGTHS) {
            var candidate =
                    LeftOut.of(rows, family.designs(), prior, Ridge.norms(rows, Math.sqrt(strength / rows.length)));
            if (best == null || candidate.meanError() < best.meanError()) {
                best = candidate;
            }
        }
        double[] coefficients = Ridge.solveRobustly(rows, prior, best.weights());
        var named = new LinkedHashMap<String, Calibration.Coefficient>();
        for (int j = 0; j < terms.length; j++) {
            named.put(
                    Terms.name(terms[j]),
                    new Calibration.Coefficient(
                            Digits.six(coefficients[j]), Digits.four(standardError(best.coefficients(), j))));
        }
        return new Calibration.Fit(named, 1, Errors.of(best.errors(), family.labels()));
    }

    /**
     * Fits with each design left out in turn, all its points together.
     *
     * @param coefficients [design left out][term]
     * @param errors       relative error on each point while its design is left out
     */
    private record LeftOut(double[] weights, double[][] coefficients, double[] errors) {

        static LeftOut of(double[][] rows, List<int[]> designs, double[] prior, double[] weights) {
            double[][] coefficients = new double[designs.size()][];
            double[] errors = new double[rows.length];
            for (int d = 0; d < coefficients.length; d++) {
                int[] out = designs.get(d);
                double[][] kept = IntStream.range(0, rows.length)
                        .filter(r -> Arrays.stream(out).noneMatch(o -> o == r))
                        .mapToObj(r -> rows[r])
                        .toArray(double[][]::new);
                coefficients[d] = Ridge.solveRobustly(kept, prior, weights);
                for (int i : out) {
                    errors[i] = Ridge.dot(rows[i], coefficients[d]) - 1;
                }
            }
            return new LeftOut(weights, coefficients, errors);
        }

        double meanError() {
            return Arrays.stream(errors)
                    .map(error -> Math.min(Math.abs(error), LARGE))
                    .average()
                    .orElseThrow();
        }
    }

    /** Counts over measurement: each row should add up to 1. */
    private static double[][] rows(FamilyData family, Metric metric, int[] terms) {
        double[] measured = family.measured(metric);
        double[][] rows = new double[family.size()][terms.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < terms.length; j++) {
                rows[i][j] = family.counts()[terms[j]][i] / measured[i];
            }
        }
        return rows;
    }

    private static double standardError(double[][] jackknife, int j) {
        int n = jackknife.length;
        double mean = Arrays.stream(jackknife).mapToDouble(x -> x[j]).sum() / n;
        double squares = Arrays.stream(jackknife)
                .mapToDouble(x -> (x[j] - mean) * (x[j] - mean))
                .sum();
        return Math.sqrt(squares * (n - 1) / n);
    }

    /** Predictions of a family's points under given coefficients. */
    static double[] predict(FamilyData family, Metric metric, double[] coefficients) {
        return IntStream.range(0, family.size())
                .mapToDouble(i -> Arrays.stream(Terms.of(metric))
                        .mapToDouble(term -> coefficients[term] * family.counts()[term][i])
                        .sum())
                .toArray();
    }
}

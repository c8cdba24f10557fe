package org.floatscape.dse.cost;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A family's own coefficients, drawn towards the shared ones where its points say little. */
final class FamilyFit {

    private static final double STRENGTH = 0.1;

    private FamilyFit() {}

    static Calibration.Fit fit(FamilyData family, Metric metric, Map<String, Double> shared) {
        int[] terms = IntStream.of(Terms.of(metric))
                .filter(term -> Arrays.stream(family.counts()[term]).anyMatch(count -> count != 0))
                .toArray();
        double[][] rows = rows(family, metric, terms);
        double[] prior = IntStream.of(terms)
                .mapToDouble(term -> shared.getOrDefault(Terms.primitive(term), 0.0))
                .toArray();
        double[] scale = Ridge.norms(rows, 1 / Math.sqrt(rows.length));
        double[] coefficients = solve(rows, prior, scale, -1);

        int n = rows.length;
        double[] errors = new double[n];
        double[][] jackknife = new double[n][];
        for (int i = 0; i < n; i++) {
            jackknife[i] = solve(rows, prior, scale, i);
            errors[i] = dot(rows[i], jackknife[i]) - 1;
        }
        var named = new LinkedHashMap<String, Calibration.Coefficient>();
        for (int j = 0; j < terms.length; j++) {
            named.put(
                    Terms.name(terms[j]),
                    new Calibration.Coefficient(Digits.six(coefficients[j]), Digits.four(standardError(jackknife, j))));
        }
        return new Calibration.Fit(named, 1, Errors.of(errors, family.labels()));
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

    /** The fit without row {@code leftOut}, or with all of them where it is negative. */
    private static double[] solve(double[][] rows, double[] prior, double[] scale, int leftOut) {
        double[][] kept = IntStream.range(0, rows.length)
                .filter(i -> i != leftOut)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
        double[] target = new double[kept.length];
        Arrays.fill(target, 1);
        return Ridge.solve(kept, target, prior, scale, STRENGTH);
    }

    private static double standardError(double[][] jackknife, int j) {
        int n = jackknife.length;
        double mean = Arrays.stream(jackknife).mapToDouble(x -> x[j]).sum() / n;
        double squares = Arrays.stream(jackknife)
                .mapToDouble(x -> (x[j] - mean) * (x[j] - mean))
                .sum();
        return Math.sqrt(squares * (n - 1) / n);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
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

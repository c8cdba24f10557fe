package org.floatscape.dse.cost;

import java.util.Arrays;

/**
 * Non-negative relative least squares, drawn towards a prior where the points say little:
 * minimise Σ (counts x / measured - 1)² + Σ (w_j (x_j - prior_j))² with x ≥ 0.
 */
final class Ridge {

    /** Errors of more than so many robust standard deviations count less, as Huber (1964) has it. */
    private static final double OUTLIER = 1.5;

    private static final double DEVIATION_OF_NORMAL = 1.4826;
    private static final double LEAST_DEVIATION = 1e-4;
    private static final int REWEIGHTINGS = 4;

    private Ridge() {}

    /**
     * @param relative counts over measurement, [point][term]
     * @param target   what each row should add up to, 1 but for weights
     * @param weights  w_j, see above
     */
    static double[] solve(double[][] relative, double[] target, double[] prior, double[] weights) {
        int nTerms = prior.length;
        double[][] rows = Arrays.copyOf(relative, relative.length + nTerms);
        double[] b = Arrays.copyOf(target, rows.length);
        for (int j = 0; j < nTerms; j++) {
            rows[relative.length + j] = new double[nTerms];
            rows[relative.length + j][j] = weights[j];
            b[relative.length + j] = weights[j] * prior[j];
        }
        return Nnls.solve(rows, b);
    }

    /** The same with every target 1, points far off the others' fit counting less: mapping is noisy, and in leaps. */
    static double[] solveRobustly(double[][] relative, double[] prior, double[] weights) {
        double[] root = new double[relative.length];
        Arrays.fill(root, 1);
        double[] x = solve(relative, root, prior, weights);
        for (int pass = 0; pass < REWEIGHTINGS; pass++) {
            double[] errors = new double[relative.length];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = Math.abs(dot(relative[i], x) - 1);
            }
            double[] sorted = errors.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
            double allowed = OUTLIER * (DEVIATION_OF_NORMAL * median + LEAST_DEVIATION);
            double[][] rows = new double[relative.length][];
            for (int i = 0; i < rows.length; i++) {
                root[i] = errors[i] <= allowed ? 1 : Math.sqrt(allowed / errors[i]);
                double weight = root[i];
                rows[i] = Arrays.stream(relative[i]).map(r -> weight * r).toArray();
            }
            x = solve(rows, root, prior, weights);
        }
        return x;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** Root of the sum of squares of each column, times {@code factor}. */
    static double[] norms(double[][] rows, double factor) {
        double[] norms = new double[rows[0].length];
        for (double[] row : rows) {
            for (int j = 0; j < norms.length; j++) {
                norms[j] += row[j] * row[j];
            }
        }
        for (int j = 0; j < norms.length; j++) {
            norms[j] = Math.sqrt(norms[j]) * factor;
        }
        return norms;
    }
}

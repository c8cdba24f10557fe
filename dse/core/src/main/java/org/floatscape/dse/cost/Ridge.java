package org.floatscape.dse.cost;

import java.util.Arrays;

/**
 * Non-negative relative least squares, drawn towards a prior where the points say little:
 * minimise Σ (w (counts x / measured - 1))² + strength Σ (r_j s_j (x_j - prior_j))² with x ≥ 0, s_j the root mean
 * square (or root sum of squares) of the weighted relative counts of term j.
 */
final class Ridge {

    private Ridge() {}

    /**
     * @param relative counts over measurement, [point][term]
     * @param target   what each row should add up to, 1 but for weights
     * @param scale    s_j r_j, see above
     */
    static double[] solve(double[][] relative, double[] target, double[] prior, double[] scale, double strength) {
        int nTerms = prior.length;
        double[][] rows = Arrays.copyOf(relative, relative.length + nTerms);
        double[] b = Arrays.copyOf(target, rows.length);
        for (int j = 0; j < nTerms; j++) {
            double weight = Math.sqrt(strength) * scale[j];
            rows[relative.length + j] = new double[nTerms];
            rows[relative.length + j][j] = weight;
            b[relative.length + j] = weight * prior[j];
        }
        return Nnls.solve(rows, b);
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

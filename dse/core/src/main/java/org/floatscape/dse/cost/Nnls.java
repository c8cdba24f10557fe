package org.floatscape.dse.cost;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Non-negative least squares: x ≥ 0 that minimises |A x - b|². Active set method of Lawson and Hanson (Solving Least
 * Squares Problems, 1974, chapter 23), on columns scaled to unit length; each subproblem by QR.
 */
final class Nnls {

    private static final double TOLERANCE = 1e-10;

    private final RealMatrix a;
    private final RealVector b;
    private final double[] lengths;

    private Nnls(double[][] rows, double[] b) {
        this.lengths = lengths(rows);
        double[][] scaled = new double[rows.length][lengths.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < lengths.length; j++) {
                scaled[i][j] = lengths[j] == 0 ? 0 : rows[i][j] / lengths[j];
            }
        }
        this.a = new Array2DRowRealMatrix(scaled, false);
        this.b = new ArrayRealVector(b, false);
    }

    /**
     * @param rows A, at least one row; a column of zeros gets x = 0
     * @return x, one entry per column
     */
    static double[] solve(double[][] rows, double[] b) {
        return new Nnls(rows, b).solve();
    }

    private double[] solve() {
        int n = lengths.length;
        boolean[] free = new boolean[n];
        double[] x = new double[n];
        // Every pass either frees a variable and lowers the sum, or ends: 3 n is the usual bound.
        for (int pass = 0; pass < 3 * n + 10; pass++) {
            double[] gradient = a.preMultiply(b.subtract(a.operate(new ArrayRealVector(x, false))))
                    .toArray();
            int best = -1;
            for (int j = 0; j < n; j++) {
                if (!free[j]
                        && lengths[j] > 0
                        && gradient[j] > TOLERANCE
                        && (best < 0 || gradient[j] > gradient[best])) {
                    best = j;
                }
            }
            if (best < 0) {
                break;
            }
            free[best] = true;
            x = descend(free, x);
        }
        for (int j = 0; j < n; j++) {
            x[j] = lengths[j] == 0 ? 0 : x[j] / lengths[j];
        }
        return x;
    }

    /** Moves to the free variables' least-squares point, fixing at 0 each that would turn negative on the way. */
    private double[] descend(boolean[] free, double[] start) {
        double[] x = start.clone();
        while (true) {
            double[] target = unconstrained(free);
            double step = 1;
            for (int j = 0; j < x.length; j++) {
                if (free[j] && target[j] <= 0) {
                    step = Math.min(step, x[j] / (x[j] - target[j]));
                }
            }
            boolean feasible = true;
            for (int j = 0; j < x.length; j++) {
                if (!free[j]) {
                    continue;
                }
                boolean negative = target[j] <= 0;
                x[j] += step * (target[j] - x[j]);
                if (negative && x[j] <= TOLERANCE) {
                    x[j] = 0;
                    free[j] = false;
                }
                feasible &= !negative;
            }
            if (feasible) {
                return x;
            }
        }
    }

    private double[] unconstrained(boolean[] free) {
        int n = 0;
        for (boolean f : free) {
            n += f ? 1 : 0;
        }
        double[] x = new double[free.length];
        if (n == 0) {
            return x;
        }
        int[] rows = new int[a.getRowDimension()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        int[] columns = new int[n];
        for (int j = 0, k = 0; j < free.length; j++) {
            if (free[j]) {
                columns[k++] = j;
            }
        }
        RealVector solution = new QRDecomposition(a.getSubMatrix(rows, columns), 1e-14)
                .getSolver()
                .solve(b);
        for (int k = 0; k < n; k++) {
            x[columns[k]] = solution.getEntry(k);
        }
        return x;
    }

    private static double[] lengths(double[][] rows) {
        double[] lengths = new double[rows[0].length];
        for (double[] row : rows) {
            for (int j = 0; j < lengths.length; j++) {
                lengths[j] += row[j] * row[j];
            }
        }
        for (int j = 0; j < lengths.length; j++) {
            lengths[j] = Math.sqrt(lengths[j]);
        }
        return lengths;
    }
}

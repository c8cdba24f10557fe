package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Constants drawn from the normal distribution that a fit's joint covariance describes. */
final class CovarianceDraws {
    private CovarianceDraws() {}

    /**
     * Draws.
     *
     * @param covariance of all or some of the fitted constants; the others, which are at a bound, stay as they are
     * @param constants  the fit
     * @param fitted     the constants of a draw, in this order
     * @param draws      how many
     */
    static List<List<Double>> of(
            Covariance covariance, Map<String, Double> constants, List<String> fitted, int draws, long seed) {
        double[][] root = root(covariance);
        var random = new SplittableRandom(seed);
        var drawn = new ArrayList<List<Double>>();
        for (int d = 0; d < draws; d++) {
            double[] normal = new double[root.length];
            for (int i = 0; i < normal.length; i++) {
                normal[i] = random.nextGaussian();
            }
            var draw = new ArrayList<Double>();
            for (String name : fitted) {
                draw.add(drawn(covariance, root, normal, name, constants.get(name)));
            }
            drawn.add(draw);
        }
        return drawn;
    }

    private static double drawn(Covariance covariance, double[][] root, double[] normal, String name, double value) {
        int linear = covariance.names().indexOf(name);
        int log = covariance.names().indexOf(Covariance.LOG + name);
        if (linear >= 0) {
            return value + product(root[linear], normal);
        }
        return log >= 0 ? value * Math.exp(product(root[log], normal)) : value;
    }

    private static double product(double[] row, double[] normal) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * normal[i];
        }
        return sum;
    }

    /** R with R R' = covariance; what rounding made negative of its eigenvalues counts as zero. */
    private static double[][] root(Covariance covariance) {
        int n = covariance.names().size();
        if (n == 0) {
            return new double[0][];
        }
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                // The mean of both halves: inverting left them equal but for the last bits.
                matrix[i][j] = (covariance.matrix().get(i).get(j)
                                + covariance.matrix().get(j).get(i))
                        / 2;
            }
        }
        var eigen = new EigenDecomposition(new Array2DRowRealMatrix(matrix, false));
        double[][] root = new double[n][n];
        for (int k = 0; k < n; k++) {
            double deviation = Math.sqrt(Math.max(0, eigen.getRealEigenvalue(k)));
            for (int i = 0; i < n; i++) {
                root[i][k] = eigen.getV().getEntry(i, k) * deviation;
            }
        }
        return root;
    }
}

package org.floatscape.dse.fit;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Second-order model of an {@link Objective} around a point, within the parameters' bounds. Lengths are measured by the
 * matrix of re-weighted least squares, in which a law's strongly coupled parameters come apart; a direction of negative
 * curvature is taken by its size, so that every step descends.
 */
final class Quadratic {

    private static final double LEAST_EIGENVALUE = 1e-13;
    private static final double LEAST_CURVATURE = 1e-10;

    private final double[] toLower;
    private final double[] toUpper;
    private final double[] gradient;
    private final double[][] hessian;
    private final double[][] metric;
    private final Basis inside;

    /** Around {@code theta}, where {@code objective} stands. */
    Quadratic(Objective objective, List<Parameter> parameters, double[] theta) {
        int[] free = objective.free();
        this.gradient = objective.gradient();
        this.hessian = objective.hessian(theta);
        this.metric = objective.reweightedSquares();
        this.toLower = new double[free.length];
        this.toUpper = new double[free.length];
        for (int f = 0; f < free.length; f++) {
            var parameter = parameters.get(free[f]);
            toLower[f] = parameter.toSearch(parameter.lower()) - theta[free[f]];
            toUpper[f] = parameter.toSearch(parameter.upper()) - theta[free[f]];
        }
        this.inside = new Basis(inside());
    }

    /** What the best step could gain with the parameters that are at a bound left there. */
    double gain() {
        double gain = 0;
        for (int k = 0; k < inside.moving.length; k++) {
            double slope = inside.along(k, gradient);
            gain += slope * slope / (2 * inside.curvature[k]);
        }
        return gain;
    }

    /** What a step changes if the model holds; negative is a gain. */
    double change(double[] step) {
        double change = 0;
        for (int f = 0; f < step.length; f++) {
            change += step[f] * (gradient[f] + dot(hessian[f], step) / 2);
        }
        return change;
    }

    /**
     * The step to the minimum of the model plus {@code damping} times the squared length; a parameter that would leave
     * its range goes to its bound and the others answer to that.
     */
    double[] step(double damping) {
        double[] step = new double[gradient.length];
        var basis = inside;
        while (true) {
            double[] slope = gradient.clone();
            for (int f = 0; f < slope.length; f++) {
                slope[f] += dot(hessian[f], step);
            }
            double[] tried = basis.descend(slope, damping, step);
            int[] leaving = IntStream.of(basis.moving)
                    .filter(f -> tried[f] < toLower[f] || tried[f] > toUpper[f])
                    .toArray();
            if (leaving.length == 0) {
                return tried;
            }
            for (int f : leaving) {
                step[f] = Math.clamp(tried[f], toLower[f], toUpper[f]);
            }
            basis = new Basis(IntStream.of(basis.moving)
                    .filter(f -> IntStream.of(leaving).noneMatch(l -> l == f))
                    .toArray());
        }
    }

    /** The parameters that the gradient does not hold at a bound. */
    private int[] inside() {
        return IntStream.range(0, gradient.length)
                .filter(f -> !(toLower[f] >= 0 && gradient[f] > 0) && !(toUpper[f] <= 0 && gradient[f] < 0))
                .toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Directions in which both the metric and the Hessian of some of the parameters are diagonal. */
    private final class Basis {
        private final int[] moving;
        private final double[][] directions;
        private final double[] curvature;

        Basis(int[] moving) {
            this.moving = moving;
            int n = moving.length;
            this.directions = new double[n][];
            this.curvature = new double[n];
            if (n == 0) {
                return;
            }
            double[][] whitening = whitening();
            double[][] inner = new double[n][n];
            for (int k = 0; k < n; k++) {
                for (int l = 0; l < n; l++) {
                    inner[k][l] = form(whitening[k], whitening[l]);
                }
            }
            var eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric(inner), false));
            for (int k = 0; k < n; k++) {
                double[] vector = eigen.getEigenvector(k).toArray();
                directions[k] = new double[n];
                for (int l = 0; l < n; l++) {
                    for (int i = 0; i < n; i++) {
                        directions[k][i] += vector[l] * whitening[l][i];
                    }
                }
                curvature[k] = Math.max(Math.abs(eigen.getRealEigenvalue(k)), LEAST_CURVATURE);
            }
        }

        /** Rows are directions of unit length under the metric. */
        private double[][] whitening() {
            int n = moving.length;
            double[] unit = new double[n];
            for (int i = 0; i < n; i++) {
                unit[i] = Math.max(Math.sqrt(metric[moving[i]][moving[i]]), 1e-150);
            }
            double[][] correlation = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    correlation[i][j] = metric[moving[i]][moving[j]] / (unit[i] * unit[j]);
                }
            }
            var eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric(correlation), false));
            double[][] rows = new double[n][];
            for (int k = 0; k < n; k++) {
                double length = Math.sqrt(Math.max(eigen.getRealEigenvalue(k), LEAST_EIGENVALUE));
                rows[k] = eigen.getEigenvector(k).toArray();
                for (int i = 0; i < n; i++) {
                    rows[k][i] /= length * unit[i];
                }
            }
            return rows;
        }

        private double form(double[] left, double[] right) {
            double sum = 0;
            for (int i = 0; i < moving.length; i++) {
                for (int j = 0; j < moving.length; j++) {
                    sum += left[i] * hessian[moving[i]][moving[j]] * right[j];
                }
            }
            return sum;
        }

        /** The component of a gradient along direction {@code k}. */
        double along(int k, double[] slope) {
            double sum = 0;
            for (int i = 0; i < moving.length; i++) {
                sum += directions[k][i] * slope[moving[i]];
            }
            return sum;
        }

        /** {@code from} with the moving parameters moved down {@code slope}. */
        double[] descend(double[] slope, double damping, double[] from) {
            double[] step = from.clone();
            for (int k = 0; k < moving.length; k++) {
                double length = along(k, slope) / (curvature[k] + damping);
                for (int i = 0; i < moving.length; i++) {
                    step[moving[i]] -= length * directions[k][i];
                }
            }
            return step;
        }

        /** The eigenvalue routine takes only matrices that are symmetric to the last bit. */
        private static double[][] symmetric(double[][] matrix) {
            for (int i = 0; i < matrix.length; i++) {
                for (int j = 0; j < i; j++) {
                    double mean = (matrix[i][j] + matrix[j][i]) / 2;
                    matrix[i][j] = mean;
                    matrix[j][i] = mean;
                }
            }
            return matrix;
        }
    }
}

package org.floatscape.dse.fit;

/**
 * The sum of a {@link Loss} over weighted rows as a function of the free parameters, with gradient and curvature. Holds
 * its buffers: one instance per thread.
 */
final class Objective {

    private static final double CURVATURE_STEP = 1e-6;

    private final LossModel model;
    private final Loss loss;
    private final double[] logTarget;
    private final double[] rowWeight;
    private final int[] free;
    private final double[] logPrediction;
    private final double[][] gradient;
    private final double[] probeLog;
    private final double[][] probe;

    /**
     * @param logTarget natural log of the observed loss, one per row
     * @param rowWeight how often each row counts, 0 or more
     * @param free      indices of the free parameters in theta
     * @param size      parameters in theta
     */
    Objective(LossModel model, Loss loss, double[] logTarget, double[] rowWeight, int[] free, int size) {
        this.model = model;
        this.loss = loss;
        this.logTarget = logTarget;
        this.rowWeight = rowWeight;
        this.free = free;
        int rows = model.rows();
        this.logPrediction = new double[rows];
        this.gradient = new double[size][rows];
        this.probeLog = new double[rows];
        this.probe = new double[size][rows];
    }

    int rows() {
        return logTarget.length;
    }

    int[] free() {
        return free;
    }

    /** Moves to {@code theta} and returns the objective there; not a number becomes infinite. */
    double moveTo(double[] theta) {
        model.evaluate(theta, logPrediction, gradient);
        double sum = 0;
        for (int i = 0; i < logTarget.length; i++) {
            sum += rowWeight[i] * loss.of(residual(i));
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    /** Predicted less observed log loss of a row. */
    double residual(int row) {
        return logPrediction[row] - logTarget[row];
    }

    /** Derivative of the predicted log loss of a row by free parameter {@code f}. */
    double jacobian(int row, int f) {
        return gradient[free[f]][row];
    }

    /** Re-weighting of a row for least squares, times how often the row counts. */
    double reweight(int row) {
        return rowWeight[row] * loss.weight(residual(row));
    }

    /** Gradient of the objective by the free parameters. */
    double[] gradient() {
        return weightedGradient(gradient, slopes());
    }

    private double[] slopes() {
        double[] slopes = new double[logTarget.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = rowWeight[i] * loss.slope(residual(i));
        }
        return slopes;
    }

    private double[] weightedGradient(double[][] columns, double[] weights) {
        double[] sum = new double[free.length];
        for (int f = 0; f < free.length; f++) {
            double[] column = columns[free[f]];
            double s = 0;
            for (int i = 0; i < weights.length; i++) {
                s += weights[i] * column[i];
            }
            sum[f] = s;
        }
        return sum;
    }

    /** The matrix of re-weighted least squares where it stands: what the Hessian of Huber's sum stays below. */
    double[][] reweightedSquares() {
        double[][] squares = new double[free.length][free.length];
        for (int i = 0; i < logTarget.length; i++) {
            addOuterProduct(squares, i, reweight(i));
        }
        return squares;
    }

    /** The sum over the rows of the outer product of a row's own gradient with itself. */
    double[][] slopeSquares() {
        double[][] squares = new double[free.length][free.length];
        for (int i = 0; i < logTarget.length; i++) {
            double slope = loss.slope(residual(i));
            addOuterProduct(squares, i, rowWeight[i] * slope * slope);
        }
        return squares;
    }

    /**
     * Second derivatives of the objective where it stands. The part from the law's own curvature is a difference
     * quotient of the analytic gradient with the rows' slopes held still, so Huber's knee does not disturb it.
     */
    double[][] hessian(double[] theta) {
        int n = free.length;
        double[] slopes = slopes();
        double[] base = weightedGradient(gradient, slopes);
        double[][] hessian = new double[n][n];
        double[] moved = theta.clone();
        for (int f = 0; f < n; f++) {
            double step = CURVATURE_STEP * Math.max(1, Math.abs(theta[free[f]]));
            moved[free[f]] = theta[free[f]] + step;
            model.evaluate(moved, probeLog, probe);
            moved[free[f]] = theta[free[f]];
            double[] there = weightedGradient(probe, slopes);
            for (int g = 0; g < n; g++) {
                hessian[f][g] += (there[g] - base[g]) / (2 * step);
                hessian[g][f] += (there[g] - base[g]) / (2 * step);
            }
        }
        addResidualPart(hessian);
        return hessian;
    }

    private void addResidualPart(double[][] hessian) {
        for (int i = 0; i < logTarget.length; i++) {
            addOuterProduct(hessian, i, rowWeight[i] * loss.curvature(residual(i)));
        }
    }

    private void addOuterProduct(double[][] sum, int row, double weight) {
        if (weight == 0) {
            return;
        }
        for (int f = 0; f < free.length; f++) {
            double left = weight * jacobian(row, f);
            for (int g = 0; g < free.length; g++) {
                sum[f][g] += left * jacobian(row, g);
            }
        }
    }
}

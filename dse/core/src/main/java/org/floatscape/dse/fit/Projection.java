package org.floatscape.dse.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * Variable projection: given the other parameters, the coefficients in which a law is linear follow from one linear
 * least-squares problem on the relative residuals, solved with all of them non-negative. Under an outer exponent the
 * problem is that of the loss above the floor, taken to the exponent's inverse.
 */
final class Projection {

    /** A coefficient that comes out as nothing starts at this share of the loss, so that it can come back. */
    private static final double LEAST_SHARE = 1e-4;

    private static final double TINY = 1e-300;
    private static final double SINGULAR = 1e-12;

    private final LossModel model;
    private final List<Parameter> parameters;
    private final double[] target;
    private final double[] rowWeight;
    private final int[] coefficients;
    private final double[] log;
    private final double[][] gradient;

    /**
     * @param target    observed loss, one per row
     * @param rowWeight how often each row counts
     * @param free      indices of the free parameters
     */
    Projection(LossModel model, List<Parameter> parameters, double[] target, double[] rowWeight, int[] free) {
        this.model = model;
        this.parameters = parameters;
        this.target = target;
        this.rowWeight = rowWeight;
        this.coefficients = IntStream.of(free)
                .filter(j -> parameters.get(j).isCoefficient())
                .toArray();
        this.log = new double[target.length];
        this.gradient = new double[parameters.size()][target.length];
    }

    /** Sets the free coefficients in {@code theta} to their best values. */
    void complete(double[] theta) {
        if (coefficients.length == 0) {
            return;
        }
        for (int j : coefficients) {
            theta[j] = parameters.get(j).toSearch(1);
        }
        model.evaluate(theta, log, gradient);
        int floor = model.floor();
        boolean floorIsFree = IntStream.of(coefficients).anyMatch(j -> j == floor);
        double[][] columns = new double[coefficients.length][target.length];
        double[] wanted = new double[target.length];
        fill(columns, wanted, model.outerExponent(theta), floor < 0 || floorIsFree ? 0 : theta[floor]);
        double[] values = nonNegative(columns, wanted);
        for (int c = 0; c < values.length; c++) {
            int j = coefficients[c];
            if (parameters.get(j).scale() == Parameter.Scale.LINEAR) {
                theta[j] = values[c];
            } else {
                double least = LEAST_SHARE * length(wanted) / length(columns[c]);
                boolean reciprocal = DoubleStream.of(gradient[j]).sum() < 0;
                theta[j] = (reciprocal ? -1 : 1) * Math.log(Math.max(values[c], least));
            }
        }
    }

    /** @param held the floor where it is not one of the coefficients, nats per token */
    private void fill(double[][] columns, double[] wanted, double outer, double held) {
        for (int i = 0; i < target.length; i++) {
            double above = Math.max(target[i] - held, 1e-6 * target[i]);
            double root = Math.pow(above, 1 / outer);
            double weight = Math.sqrt(rowWeight[i]) * outer * above / (target[i] * root);
            double predicted = Math.exp(log[i]);
            double predictedAbove = Math.max(predicted - held, TINY);
            double predictedRoot = Math.pow(predictedAbove, 1 / outer);
            double fixedPart = predictedRoot;
            for (int c = 0; c < columns.length; c++) {
                double term =
                        Math.abs(gradient[coefficients[c]][i]) * predicted / (outer * predictedAbove) * predictedRoot;
                columns[c][i] = weight * term;
                fixedPart -= term;
            }
            wanted[i] = weight * (root - Math.max(0, fixedPart));
        }
    }

    /** Least squares over the columns, dropping the most negative coefficient until none is. */
    private static double[] nonNegative(double[][] columns, double[] wanted) {
        double[] result = new double[columns.length];
        int[] kept = IntStream.range(0, columns.length).toArray();
        while (kept.length > 0) {
            var solver = normalEquations(columns, kept);
            double[] solution = solver.isNonSingular() ? solve(solver, columns, kept, wanted) : new double[kept.length];
            int worst = solver.isNonSingular() ? least(solution) : kept.length - 1;
            if (solver.isNonSingular() && solution[worst] >= 0) {
                for (int k = 0; k < kept.length; k++) {
                    result[kept[k]] = solution[k] / length(columns[kept[k]]);
                }
                return result;
            }
            int dropped = kept[worst];
            kept = Arrays.stream(kept).filter(c -> c != dropped).toArray();
        }
        return result;
    }

    private static int least(double[] values) {
        int least = 0;
        for (int k = 1; k < values.length; k++) {
            least = values[k] < values[least] ? k : least;
        }
        return least;
    }

    /** For columns scaled to length 1. */
    private static DecompositionSolver normalEquations(double[][] columns, int[] kept) {
        var normal = new double[kept.length][kept.length];
        for (int a = 0; a < kept.length; a++) {
            double[] left = columns[kept[a]];
            for (int b = 0; b <= a; b++) {
                double[] right = columns[kept[b]];
                normal[a][b] = dot(left, right) / (length(left) * length(right));
                normal[b][a] = normal[a][b];
            }
        }
        return new QRDecomposition(new Array2DRowRealMatrix(normal, false), SINGULAR).getSolver();
    }

    private static double[] solve(DecompositionSolver solver, double[][] columns, int[] kept, double[] wanted) {
        double[] right = new double[kept.length];
        for (int a = 0; a < kept.length; a++) {
            right[a] = dot(columns[kept[a]], wanted) / length(columns[kept[a]]);
        }
        return solver.solve(new ArrayRealVector(right, false)).toArray();
    }

    private static double length(double[] column) {
        return Math.max(Math.sqrt(dot(column, column)), TINY);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

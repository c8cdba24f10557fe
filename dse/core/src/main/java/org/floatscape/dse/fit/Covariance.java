package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Joint covariance of fitted constants.
 *
 * @param names  what the rows and columns are: a constant's name, or {@code log NAME} where it is its logarithm
 * @param matrix row by row
 */
public record Covariance(List<String> names, List<List<Double>> matrix) {

    static final String LOG = "log ";

    public Covariance {
        names = List.copyOf(names);
        matrix = matrix.stream().map(List::copyOf).toList();
    }

    static Covariance of(Fit fit, int[] parameters, double[][] matrix) {
        var names = IntStream.of(parameters)
                .mapToObj(fit.form().parameters()::get)
                .map(p -> p.scale() == Parameter.Scale.LOG ? LOG + p.name() : p.name())
                .toList();
        var rows = new ArrayList<List<Double>>();
        for (double[] row : matrix) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return new Covariance(names, rows);
    }

    /**
     * From the curvature of the objective and the spread of the rows' slopes (Huber's sandwich), for the fitted
     * constants that are not at a bound.
     */
    static Covariance sandwich(Fit fit) {
        int[] inside = fit.inside();
        var objective = fit.problem().objective(fit.unitWeights(), inside);
        objective.moveTo(fit.theta());
        var hessian = new Array2DRowRealMatrix(objective.hessian(fit.theta()), false);
        double correction = fit.runs().rows() / (double) (fit.runs().rows() - inside.length);
        var slopes = new Array2DRowRealMatrix(objective.slopeSquares(), false).scalarMultiply(correction);
        var decomposition = new SingularValueDecomposition(hessian);
        var inverse = decomposition.getSolver().getInverse();
        return of(
                fit,
                inside,
                inverse.multiply(slopes).multiply(inverse.transpose()).getData());
    }

    /** Standard error of the row's quantity. */
    public double standardError(int row) {
        return Math.sqrt(matrix.get(row).get(row));
    }

    /** Correlation of two rows' quantities. */
    public double correlation(int row, int column) {
        return matrix.get(row).get(column) / (standardError(row) * standardError(column));
    }
}

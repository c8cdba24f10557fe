package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
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

    /** Beyond, nothing is known, and squares leave float64. */
    private static final double LARGEST = 1e100;

    private static final double ROUNDING = 1e-6;

    public Covariance {
        names = List.copyOf(names);
        matrix = matrix.stream().map(List::copyOf).toList();
        if (new HashSet<>(names.stream().map(Covariance::constant).toList()).size() < names.size()) {
            throw new FitException("covariance.names %s: must name each constant once".formatted(names));
        }
        int size = names.size();
        if (matrix.size() != size || matrix.stream().anyMatch(row -> row.size() != size)) {
            throw new FitException(
                    "covariance.matrix: must have %d rows of %d numbers, as covariance.names".formatted(size, size));
        }
        for (int i = 0; i < size; i++) {
            double variance = matrix.get(i).get(i);
            if (!(variance >= 0 && variance <= LARGEST)) {
                throw new FitException("covariance.matrix[%d][%d] (%s): a variance, must be from 0 to %s"
                        .formatted(i, i, variance, LARGEST));
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                checkPair(matrix, i, j);
            }
        }
    }

    /** Symmetric and no correlation beyond 1, but for rounding. */
    private static void checkPair(List<List<Double>> matrix, int i, int j) {
        double value = matrix.get(i).get(j);
        double largest = Math.sqrt(matrix.get(i).get(i) * matrix.get(j).get(j)) * (1 + ROUNDING);
        boolean symmetric = Math.abs(value - matrix.get(j).get(i)) <= ROUNDING * largest;
        if (!symmetric || !(Math.abs(value) <= largest)) {
            throw new FitException(
                    "covariance.matrix[%d][%d] (%s): must equal [%d][%d], and be at most %.4g in size, as the variances allow"
                            .formatted(i, j, value, j, i, largest));
        }
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
     *
     * @param without constants that are left out, as if they had been held
     */
    static Covariance sandwich(Fit fit, Collection<String> without) {
        int[] inside = IntStream.of(fit.inside())
                .filter(j -> !without.contains(fit.form().names().get(j)))
                .toArray();
        if (inside.length == 0) {
            return new Covariance(List.of(), List.of());
        }
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

    /** The same without some constants. */
    Covariance without(Collection<String> constants) {
        int[] kept = IntStream.range(0, names.size())
                .filter(row -> !constants.contains(constant(names.get(row))))
                .toArray();
        return new Covariance(
                IntStream.of(kept).mapToObj(names::get).toList(),
                IntStream.of(kept)
                        .mapToObj(row -> IntStream.of(kept)
                                .mapToObj(matrix.get(row)::get)
                                .toList())
                        .toList());
    }

    /** The constant that a row or column is of. */
    static String constant(String name) {
        return name.startsWith(LOG) ? name.substring(LOG.length()) : name;
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

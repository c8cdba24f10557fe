package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NnlsTest {

    private static final int N = 5;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** Against the best of all 32 subsets of variables left free. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isNoWorseThanAnySubset(long seed) {
        var random = new SplittableRandom(seed);
        double[][] rows = new double[12][N];
        double[] b = new double[12];
        for (int i = 0; i < rows.length; i++) {
            b[i] = random.nextDouble(-1, 2);
            for (int j = 0; j < N; j++) {
                rows[i][j] = random.nextDouble(-1, 2) * Math.pow(10, j - 2);
            }
        }
        double[] x = Nnls.solve(rows, b);
        assertThat(Arrays.stream(x).min().orElseThrow()).isNotNegative();
        assertThat(squares(rows, b, x)).isCloseTo(bestOfSubsets(rows, b), within(1e-9));
    }

    @Test
    void aColumnOfZerosGetsNothing() {
        double[] x = Nnls.solve(new double[][] {{2, 0}, {4, 0}}, new double[] {1, 2});
        assertThat(x[0]).isCloseTo(0.5, within(1e-12));
        assertThat(x[1]).isZero();
    }

    private static double bestOfSubsets(double[][] rows, double[] b) {
        double best = squares(rows, b, new double[N]);
        for (int subset = 1; subset < 1 << N; subset++) {
            int mask = subset;
            int[] columns =
                    IntStream.range(0, N).filter(j -> (mask >> j & 1) == 1).toArray();
            double[][] part = new double[rows.length][columns.length];
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < columns.length; j++) {
                    part[i][j] = rows[i][columns[j]];
                }
            }
            double[] solution = new QRDecomposition(new Array2DRowRealMatrix(part))
                    .getSolver()
                    .solve(new ArrayRealVector(b))
                    .toArray();
            if (Arrays.stream(solution).allMatch(value -> value >= 0)) {
                double[] x = new double[N];
                for (int j = 0; j < columns.length; j++) {
                    x[columns[j]] = solution[j];
                }
                best = Math.min(best, squares(rows, b, x));
            }
        }
        return best;
    }

    private static double squares(double[][] rows, double[] b, double[] x) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double r = -b[i];
            for (int j = 0; j < x.length; j++) {
                r += rows[i][j] * x[j];
            }
            sum += r * r;
        }
        return sum;
    }
}

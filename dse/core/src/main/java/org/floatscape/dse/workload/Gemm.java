package org.floatscape.dse.workload;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatscape.dse.input.InputException;

/**
 * A matrix product C[m x n] = A[m x k] B[k x n], done {@code count} times on different operands.
 *
 * @param name   such as {@code gate_up}
 * @param m      rows of A and C, such as tokens
 * @param n      columns of B and C, such as output features
 * @param k      products summed per element of C
 * @param count  how often; no unit
 * @param onChip matrices that a fused kernel keeps in the buffer, so that they cause no off-chip traffic
 * @param stored operands that lie ready in the operands' format, such as weights in inference; others are quantised
 *               once per product
 */
public record Gemm(String name, long m, long n, long k, long count, Set<Matrix> onChip, Set<Matrix> stored) {

    /** Largest m, n, k and count: no product of two of them overflows. */
    public static final long MAX_SIZE = 1L << 31;

    /** @throws InputException if a size is out of range */
    public Gemm {
        onChip = Set.copyOf(onChip);
        stored = Set.copyOf(stored);
        Map.of("m", m, "n", n, "k", k, "count", count).forEach((what, size) -> {
            if (size < 1 || size > MAX_SIZE) {
                throw new InputException(
                        "matrix product " + name, "%s (%d) must be 1 to %d".formatted(what, size, MAX_SIZE));
            }
        });
    }

    /** All matrices off chip, both operands quantised. */
    public static Gemm of(String name, long m, long n, long k, long count) {
        return new Gemm(name, m, n, k, count, Set.of(), Set.of());
    }

    /** The same with {@code matrices} kept on chip. */
    public Gemm keeping(Matrix... matrices) {
        return new Gemm(name, m, n, k, count, Set.of(matrices), stored);
    }

    /** The same with {@code matrices} ready in the operands' format. */
    public Gemm storing(Matrix... matrices) {
        return new Gemm(name, m, n, k, count, onChip, Set.of(matrices));
    }

    /** Elements of operands that are quantised, all {@code count} times. */
    public double quantised() {
        double a = stored.contains(Matrix.A) ? 0 : (double) m * k;
        double b = stored.contains(Matrix.B) ? 0 : (double) k * n;
        return (a + b) * count;
    }

    /** Sums that leave the array for their result's format, all {@code count} times; what stays on chip stays wide. */
    public double finished() {
        return onChip.contains(Matrix.C) ? 0 : (double) m * n * count;
    }

    /** Multiply-accumulates of all {@code count} products. */
    public double macs() {
        return (double) m * n * k * count;
    }

    /**
     * This product and what training adds to it: dA[m x k] = dC B^T and dB[k x n] = A^T dC, as many MACs each. All
     * operands are quantised anew for each, since blocks run along another dimension.
     */
    public List<Gemm> withGradients() {
        return List.of(
                this,
                new Gemm(
                        name + " dX",
                        m,
                        k,
                        n,
                        count,
                        renamed(Map.of(Matrix.C, Matrix.A, Matrix.B, Matrix.B, Matrix.A, Matrix.C)),
                        Set.of()),
                new Gemm(
                        name + " dW",
                        k,
                        n,
                        m,
                        count,
                        renamed(Map.of(Matrix.A, Matrix.A, Matrix.C, Matrix.B, Matrix.B, Matrix.C)),
                        Set.of()));
    }

    private Set<Matrix> renamed(Map<Matrix, Matrix> names) {
        return onChip.stream().map(names::get).collect(Collectors.toCollection(() -> EnumSet.noneOf(Matrix.class)));
    }
}

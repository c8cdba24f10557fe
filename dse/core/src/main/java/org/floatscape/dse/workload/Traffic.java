package org.floatscape.dse.workload;

import java.util.Comparator;
import java.util.stream.Stream;
import org.floatscape.dse.format.Format;

/**
 * Bits that a matrix product moves, elements and scales, all its {@code count} times.
 *
 * <p>With |A|, |B|, |C| the bits of the matrices, r and c the rows and columns of the array, and M half of the buffer,
 * the better (less off chip, then less in the buffer) of these two, the second where it is possible:
 *
 * <ol>
 *   <li>A tile of C, tm x tn, is held in M as 32-bit partial sums: t = floor(sqrt(M / 32)), tm = min(m, t), tn = min(n,
 *       t); where m or n is less than t, the other is min(n or m, floor(M / 32 tm or tn)). Panels of A and B, kc = min(k,
 *       floor(M |A and B's bits per element| (tm + tn))) deep, stream through the other half. Off chip: |A| ceil(n / tn)
 *       + |B| ceil(m / tm) + |C|. Buffer: the same fills of A and B, the array's reads |A| ceil(n / c) + |B| ceil(m /
 *       r), and partial sums, 2 x 32 m n ceil(k / kc).
 *   <li>All of A, or all of B, is held in M, where it fits with one strip of the other, r rows of A or c columns of B,
 *       in the other half. Off chip: |A| + |B| + |C|, which no order of work undercuts. Buffer: |A| + |B|, the
 *       array's reads as above, and 2 |C|.
 * </ol>
 *
 * <p>Registers: each MAC takes its two elements from a register that was written once for it. A matrix kept on chip
 * has no traffic off chip.
 *
 * @param offChipBits  read from and written to the memory off chip
 * @param bufferBits   read from and written to the buffer
 * @param registerBits written into registers of the array
 */
public record Traffic(double offChipBits, double bufferBits, double registerBits) {

    /**
     * @param operands format of A and B; blocks run along k
     * @param result   format in which C leaves the array; blocks run along its rows
     */
    public static Traffic of(Gemm gemm, Format operands, Format result, Accelerator accelerator) {
        var matrices = Matrices.of(gemm, operands, result);
        return Stream.concat(
                        Stream.of(tiled(gemm, matrices, accelerator)), resident(gemm, matrices, operands, accelerator))
                .min(Comparator.comparingDouble(Traffic::offChipBits).thenComparingDouble(Traffic::bufferBits))
                .orElseThrow()
                .times(gemm.count());
    }

    /**
     * What writing the quantised copies of the operands moves: elements and scales, once for each product, to the memory
     * off chip or, of what is kept on chip, to the buffer. Operands that lie ready are not written.
     *
     * @param operands format of A and B; blocks run along k
     */
    public static Traffic ofCopies(Gemm gemm, Format operands) {
        double a = gemm.stored().contains(Matrix.A) ? 0 : Storage.bits(operands, gemm.m(), gemm.k());
        double b = gemm.stored().contains(Matrix.B) ? 0 : Storage.bits(operands, gemm.n(), gemm.k());
        double kept =
                (gemm.onChip().contains(Matrix.A) ? a : 0) + (gemm.onChip().contains(Matrix.B) ? b : 0);
        return new Traffic(a + b - kept, kept, 0).times(gemm.count());
    }

    /** What every order of work has to move off chip: each matrix that is not kept on chip, once; bits. */
    public static double compulsoryOffChipBits(Gemm gemm, Format operands, Format result) {
        var matrices = Matrices.of(gemm, operands, result);
        return gemm.count() * offChip(gemm, matrices, 1, 1);
    }

    /** Bits of one product's matrices, and of one element of A and B, scales included. */
    private record Matrices(double a, double b, double c, double elementOfAandB) {
        static Matrices of(Gemm gemm, Format operands, Format result) {
            return new Matrices(
                    Storage.bits(operands, gemm.m(), gemm.k()),
                    Storage.bits(operands, gemm.n(), gemm.k()),
                    Storage.bits(result, gemm.m(), gemm.n()),
                    Storage.bits(operands, 1, gemm.k()) / gemm.k());
        }
    }

    private static double offChip(Gemm gemm, Matrices matrices, long readsOfA, long readsOfB) {
        return fills(gemm, matrices, readsOfA, readsOfB) + (gemm.onChip().contains(Matrix.C) ? 0 : matrices.c());
    }

    private static double fills(Gemm gemm, Matrices matrices, long readsOfA, long readsOfB) {
        return (gemm.onChip().contains(Matrix.A) ? 0 : matrices.a() * readsOfA)
                + (gemm.onChip().contains(Matrix.B) ? 0 : matrices.b() * readsOfB);
    }

    private static Traffic tiled(Gemm gemm, Matrices matrices, Accelerator accelerator) {
        long m = gemm.m();
        long n = gemm.n();
        long sums = (long) (accelerator.halfBits() / Accelerator.ACCUMULATOR_BITS);
        long side = (long) Math.sqrt((double) sums);
        long tm = n < side ? Math.min(m, sums / n) : Math.min(m, side);
        long tn = m < side ? Math.min(n, sums / m) : Math.min(n, side);
        double depth = Math.floor(accelerator.halfBits() / (matrices.elementOfAandB() * (tm + tn)));
        double passes = Math.ceil(gemm.k() / Math.clamp(depth, 1, (double) gemm.k()));
        long readsOfA = Math.ceilDiv(n, tn);
        long readsOfB = Math.ceilDiv(m, tm);
        return new Traffic(
                offChip(gemm, matrices, readsOfA, readsOfB),
                fills(gemm, matrices, readsOfA, readsOfB)
                        + arrayReads(gemm, matrices, accelerator)
                        + 2.0 * Accelerator.ACCUMULATOR_BITS * m * n * passes,
                registers(gemm, matrices));
    }

    private static Stream<Traffic> resident(Gemm gemm, Matrices matrices, Format operands, Accelerator accelerator) {
        double half = accelerator.halfBits();
        boolean holdsA = matrices.a() <= half && Storage.bits(operands, accelerator.columns(), gemm.k()) <= half;
        boolean holdsB = matrices.b() <= half && Storage.bits(operands, accelerator.rows(), gemm.k()) <= half;
        return holdsA || holdsB
                ? Stream.of(new Traffic(
                        offChip(gemm, matrices, 1, 1),
                        fills(gemm, matrices, 1, 1) + arrayReads(gemm, matrices, accelerator) + 2 * matrices.c(),
                        registers(gemm, matrices)))
                : Stream.empty();
    }

    private static double arrayReads(Gemm gemm, Matrices matrices, Accelerator accelerator) {
        return matrices.a() * Math.ceilDiv(gemm.n(), accelerator.columns())
                + matrices.b() * Math.ceilDiv(gemm.m(), accelerator.rows());
    }

    private static double registers(Gemm gemm, Matrices matrices) {
        return 2 * matrices.elementOfAandB() * gemm.m() * gemm.n() * gemm.k();
    }

    Traffic plus(Traffic other) {
        return new Traffic(
                offChipBits + other.offChipBits, bufferBits + other.bufferBits, registerBits + other.registerBits);
    }

    private Traffic times(long count) {
        return new Traffic(offChipBits * count, bufferBits * count, registerBits * count);
    }
}

package org.floatscape.ffi;

import java.util.List;

/**
 * How an operation goes over a tensor: which pieces on how many threads, and whether rows may be cut.
 *
 * @param granule rows are cut at multiples of this
 * @param critical some memory is on the heap: calls are critical, and short
 * @param firstElements elements of the first of a piece's critical calls
 */
record Sweep(Grid grid, long granule, boolean critical, int nThreads, long firstElements) {

    /** Rows of at most this many elements are not cut: two reads of one then stay in L2, and are short enough. */
    private static final long UNCUT_LENGTH = 1 << 15;
    /** Elements that even the slowest kernel takes in less than a millisecond. */
    private static final long FIRST_ELEMENTS = 1 << 14;
    /** Elements below which another thread costs more than it gives. */
    private static final long MIN_ELEMENTS_PER_THREAD = 1 << 16;

    private static final int PIECES_PER_THREAD = 4;

    /** For a result that does not depend on the pieces: as few as keep the threads busy. */
    static Sweep fewPieces(List<Group> groups, Tensor tensor, long base, boolean critical, int nThreads) {
        checkThreads(nThreads);
        boolean wholeRows = critical
                ? tensor.rowLength() <= UNCUT_LENGTH
                : nThreads == 1 || tensor.rows() >= (long) nThreads * PIECES_PER_THREAD;
        long granule = granule(groups, tensor.rowLength(), base, wholeRows);
        long total = tensor.rows() * tensor.rowLength();
        long maxElements = nThreads == 1
                ? total
                : Math.max(MIN_ELEMENTS_PER_THREAD, Math.ceilDiv(total, (long) nThreads * PIECES_PER_THREAD));
        return new Sweep(Grid.of(tensor, granule, maxElements), granule, critical, nThreads, FIRST_ELEMENTS);
    }

    /** For a result that is summed up piece by piece: the pieces depend on the tensor and the formats alone. */
    static Sweep fixedPieces(
            List<QuantSpec> specs, Tensor tensor, long base, long maxElements, boolean critical, int nThreads) {
        checkThreads(nThreads);
        boolean wholeRows = tensor.rowLength() <= UNCUT_LENGTH;
        long granule = granule(QuantSpec.groups(specs), tensor.rowLength(), base, wholeRows);
        long firstElements = Math.max(1, FIRST_ELEMENTS / specs.size());
        return new Sweep(Grid.of(tensor, granule, maxElements), granule, critical, nThreads, firstElements);
    }

    /** Whether the whole tensor is handed over in one call, which then finds the magnitudes it needs by itself. */
    boolean isOneCall() {
        return grid.count() == 1 && (!critical || grid.rows() * grid.rowLength() <= firstElements);
    }

    /** Whether a call may see part of a row only. */
    boolean cutsRows() {
        return granule < grid.rowLength() && (critical || grid.columnsPerPiece() < grid.rowLength());
    }

    /** One call of a kernel on {@code part} of the piece of number {@code index}; parts of a piece come in order. */
    @FunctionalInterface
    interface Call {
        void on(long index, Piece part);
    }

    void run(Call call) {
        Parallel.forEach(nThreads, grid.count(), index -> {
            Piece piece = grid.piece(index);
            if (critical) {
                new Pace(firstElements).walk(piece, granule, part -> call.on(index, part));
            } else {
                call.on(index, piece);
            }
        });
    }

    private static long granule(List<Group> groups, long rowLength, long base, boolean wholeRows) {
        long granule = base;
        for (Group group : groups) {
            granule = switch (group) {
                case Group.Block(long size) -> leastCommonMultiple(granule, size, rowLength);
                case Group.Channel() -> wholeRows ? rowLength : granule;
                case Group.Tensor() -> granule;
            };
        }
        return Math.min(granule, rowLength);
    }

    /** Least common multiple, or {@code limit} where that is less. */
    private static long leastCommonMultiple(long a, long b, long limit) {
        if (a >= limit || b >= limit) {
            return limit;
        }
        long factor = b / gcd(a, b);
        return factor >= Math.ceilDiv(limit, a) ? limit : a * factor;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static void checkThreads(int nThreads) {
        if (nThreads < 1) {
            throw new IllegalArgumentException("number of threads (%d) must be at least 1".formatted(nThreads));
        }
    }
}

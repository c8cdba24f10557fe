package org.floatscape.ffi;

import java.util.function.Consumer;

/**
 * Walks a piece in calls of well under a millisecond each. A critical call keeps its thread from a safepoint, so a
 * collection anywhere in the process waits for it. How far a kernel gets in that time is seen as it runs: results do
 * not depend on where a piece is cut.
 */
final class Pace {

    private static final long SHORT_NANOS = 150_000;
    private static final long LONG_NANOS = 400_000;

    /** Elements of the next call. */
    private long elements;

    /** @param elements of the first call, few enough for the slowest kernel */
    Pace(long elements) {
        this.elements = elements;
    }

    /** @param granule rows are cut at multiples of this */
    void walk(Piece whole, long granule, Consumer<Piece> call) {
        long row = 0;
        long column = 0;
        while (row < whole.rows()) {
            if (column == 0 && elements >= whole.length()) {
                long rows = Math.min(whole.rows() - row, elements / whole.length());
                timed(whole.part(row, rows, 0, whole.length()), call);
                row += rows;
            } else {
                long wanted = Math.max(granule, elements / granule * granule);
                long length = Math.min(whole.length() - column, wanted);
                timed(whole.part(row, 1, column, length), call);
                column += length;
                if (column == whole.length()) {
                    column = 0;
                    row++;
                }
            }
        }
    }

    private void timed(Piece piece, Consumer<Piece> call) {
        long start = System.nanoTime();
        call.accept(piece);
        long nanos = System.nanoTime() - start;
        if (nanos < SHORT_NANOS) {
            elements *= 2;
        } else if (nanos > LONG_NANOS && elements > 1) {
            elements /= 2;
        }
    }
}

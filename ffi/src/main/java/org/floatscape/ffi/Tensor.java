package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/**
 * A tensor in memory, seen as rows of equal length: a heap array, off-heap or mapped memory, nothing copied.
 *
 * @param data holds the first element of row 0 at its start
 * @param dtype type of the elements, in the byte order of the machine
 * @param rows number of rows
 * @param rowLength elements of a row
 * @param rowStride elements from the start of a row to the start of the next
 */
public record Tensor(MemorySegment data, Dtype dtype, long rows, long rowLength, long rowStride) {

    public Tensor {
        if (rows < 0 || rowLength < 0) {
            throw new IllegalArgumentException(
                    "tensor: rows (%d) and row length (%d) must not be negative".formatted(rows, rowLength));
        }
        if (rowStride < rowLength) {
            throw new IllegalArgumentException("tensor %d x %d: row stride (%d) must be at least the row length"
                    .formatted(rows, rowLength, rowStride));
        }
        Supplier<String> what =
                () -> "tensor %d x %d of %s, row stride %d".formatted(rows, rowLength, dtype, rowStride);
        long needed = bytes(dtype, rows, rowLength, rowStride, what);
        if (data.byteSize() < needed) {
            throw new IllegalArgumentException(
                    "%s: memory (%d bytes) must hold at least %d bytes".formatted(what.get(), data.byteSize(), needed));
        }
    }

    /** Rows without a gap between them. */
    public Tensor(MemorySegment data, Dtype dtype, long rows, long rowLength) {
        this(data, dtype, rows, rowLength, rowLength);
    }

    /** One row of float32: the array itself, not a copy. */
    public static Tensor of(float... values) {
        return of(values, 1, values.length);
    }

    /** Rows of float32 without a gap between them: the array itself, not a copy. */
    public static Tensor of(float[] values, long rows, long rowLength) {
        return new Tensor(MemorySegment.ofArray(values), Dtype.F32, rows, rowLength);
    }

    boolean isEmpty() {
        return rows == 0 || rowLength == 0;
    }

    boolean isHeap() {
        return !data.isNative();
    }

    boolean hasShapeOf(Tensor other) {
        return rows == other.rows && rowLength == other.rowLength;
    }

    String shape() {
        return rows + " x " + rowLength;
    }

    /** The memory that elements lie in, without what follows them. */
    MemorySegment extent() {
        return data.asSlice(0, bytes(dtype, rows, rowLength, rowStride, this::shape));
    }

    /** The memory from the first element of {@code piece} on. */
    MemorySegment at(Piece piece) {
        return data.asSlice((piece.row() * rowStride + piece.column()) * dtype.bytes());
    }

    /** This tensor for the use of several threads while the calling one waits. */
    Tensor shared() {
        return new Tensor(Memory.shared(data), dtype, rows, rowLength, rowStride);
    }

    private static long bytes(Dtype dtype, long rows, long rowLength, long rowStride, Supplier<String> what) {
        if (rows == 0 || rowLength == 0) {
            return 0;
        }
        try {
            long elements = Math.addExact(Math.multiplyExact(rows - 1, rowStride), rowLength);
            return Math.multiplyExact(elements, dtype.bytes());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(what.get() + ": the size in bytes exceeds 2^63 - 1", e);
        }
    }
}

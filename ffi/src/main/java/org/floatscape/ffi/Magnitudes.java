package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatscape.ffi.generated.floatscape_h;

/**
 * Largest magnitudes of whole rows and of the whole tensor, known before any piece is quantized. As bits of float32:
 * these order magnitudes as the kernels do, a NaN above an Inf above the rest.
 *
 * @param rowBits one int32 per row; empty where no call needs them
 */
record Magnitudes(MemorySegment rowBits, OptionalInt tensorBits) {

    private static final long BASE = 64;

    /** What calls of {@code sweep} cannot find by themselves, since none of them sees all of it. */
    static Magnitudes neededBy(List<QuantSpec> specs, Tensor source, Sweep sweep) {
        boolean rows = sweep.cutsRows() && specs.stream().anyMatch(QuantSpec::needsRowMagnitude);
        boolean tensor = !sweep.isOneCall() && specs.stream().anyMatch(QuantSpec::needsTensorMagnitude);
        return of(source, rows, tensor, sweep.nThreads());
    }

    static Magnitudes of(Tensor source, boolean rows, boolean tensor, int nThreads) {
        int[] rowBits = rows ? ofRows(source, nThreads) : new int[0];
        OptionalInt tensorBits = OptionalInt.empty();
        if (tensor) {
            tensorBits = OptionalInt.of(rows ? Arrays.stream(rowBits).max().orElse(0) : ofTensor(source, nThreads));
        }
        return new Magnitudes(MemorySegment.ofArray(rowBits), tensorBits);
    }

    /** Bits of the largest magnitude of all elements; 0 where there are none. */
    static int ofTensor(Tensor source, int nThreads) {
        var largest = new AtomicInteger();
        scan(source, floatscape_h.FS_GROUP_TENSOR(), nThreads, (piece, amax) -> {
            largest.accumulateAndGet(amax.get(ValueLayout.JAVA_INT, 0), Math::max);
        });
        return largest.get();
    }

    /** Bits of the largest magnitude of each row. */
    static int[] ofRows(Tensor source, int nThreads) {
        if (source.rows() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "tensor %s: magnitudes of more than 2^31 - 9 rows do not fit an array".formatted(source.shape()));
        }
        int[] largest = new int[(int) source.rows()];
        scan(source, floatscape_h.FS_GROUP_CHANNEL(), nThreads, (piece, amax) -> {
            synchronized (largest) {
                for (int i = 0; i < piece.rows(); i++) {
                    int row = (int) piece.row() + i;
                    largest[row] = Math.max(largest[row], amax.getAtIndex(ValueLayout.JAVA_INT, i));
                }
            }
        });
        return largest;
    }

    /** The rows' magnitudes of {@code piece}, or NULL where none are needed. */
    MemorySegment rows(Piece piece, SegmentAllocator allocator) {
        if (rowBits.byteSize() == 0) {
            return MemorySegment.NULL;
        }
        long offset = piece.row() * ValueLayout.JAVA_INT.byteSize();
        return allocator.allocateFrom(ValueLayout.JAVA_INT, rowBits, ValueLayout.JAVA_INT, offset, piece.rows());
    }

    /** The tensor's magnitude, or NULL where none is needed. */
    MemorySegment tensor(SegmentAllocator allocator) {
        return tensorBits.isPresent()
                ? allocator.allocateFrom(ValueLayout.JAVA_INT, tensorBits.getAsInt())
                : MemorySegment.NULL;
    }

    private interface Visitor {
        void visit(Piece piece, MemorySegment amax);
    }

    private static void scan(Tensor source, int group, int nThreads, Visitor visitor) {
        if (source.isEmpty()) {
            return;
        }
        Sweep sweep = Sweep.fewPieces(List.of(), source, BASE, source.isHeap(), nThreads);
        sweep.run((_, piece) -> {
            try (Arena scratch = Arena.ofConfined()) {
                long nMagnitudes = group == floatscape_h.FS_GROUP_CHANNEL() ? piece.rows() : 1;
                MemorySegment amax = scratch.allocate(ValueLayout.JAVA_INT, nMagnitudes);
                MemorySegment shape = ShapeStruct.reading(source, piece, scratch);
                int status = Kernels.maxMagnitude(sweep.critical(), shape, group, source.at(piece), amax);
                Status.check(status, () -> "fs_max_magnitude(%s)".formatted(piece));
                visitor.visit(piece, amax);
            }
        });
    }
}

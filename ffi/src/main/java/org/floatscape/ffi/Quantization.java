package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Quantize-dequantize, checked. Results do not depend on the number of threads, on the kind of memory, nor on the
 * instruction set.
 */
public final class Quantization {

    /** Rows are cut at multiples of this many elements: a cache line of every dtype. */
    private static final long BASE = 64;

    private Quantization() {}

    /**
     * Writes what the elements of {@code source} become in the format.
     *
     * @param result float32 of the shape of {@code source}, apart from it or the very same elements (in place)
     * @param nThreads at least 1; the calling thread is one of them
     * @throws IllegalArgumentException if shapes differ, memory overlaps otherwise, or the kernels refuse the format
     * @throws NativeLibraryException if the library cannot be used
     */
    public static void fakeQuantize(QuantSpec spec, Tensor source, Tensor result, int nThreads) {
        NativeLibrary.require();
        Checks.result(source, result);
        boolean critical = source.isHeap() || result.isHeap();
        Tensor src = source.shared();
        Tensor dst = result.shared();
        Checks.format(spec);
        if (source.isEmpty()) {
            return;
        }
        Sweep sweep = Sweep.fewPieces(QuantSpec.groups(List.of(spec)), source, BASE, critical, nThreads);
        Magnitudes magnitudes = Magnitudes.neededBy(List.of(spec), src, sweep);
        sweep.run((_, piece) -> {
            try (Arena scratch = Arena.ofConfined()) {
                MemorySegment shape = ShapeStruct.writing(src, piece, dst.rowStride(), scratch);
                int status = Kernels.quantize(
                        critical,
                        FormatStruct.of(spec, scratch),
                        shape,
                        src.at(piece),
                        dst.at(piece),
                        magnitudes.rows(piece, scratch),
                        magnitudes.tensor(scratch));
                Status.check(status, () -> "fs_quantize(%s, %s)".formatted(spec, piece));
            }
        });
    }

    /** A quantized copy of {@code values}, taken as one row. */
    public static float[] fakeQuantize(QuantSpec spec, float[] values) {
        float[] result = new float[values.length];
        fakeQuantize(spec, Tensor.of(values), Tensor.of(result), 1);
        return result;
    }

    /** Largest magnitude of all elements; NaN where there is a NaN, 0 where there are no elements. */
    public static float maxMagnitude(Tensor source, int nThreads) {
        NativeLibrary.require();
        return Float.intBitsToFloat(Magnitudes.ofTensor(source.shared(), nThreads));
    }

    /** Largest magnitude of each row; NaN where the row holds one. */
    public static float[] rowMaxMagnitudes(Tensor source, int nThreads) {
        NativeLibrary.require();
        int[] bits = Magnitudes.ofRows(source.shared(), nThreads);
        float[] magnitudes = new float[bits.length];
        for (int row = 0; row < bits.length; row++) {
            magnitudes[row] = Float.intBitsToFloat(bits[row]);
        }
        return magnitudes;
    }
}

package org.floatscape.ffi;

import java.lang.foreign.Arena;
import org.floatscape.ffi.generated.floatscape_h;

/** Checks of arguments that deserve a better message than a status. */
final class Checks {

    private Checks() {}

    /** The kernels' own rules for a format, beyond those of the records. */
    static void format(QuantSpec spec) {
        try (Arena scratch = Arena.ofConfined()) {
            Status.check(floatscape_h.fs_format_check(FormatStruct.of(spec, scratch)), spec::toString);
        }
    }

    /** {@code result} takes what becomes of {@code source}. */
    static void result(Tensor source, Tensor result) {
        destination(result);
        if (!source.hasShapeOf(result)) {
            throw new IllegalArgumentException(
                    "result (%s) must have the shape of the source (%s)".formatted(result.shape(), source.shape()));
        }
        if (overlap(source, result) && !isInPlace(source, result)) {
            throw new IllegalArgumentException(
                    "result overlaps the source: it must be apart, or the same float32 elements at the same row"
                            + " stride");
        }
    }

    /** {@code result} can be written as float32. */
    static void destination(Tensor result) {
        if (result.dtype() != Dtype.F32) {
            throw new IllegalArgumentException("result: dtype (%s) must be F32".formatted(result.dtype()));
        }
        if (result.data().isReadOnly()) {
            throw new IllegalArgumentException("result: memory is read-only");
        }
    }

    private static boolean overlap(Tensor a, Tensor b) {
        return a.extent().asOverlappingSlice(b.extent()).isPresent();
    }

    /** Of two tensors that overlap, and so lie in the same array or both off-heap. */
    private static boolean isInPlace(Tensor source, Tensor result) {
        return source.dtype() == Dtype.F32
                && source.rowStride() == result.rowStride()
                && source.data().address() == result.data().address();
    }
}

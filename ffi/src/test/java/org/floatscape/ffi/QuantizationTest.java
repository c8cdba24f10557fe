package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results do not depend on memory, threads, pieces or instruction set. */
class QuantizationTest {

    /** Rows and row length: one long row, rows just cut and just not, many short ones, odd lengths. */
    private static final List<int[]> SHAPES =
            List.of(new int[] {1, 150_003}, new int[] {3, 40_001}, new int[] {5, 32_768}, new int[] {999, 131});

    @AfterEach
    void restoreIsa() {
        Isa.supported().getLast().select();
    }

    static Stream<QuantSpec> specs() {
        return Specs.VARIED.stream();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyMemoryAndNumberOfThreadsGivesTheBitsOfOneCall(QuantSpec spec) {
        int nThreads = 1;
        for (int[] shape : SHAPES) {
            int rows = shape[0];
            int rowLength = shape[1];
            float[] values = Samples.finite(rows, rows * rowLength);
            float[] expected = inOneCall(spec, values, rows, rowLength);
            for (Placement from : Placement.values()) {
                for (Placement to : Placement.values()) {
                    // From 1 to 5 in turn, so that every kind of memory meets every number.
                    nThreads = 1 + nThreads % 5;
                    try (Arena arena = Arena.ofConfined()) {
                        Tensor source = from.copyOf(values, rows, rowLength, rowLength + 3, arena);
                        Tensor result = to.copyOf(values, rows, rowLength, rowLength + 1, arena);
                        Quantization.fakeQuantize(spec, source, result, nThreads);
                        assertHolds(result, expected, "%s to %s, %d threads".formatted(from, to, nThreads));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void inPlaceGivesTheBitsOfOneCall(QuantSpec spec) {
        for (int[] shape : SHAPES) {
            int rows = shape[0];
            int rowLength = shape[1];
            float[] values = Samples.any(rows, rows * rowLength);
            float[] expected = inOneCall(spec, values, rows, rowLength);
            for (Placement placement : Placement.values()) {
                for (int nThreads : new int[] {1, 3}) {
                    try (Arena arena = Arena.ofConfined()) {
                        Tensor tensor = placement.copyOf(values, rows, rowLength, rowLength + 5, arena);
                        Quantization.fakeQuantize(spec, tensor, tensor, nThreads);
                        assertHolds(tensor, expected, "%s, %d threads".formatted(placement, nThreads));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyInstructionSetGivesTheSameBits(QuantSpec spec) {
        float[] values = Samples.any(11, 40_000);
        Isa.SCALAR.select();
        float[] expected = Quantization.fakeQuantize(spec, values);
        for (Isa isa : Isa.supported()) {
            isa.select();
            assertThat(Isa.active()).isEqualTo(isa);
            assertThat(bits(Quantization.fakeQuantize(spec, values)))
                    .as(isa.label())
                    .isEqualTo(bits(expected));
        }
    }

    @Test
    void halfPrecisionInputsAreTheirFloat32Values() {
        var random = new SplittableRandom(3);
        short[] halves = new short[5000];
        float[] fromF16 = new float[halves.length];
        float[] fromBf16 = new float[halves.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) random.nextInt();
            fromF16[i] = Float.float16ToFloat(halves[i]);
            fromBf16[i] = Float.intBitsToFloat(halves[i] << 16);
        }
        MemorySegment heap = MemorySegment.ofArray(halves);
        for (QuantSpec spec : List.of(Specs.FP8_E4M3, Specs.MXFP4, Specs.TENSOR_FP32)) {
            assertThat(Golden.canonicalBits(quantized(spec, new Tensor(heap, Dtype.F16, 10, 500))))
                    .isEqualTo(Golden.canonicalBits(quantized(spec, Tensor.of(fromF16, 10, 500))));
            assertThat(Golden.canonicalBits(quantized(spec, new Tensor(heap, Dtype.BF16, 10, 500))))
                    .isEqualTo(Golden.canonicalBits(quantized(spec, Tensor.of(fromBf16, 10, 500))));
        }
    }

    @Test
    void readOnlyMemoryCanBeASource() {
        float[] values = Samples.finite(5, 1000);
        float[] expected = Quantization.fakeQuantize(Specs.MXFP8, values);
        MemorySegment heap = MemorySegment.ofArray(values).asReadOnly();
        assertThat(quantized(Specs.MXFP8, new Tensor(heap, Dtype.F32, 1, 1000))).isEqualTo(expected);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offHeap =
                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, values).asReadOnly();
            assertThat(quantized(Specs.MXFP8, new Tensor(offHeap, Dtype.F32, 1, 1000)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void emptyTensorsStayEmpty() {
        for (QuantSpec spec : Specs.VARIED) {
            assertThat(Quantization.fakeQuantize(spec, new float[0])).isEmpty();
            Quantization.fakeQuantize(spec, Tensor.of(new float[0], 5, 0), Tensor.of(new float[0], 5, 0), 2);
        }
        assertThat(Quantization.maxMagnitude(Tensor.of(), 2)).isZero();
        assertThat(Quantization.rowMaxMagnitudes(Tensor.of(new float[0], 2, 0), 2))
                .containsExactly(0f, 0f);
    }

    @Test
    void magnitudesAreTheLargestOnAnyMemoryAndNumberOfThreads() {
        for (int[] shape : SHAPES) {
            int rows = shape[0];
            int rowLength = shape[1];
            float[] values = Samples.finite(77, rows * rowLength);
            float[] expected = new float[rows];
            float largest = 0;
            for (int i = 0; i < values.length; i++) {
                expected[i / rowLength] = Math.max(expected[i / rowLength], Math.abs(values[i]));
                largest = Math.max(largest, Math.abs(values[i]));
            }
            for (Placement placement : Placement.values()) {
                for (int nThreads : new int[] {1, 4}) {
                    try (Arena arena = Arena.ofConfined()) {
                        Tensor source = placement.copyOf(values, rows, rowLength, rowLength + 2, arena);
                        assertThat(Quantization.maxMagnitude(source, nThreads)).isEqualTo(largest);
                        assertThat(Quantization.rowMaxMagnitudes(source, nThreads))
                                .containsExactly(expected);
                    }
                }
            }
        }
    }

    @Test
    void aNanIsTheLargestMagnitude() {
        assertThat(Quantization.maxMagnitude(Tensor.of(1, Float.NEGATIVE_INFINITY), 1))
                .isInfinite();
        assertThat(Quantization.maxMagnitude(Tensor.of(1, Float.NEGATIVE_INFINITY, Float.NaN, 2), 1))
                .isNaN();
    }

    /** One plain call of the kernel on off-heap memory, without this API's pieces. */
    private static float[] inOneCall(QuantSpec spec, float[] values, int rows, int rowLength) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor source = Placement.OFF_HEAP.copyOf(values, rows, rowLength, rowLength, arena);
            MemorySegment result = arena.allocate(ValueLayout.JAVA_FLOAT, values.length);
            int status = Kernels.quantize(
                    false,
                    FormatStruct.of(spec, arena),
                    ShapeStruct.writing(source, new Piece(0, rows, 0, rowLength), rowLength, arena),
                    source.data(),
                    result,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
            Status.check(status, spec::toString);
            return result.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static float[] quantized(QuantSpec spec, Tensor source) {
        float[] result = new float[Math.toIntExact(source.rows() * source.rowLength())];
        Quantization.fakeQuantize(spec, source, Tensor.of(result, source.rows(), source.rowLength()), 1);
        return result;
    }

    private static void assertHolds(Tensor tensor, float[] expected, String what) {
        for (long row = 0; row < tensor.rows(); row++) {
            MemorySegment data =
                    tensor.data().asSlice(row * tensor.rowStride() * Float.BYTES, tensor.rowStride() * Float.BYTES);
            long first = row * tensor.rowLength();
            for (long i = 0; i < tensor.rowStride(); i++) {
                int bits = data.getAtIndex(ValueLayout.JAVA_INT, i);
                float wanted = i < tensor.rowLength() ? expected[(int) (first + i)] : Float.NaN;
                if (bits != Float.floatToRawIntBits(wanted)) {
                    throw new AssertionError(
                            "%s: row %d, element %d is 0x%08x, not %a".formatted(what, row, i, bits, wanted));
                }
            }
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}

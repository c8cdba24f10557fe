package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {

    private static final List<int[]> SHAPES =
            List.of(new int[] {1, 150_003}, new int[] {3, 40_001}, new int[] {1, 1}, new int[] {999, 131});

    static Stream<QuantSpec> specs() {
        return Specs.VARIED.stream();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void decodedCodesAreTheQuantizedValues(QuantSpec spec) {
        for (int[] shape : SHAPES) {
            Tensor source = Tensor.of(Samples.finite(shape[1], shape[0] * shape[1]), shape[0], shape[1]);
            float[] expected = new float[shape[0] * shape[1]];
            Quantization.fakeQuantize(spec, source, Tensor.of(expected, shape[0], shape[1]), 1);
            try (Arena arena = Arena.ofConfined()) {
                EncodedTensor encoded = Codec.encode(spec, source, 2, arena);
                float[] decoded = new float[expected.length];
                Codec.decode(encoded, Tensor.of(decoded, shape[0], shape[1]), 2);
                assertThat(bits(decoded)).isEqualTo(bits(expected));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyMemoryAndNumberOfThreadsGivesTheSameCodes(QuantSpec spec) {
        for (int[] shape : SHAPES) {
            float[] values = Samples.finite(~shape[1], shape[0] * shape[1]);
            try (Arena arena = Arena.ofConfined()) {
                Tensor packed = Placement.OFF_HEAP.copyOf(values, shape[0], shape[1], shape[1], arena);
                EncodedTensor expected = Codec.encode(spec, packed, 1, arena);
                float[] expectedValues = decodedOnHeap(expected, 1);
                for (Placement placement : Placement.values()) {
                    for (int nThreads : new int[] {1, 4}) {
                        Tensor source = placement.copyOf(values, shape[0], shape[1], shape[1] + 9, arena);
                        EncodedTensor encoded = Codec.encode(spec, source, nThreads, arena);
                        assertThat(encoded.codes().mismatch(expected.codes())).isEqualTo(-1);
                        assertThat(encoded.scales().mismatch(expected.scales())).isEqualTo(-1);
                        assertThat(encoded.tensorMagnitude()).isEqualTo(expected.tensorMagnitude());
                        assertThat(bits(decodedOnHeap(encoded, nThreads))).isEqualTo(bits(expectedValues));
                    }
                }
            }
        }
    }

    @Test
    void codesAndScalesTakeTheBitsOfTheFormat() {
        Tensor source = Tensor.of(Samples.finite(1, 3 * 50), 3, 50);
        try (Arena arena = Arena.ofConfined()) {
            EncodedTensor mxfp4 = Codec.encode(Specs.MXFP4, source, 1, arena);
            assertThat(mxfp4.codeRowBytes()).isEqualTo(25);
            assertThat(mxfp4.codes().byteSize()).isEqualTo(3 * 25);
            assertThat(mxfp4.scales().byteSize()).isEqualTo(3 * 2);
            EncodedTensor mxfp6 = Codec.encode(Specs.MXFP6, source, 1, arena);
            assertThat(mxfp6.codeRowBytes()).isEqualTo(38);
            assertThat(Codec.encode(Specs.CHANNEL_FP32, source, 1, arena)
                            .scales()
                            .byteSize())
                    .isEqualTo(3 * 4);
            assertThat(Codec.encode(Specs.TENSOR_FP32, source, 1, arena)
                            .scales()
                            .byteSize())
                    .isEqualTo(4);
            assertThat(Codec.encode(Specs.FP8_E4M3, source, 1, arena).scales().byteSize())
                    .isZero();
        }
    }

    @Test
    void knownValuesHaveTheirPublishedCodes() {
        try (Arena arena = Arena.ofConfined()) {
            // OCP MX 1.0: E2M1 codes of 0 0.5 1 1.5 2 3 4 6 are 0 to 7, low nibble first; the scale of 6 is 2^0, code
            // 127.
            EncodedTensor encoded = Codec.encode(Specs.MXFP4, Tensor.of(0, 0.5f, 1, 1.5f, 2, 3, 4, -6), 1, arena);
            assertThat(encoded.codes().toArray(ValueLayout.JAVA_BYTE)).containsExactly(0x10, 0x32, 0x54, (byte) 0xf6);
            assertThat(encoded.scales().toArray(ValueLayout.JAVA_BYTE)).containsExactly(127);
        }
    }

    @Test
    void aResultWithoutACodeIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> Codec.encode(QuantSpec.of(Specs.E2M1), Tensor.of(1, Float.NaN), 1, arena))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fs_encode")
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void memoryOfAnEncodedTensorMustHoldIt() {
        assertThatThrownBy(() -> new EncodedTensor(
                        Specs.MXFP4, 2, 64, MemorySegment.ofArray(new byte[63]), MemorySegment.ofArray(new byte[4]), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoded tensor: codes (63 bytes) must hold at least 64 bytes");
        assertThatThrownBy(() -> new EncodedTensor(
                        Specs.MXFP4, 2, 64, MemorySegment.ofArray(new byte[64]), MemorySegment.ofArray(new byte[3]), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoded tensor: scales (3 bytes) must hold at least 4 bytes");
    }

    @Test
    void aResultOfAnotherShapeIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            EncodedTensor encoded = Codec.encode(Specs.MXFP4, Tensor.of(1, 2), 1, arena);
            assertThatThrownBy(() -> Codec.decode(encoded, Tensor.of(1, 2, 3), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("result (1 x 3) must have the shape of the encoded tensor (1 x 2)");
        }
    }

    private static float[] decodedOnHeap(EncodedTensor encoded, int nThreads) {
        float[] decoded = new float[Math.toIntExact(encoded.rows() * encoded.rowLength())];
        Codec.decode(encoded, Tensor.of(decoded, encoded.rows(), encoded.rowLength()), nThreads);
        return decoded;
    }

    private static int[] bits(float[] values) {
        return Golden.canonicalBits(values);
    }
}

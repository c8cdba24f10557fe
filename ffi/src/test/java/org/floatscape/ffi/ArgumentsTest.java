package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatscape.ffi.Element.ExMy;
import org.floatscape.ffi.Element.Overflow;
import org.floatscape.ffi.Element.Specials;
import org.floatscape.ffi.Element.Subnormals;
import org.junit.jupiter.api.Test;

/** What a caller is told about arguments that cannot be used. */
class ArgumentsTest {

    private static final MemorySegment MEMORY = MemorySegment.ofArray(new float[100]);

    @Test
    void tensorsFitTheirMemory() {
        refused(() -> new Tensor(MEMORY, Dtype.F32, -1, 5))
                .hasMessage("tensor: rows (-1) and row length (5) must not be negative");
        refused(() -> new Tensor(MEMORY, Dtype.F32, 2, 50, 49))
                .hasMessage("tensor 2 x 50: row stride (49) must be at least the row length");
        refused(() -> new Tensor(MEMORY, Dtype.F32, 2, 50, 51))
                .hasMessage("tensor 2 x 50 of F32, row stride 51: memory (400 bytes) must hold at least 404 bytes");
        refused(() -> new Tensor(MEMORY, Dtype.F16, Long.MAX_VALUE, 2))
                .hasMessageEndingWith("the size in bytes exceeds 2^63 - 1");
        assertThat(new Tensor(MEMORY, Dtype.F32, 2, 49, 51).rowStride()).isEqualTo(51);
        assertThat(new Tensor(MEMORY, Dtype.BF16, 2, 100).rowStride()).isEqualTo(100);
    }

    @Test
    void resultsAreFloat32OfTheSourcesShape() {
        Tensor source = Tensor.of(1, 2);
        refused(() -> quantize(source, Tensor.of(1, 2, 3)))
                .hasMessage("result (1 x 3) must have the shape of the source (1 x 2)");
        refused(() -> quantize(source, new Tensor(MEMORY, Dtype.BF16, 1, 2)))
                .hasMessage("result: dtype (BF16) must be F32");
        refused(() -> quantize(source, new Tensor(MEMORY.asReadOnly(), Dtype.F32, 1, 2)))
                .hasMessage("result: memory is read-only");
    }

    @Test
    void overlapOtherThanInPlaceIsRefused() {
        Tensor whole = new Tensor(MEMORY, Dtype.F32, 2, 40, 45);
        refused(() -> quantize(whole, new Tensor(MEMORY.asSlice(4), Dtype.F32, 2, 40, 45)))
                .hasMessageStartingWith("result overlaps the source");
        refused(() -> quantize(whole, new Tensor(MEMORY, Dtype.F32, 2, 40, 44)))
                .hasMessageStartingWith("result overlaps the source");
        refused(() -> quantize(new Tensor(MEMORY, Dtype.F16, 2, 40), new Tensor(MEMORY, Dtype.F32, 2, 40)))
                .hasMessageStartingWith("result overlaps the source");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(400);
            refused(() -> quantize(
                            new Tensor(memory, Dtype.F32, 1, 60), new Tensor(memory.asSlice(160), Dtype.F32, 1, 60)))
                    .hasMessageStartingWith("result overlaps the source");
        }
    }

    @Test
    void atLeastOneThreadIsNeeded() {
        Tensor tensor = Tensor.of(1, 2);
        String message = "number of threads (0) must be at least 1";
        refused(() -> Quantization.fakeQuantize(Specs.MXFP4, tensor, tensor, 0)).hasMessage(message);
        refused(() -> Quantization.maxMagnitude(tensor, 0)).hasMessage(message);
        refused(() -> Histogram.of(tensor, 1, 0)).hasMessage(message);
        refused(() -> Measurement.statistics(Specs.VARIED, tensor, 0)).hasMessage(message);
    }

    @Test
    void formatsKeepTheirRules() {
        refused(() -> new ExMy(9, 9))
                .hasMessage(
                        "element e9m9: exponent bits (9) must be 0 to 8 and mantissa bits (9) 0 to 10, but for e8m23"
                                + " of specials IEEE");
        refused(() -> new ExMy(8, 23)).hasMessageContaining("mantissa bits (23) 0 to 10");
        refused(() -> new ExMy(4, 3).with(Overflow.SPECIAL))
                .hasMessage(
                        "element e4m3: overflow (SPECIAL) needs a code for Inf or NaN, specials (NONE) has neither");
        refused(() -> new ExMy(4, 3).with(Overflow.PROPAGATE)).hasMessageContaining("overflow (PROPAGATE)");
        refused(() -> new Element.SymmetricInt(9)).hasMessage("integer element: bits (9) must be 2 to 8");
        refused(() -> new Group.Block(0)).hasMessage("block size (0) must be at least 1 element");
        refused(() -> Specs.FP8_E4M3.with(Rounding.QPYTORCH)).hasMessageStartingWith("rounding (QPYTORCH) needs");
    }

    @Test
    void aFormatThatTheKernelsRefuseIsNamed() {
        var element = new ExMy(5, 2, OptionalInt.of(5000), Specials.NONE, Subnormals.KEEP, Overflow.SATURATE);
        refused(() -> Quantization.fakeQuantize(QuantSpec.of(element), new float[3]))
                .hasMessageContaining("bias=OptionalInt[5000]");
        refused(() -> FormatInfo.of(QuantSpec.of(element))).hasMessageContaining("bias=OptionalInt[5000]");
    }

    @Test
    void closedMemoryIsRefused() {
        Arena arena = Arena.ofConfined();
        Tensor tensor = new Tensor(arena.allocate(400), Dtype.F32, 1, 100);
        arena.close();
        assertThatThrownBy(() -> quantize(tensor, tensor)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void codesOfAnotherWidthAreRefused() {
        refused(() -> FormatInfo.codeValue(QuantSpec.of(Specs.E2M1), 16))
                .hasMessageStartingWith("code (16) is not a 4-bit code of");
        refused(() -> FormatInfo.codeValue(QuantSpec.of(Specs.E2M1), -1)).hasMessageStartingWith("code (-1) is not");
    }

    private static void quantize(Tensor source, Tensor result) {
        Quantization.fakeQuantize(Specs.MXFP4, source, result, 1);
    }

    private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}

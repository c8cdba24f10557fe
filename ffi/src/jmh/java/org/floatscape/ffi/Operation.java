package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What {@link QuantizeThroughput} measures, and beside what: by default a copy of the same bytes in one call. */
public enum Operation {
    COPY(Traffic.READ_AND_WRITE, 1, Operation::copy),
    READ(Traffic.READ, 1, (source, _, nThreads) -> Quantization.maxMagnitude(source, nThreads)),

    E4M3FN(Specs.FP8_E4M3),
    E5M2I(QuantSpec.of(Specs.E5M2)),
    E2M1(QuantSpec.of(Specs.E2M1)),
    BF16(Specs.BF16),
    E4M3FN_RNA(Specs.FP8_E4M3.with(Rounding.NEAREST_AWAY)),
    E4M3_QPYTORCH(QuantSpec.of(Specs.E4M3).with(Rounding.QPYTORCH)),
    MXFP4(Specs.MXFP4),
    MXFP8(Specs.MXFP8),
    MXINT8(Specs.MXINT8),
    NVFP4(Specs.NVFP4),
    E4M3_B128_FP32(Specs.BLOCK_FP32),
    E4M3FN_CHANNEL_FP32(Specs.CHANNEL_FP32),
    E4M3FN_TENSOR_FP32(Specs.TENSOR_FP32),
    E4M3FN_STOCHASTIC(Specs.STOCHASTIC),
    MXFP4_STOCHASTIC(Specs.MXFP4.stochastic(7)),

    E4M3FN_IN_PLACE(Traffic.READ_AND_WRITE, 1, inPlace(Specs.FP8_E4M3)),
    MXFP4_IN_PLACE(Traffic.READ_AND_WRITE, 1, inPlace(Specs.MXFP4)),

    STATISTICS_E4M3FN(Traffic.READ, READ, 1, statistics(List.of(Specs.FP8_E4M3))),
    STATISTICS_MXFP4(Traffic.READ, READ, 1, statistics(List.of(Specs.MXFP4))),
    STATISTICS_EIGHT_PASSES(Traffic.READ, READ, 1, Operation::eightPasses),
    STATISTICS_OF_EIGHT(Traffic.READ, STATISTICS_EIGHT_PASSES, 1, statistics(Eight.FORMATS)),

    COPY_ON_TWO_THREADS(Traffic.READ_AND_WRITE, 2, Operation::copy),
    E4M3FN_ON_TWO_THREADS(Traffic.READ_AND_WRITE, E4M3FN, 2, quantize(Specs.FP8_E4M3)),
    MXFP4_ON_TWO_THREADS(Traffic.READ_AND_WRITE, MXFP4, 2, quantize(Specs.MXFP4)),
    STATISTICS_MXFP4_ON_TWO_THREADS(Traffic.READ, STATISTICS_MXFP4, 2, statistics(List.of(Specs.MXFP4)));

    /** What an operation must move, however often it does. */
    private enum Traffic {
        READ,
        READ_AND_WRITE
    }

    @FunctionalInterface
    private interface Work {
        void on(Tensor source, Tensor result, int nThreads);
    }

    /** A class of its own: an enum's constants are made before its static fields. */
    private static final class Eight {
        static final List<QuantSpec> FORMATS = List.of(
                Specs.FP8_E4M3,
                QuantSpec.of(Specs.E5M2),
                QuantSpec.of(Specs.E2M1),
                Specs.BF16,
                Specs.MXFP4,
                Specs.MXFP8,
                Specs.MXINT8,
                Specs.BLOCK_FP32);
    }

    private final Traffic traffic;
    private final Optional<Operation> yardstick;
    private final int nThreads;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas over formats, which are records
    private final Work work;

    Operation(QuantSpec spec) {
        this(Traffic.READ_AND_WRITE, 1, quantize(spec));
    }

    Operation(Traffic traffic, int nThreads, Work work) {
        this(traffic, null, nThreads, work);
    }

    Operation(Traffic traffic, Operation yardstick, int nThreads, Work work) {
        this.traffic = traffic;
        this.yardstick = Optional.ofNullable(yardstick);
        this.nThreads = nThreads;
        this.work = work;
    }

    void run(Tensor source, Tensor result) {
        work.on(source, result, nThreads);
    }

    /** What the operation is told as a multiple of. */
    Operation yardstick() {
        return yardstick.orElse(COPY);
    }

    /** Bytes of the tensor read, and those of the result written, once. */
    long bytes(Tensor source) {
        long bytes = source.rows() * source.rowLength() * Float.BYTES;
        return switch (traffic) {
            case READ -> bytes;
            case READ_AND_WRITE -> 2 * bytes;
        };
    }

    private static void copy(Tensor source, Tensor result, int nThreads) {
        long bytes = source.data().byteSize() / nThreads;
        Parallel.forEach(nThreads, nThreads, part -> {
            MemorySegment.copy(source.data(), part * bytes, result.data(), part * bytes, bytes);
        });
    }

    private static Work quantize(QuantSpec spec) {
        return (source, result, nThreads) -> Quantization.fakeQuantize(spec, source, result, nThreads);
    }

    private static Work inPlace(QuantSpec spec) {
        return (_, result, nThreads) -> Quantization.fakeQuantize(spec, result, result, nThreads);
    }

    private static Work statistics(List<QuantSpec> specs) {
        return (source, _, nThreads) -> Measurement.statistics(specs, source, nThreads);
    }

    private static void eightPasses(Tensor source, Tensor result, int nThreads) {
        Eight.FORMATS.forEach(
                spec -> statistics(Collections.singletonList(spec)).on(source, result, nThreads));
    }
}

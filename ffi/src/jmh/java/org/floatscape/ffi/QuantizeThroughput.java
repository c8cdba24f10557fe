package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Quantization through the checked API beside a copy of the same bytes in one call, in GB/s read and written: the
 * counter {@code bytes} is in bytes per nanosecond. 64 Ki floats lie in L2, 64 Mi come from memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuantizeThroughput {

    private static final int ROW_LENGTH = 4096;

    private static final Map<String, QuantSpec> SPECS = Map.of(
            "e4m3fn", Specs.FP8_E4M3,
            "mxfp8", Specs.MXFP8,
            "mxfp4", Specs.MXFP4,
            "nvfp4", Specs.NVFP4,
            "e4m3:b128:fp32", Specs.BLOCK_FP32,
            "e4m3fn:channel:fp32", Specs.CHANNEL_FP32,
            "e4m3fn:tensor:fp32", Specs.TENSOR_FP32,
            "e4m3fn@sr", Specs.STOCHASTIC);

    @Param({
        "e4m3fn",
        "mxfp8",
        "mxfp4",
        "nvfp4",
        "e4m3:b128:fp32",
        "e4m3fn:channel:fp32",
        "e4m3fn:tensor:fp32",
        "e4m3fn@sr"
    })
    public String format;

    @Param({"65536", "67108864"})
    public int nElements;

    @Param({"heap", "off-heap"})
    public String memory;

    @Param({"1", "2"})
    public int nThreads;

    private final Arena arena = Arena.ofShared();
    private QuantSpec spec;
    private Tensor source;
    private Tensor result;

    /** Bytes read and written. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Traffic {
        public long bytes;
    }

    @Setup
    public void allocate() {
        spec = SPECS.get(format);
        Placement placement = memory.equals("heap") ? Placement.HEAP : Placement.OFF_HEAP;
        source = tensor(placement);
        result = tensor(placement);
        float[] sample = Samples.finite(1, ROW_LENGTH);
        for (long row = 0; row < source.rows(); row++) {
            MemorySegment.copy(
                    MemorySegment.ofArray(sample),
                    0,
                    source.data(),
                    row * ROW_LENGTH * Float.BYTES,
                    ROW_LENGTH * (long) Float.BYTES);
        }
        result.data().fill((byte) 0);
    }

    private Tensor tensor(Placement placement) {
        MemorySegment data = placement.allocate((long) nElements * Float.BYTES, arena);
        return new Tensor(data, Dtype.F32, nElements / ROW_LENGTH, ROW_LENGTH);
    }

    @TearDown
    public void close() {
        arena.close();
    }

    @Benchmark
    public void copy(Traffic traffic) {
        long bytes = (long) nElements * Float.BYTES;
        Parallel.forEach(nThreads, nThreads, part -> {
            long first = bytes / nThreads * part;
            MemorySegment.copy(source.data(), first, result.data(), first, bytes / nThreads);
        });
        traffic.bytes += 2 * bytes;
    }

    @Benchmark
    public void quantize(Traffic traffic) {
        Quantization.fakeQuantize(spec, source, result, nThreads);
        traffic.bytes += 2L * nElements * Float.BYTES;
    }

    @Benchmark
    public void inPlace(Traffic traffic) {
        Quantization.fakeQuantize(spec, result, result, nThreads);
        traffic.bytes += 2L * nElements * Float.BYTES;
    }

    @Benchmark
    public List<ErrorStatistics> statistics(Traffic traffic) {
        traffic.bytes += (long) nElements * Float.BYTES;
        return org.floatscape.ffi.Measurement.statistics(List.of(spec), source, nThreads);
    }
}

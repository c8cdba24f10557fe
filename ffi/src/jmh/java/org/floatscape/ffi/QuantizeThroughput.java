package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Quantization and statistics through the checked API. Two counters tell it: {@code gBps}, bytes per nanosecond, and
 * {@code ratio}, the speed as a multiple of the operation's {@link Operation#yardstick}, which is timed anew before each
 * iteration: a shared machine drifts. 64 Ki floats lie in L2, 32 Mi come from memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class QuantizeThroughput {

    private static final int ROW_LENGTH = 4096;
    private static final long CACHE_LINE_BYTES = 64;
    private static final int SAMPLES = 1 << 16;
    private static final long YARDSTICK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    @Param
    public Operation operation;

    @Param({"65536", "33554432"})
    public int nElements;

    @Param("OFF_HEAP")
    public String memory;

    private final Arena arena = Arena.ofShared();
    private Tensor source;
    private Tensor result;
    private long yardstickNs;

    /** Divided by JMH by the time of an iteration in nanoseconds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Speed {
        public long gBps;
        public long ratio;
    }

    /** Normal values, as weights are; the same ones over and over. */
    @Setup
    public void allocate() {
        source = tensor();
        result = tensor();
        var random = new SplittableRandom(1);
        float[] samples = new float[SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        MemorySegment sample = MemorySegment.ofArray(samples);
        for (long at = 0; at < source.data().byteSize(); at += sample.byteSize()) {
            MemorySegment.copy(sample, 0, source.data(), at, sample.byteSize());
            MemorySegment.copy(sample, 0, result.data(), at, sample.byteSize());
        }
    }

    /** From the start of a cache line on, where that can be chosen. */
    private Tensor tensor() {
        long bytes = (long) nElements * Float.BYTES;
        MemorySegment data = Placement.valueOf(memory).allocate(bytes + CACHE_LINE_BYTES, arena);
        long start = data.isNative() ? -data.address() & (CACHE_LINE_BYTES - 1) : 0;
        return new Tensor(data.asSlice(start, bytes), Dtype.F32, nElements / ROW_LENGTH, ROW_LENGTH);
    }

    @Setup(Level.Iteration)
    public void timeYardstick() {
        long calls = 0;
        long ns = 0;
        for (long start = System.nanoTime(); ns < YARDSTICK_NS; ns = System.nanoTime() - start) {
            operation.yardstick().run(source, result);
            calls++;
        }
        yardstickNs = ns / calls;
    }

    @TearDown
    public void close() {
        arena.close();
    }

    @Benchmark
    public void run(Speed speed) {
        operation.run(source, result);
        speed.gBps += operation.bytes(source);
        speed.ratio += yardstickNs;
    }
}

package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.floatscape.ffi.generated.floatscape_h;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a native call costs by itself, plain and critical, and what quantizing 16 floats costs on each way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallOverhead extends SteadyBenchmark {

    private static final MethodHandle ABI_VERSION_CRITICAL = criticalAbiVersion();
    private static final int N = 16;

    private final Arena arena = Arena.ofConfined();
    private final float[] source = Samples.finite(1, N);
    private final float[] result = new float[N];
    private final MemorySegment offHeapSource = arena.allocateFrom(ValueLayout.JAVA_FLOAT, source);
    private final MemorySegment offHeapResult = arena.allocate(ValueLayout.JAVA_FLOAT, N);
    private final MemorySegment format = FormatStruct.of(Specs.FP8_E4M3, arena);
    private final MemorySegment shape = ShapeStruct.writing(Tensor.of(source), new Piece(0, 1, 0, N), N, arena);

    @SuppressWarnings("restricted")
    private static MethodHandle criticalAbiVersion() {
        NativeLibrary.require();
        return Linker.nativeLinker()
                .downcallHandle(
                        floatscape_h.fs_abi_version$address(),
                        floatscape_h.fs_abi_version$descriptor(),
                        Linker.Option.critical(false));
    }

    @TearDown
    public void close() {
        arena.close();
    }

    @Benchmark
    public int emptyPlain() {
        return floatscape_h.fs_abi_version();
    }

    @Benchmark
    public int emptyCritical() throws Throwable {
        return (int) ABI_VERSION_CRITICAL.invokeExact();
    }

    @Benchmark
    public int quantizeOffHeapPlain() {
        return quantize(false, offHeapSource, offHeapResult);
    }

    @Benchmark
    public int quantizeOnHeapCritical() {
        return quantize(true, MemorySegment.ofArray(source), MemorySegment.ofArray(result));
    }

    @Benchmark
    public int quantizeOnHeapCopiedPlain() {
        MemorySegment.copy(source, 0, offHeapSource, ValueLayout.JAVA_FLOAT, 0, N);
        int status = quantize(false, offHeapSource, offHeapResult);
        MemorySegment.copy(offHeapResult, ValueLayout.JAVA_FLOAT, 0, result, 0, N);
        return status;
    }

    /** The whole checked call. */
    @Benchmark
    public void quantizeOnHeapChecked() {
        Quantization.fakeQuantize(Specs.FP8_E4M3, Tensor.of(source), Tensor.of(result), 1);
    }

    private int quantize(boolean critical, MemorySegment src, MemorySegment dst) {
        return Kernels.quantize(critical, format, shape, src, dst, MemorySegment.NULL, MemorySegment.NULL);
    }
}

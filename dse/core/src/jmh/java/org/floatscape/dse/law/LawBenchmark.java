package org.floatscape.dse.law;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.floatscape.dse.SteadyBenchmark;
import org.floatscape.ffi.PowerLaw;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Evaluations of the Capybara law per second on one core: in C over columns, and one by one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LawBenchmark extends SteadyBenchmark {

    /** 2.5 MB of columns, more than a core's second-level cache. */
    private static final int ROWS = 1 << 16;

    private final PowerLaw law =
            PowerForm.of(CapybaraLaw.SUN_2025).orElseThrow().law();
    private final double[] values = new double[5 * ROWS];
    private final double[] lossNats = new double[ROWS];
    private final MemorySegment columns = Arena.ofAuto().allocate(8L * values.length, 64);
    private final MemorySegment losses = Arena.ofAuto().allocate(8L * ROWS, 64);

    /** All parameters, tokens and block sizes differ. */
    @Setup
    public void fill() {
        var random = new SplittableRandom(1);
        for (int r = 0; r < ROWS; r++) {
            values[r] = 1e7 * Math.pow(1e5, random.nextDouble());
            values[ROWS + r] = 1e9 * Math.pow(1e5, random.nextDouble());
            values[2 * ROWS + r] = random.nextInt(9);
            values[3 * ROWS + r] = random.nextInt(11);
            values[4 * ROWS + r] = Math.pow(2, 16 * random.nextDouble());
        }
        MemorySegment.copy(values, 0, columns, ValueLayout.JAVA_DOUBLE, 0, values.length);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public MemorySegment offHeap() {
        law.lossNats(columns, losses);
        return losses;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] arrays() {
        law.lossNats(MemorySegment.ofArray(values), MemorySegment.ofArray(lossNats));
        return lossNats;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] oneByOne() {
        for (int r = 0; r < ROWS; r++) {
            lossNats[r] = CapybaraLaw.SUN_2025.lossNats(
                    values[r],
                    values[ROWS + r],
                    values[2 * ROWS + r],
                    values[3 * ROWS + r],
                    CapybaraLaw.log2(values[4 * ROWS + r]));
        }
        return lossNats;
    }
}

package org.floatscape.dse.law;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Evaluations of the Capybara law per second on one core, one by one and in a batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CapybaraBenchmark {

    private static final int ROWS = 1 << 16;

    /** Different values in each of the columns N, D and B; the rows are in no order, or sorted by N and D as a grid is. */
    @Param({"16 sorted", "16", "1000", "65536"})
    String distinct;

    private final CapybaraBatch batch = new CapybaraBatch(CapybaraLaw.SUN_2025);
    private final double[] params = new double[ROWS];
    private final double[] tokens = new double[ROWS];
    private final byte[] exponentBits = new byte[ROWS];
    private final byte[] mantissaBits = new byte[ROWS];
    private final double[] blocks = new double[ROWS];
    private final double[] lossNats = new double[ROWS];

    @Setup
    public void fill() {
        var random = new SplittableRandom(1);
        boolean sorted = distinct.endsWith("sorted");
        int values = Integer.parseInt(distinct.split(" ")[0]);
        for (int r = 0; r < ROWS; r++) {
            params[r] = 1e7 + 1e6 * (sorted ? r * values / ROWS : random.nextInt(values));
            tokens[r] = 1e9 + 1e8 * (sorted ? r * values * values / ROWS % values : random.nextInt(values));
            exponentBits[r] = (byte) random.nextInt(9);
            mantissaBits[r] = (byte) random.nextInt(11);
            blocks[r] = 1 + random.nextInt(values);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] batch() {
        batch.lossNats(params, tokens, exponentBits, mantissaBits, blocks, lossNats);
        return lossNats;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] oneByOne() {
        for (int r = 0; r < ROWS; r++) {
            lossNats[r] = CapybaraLaw.SUN_2025.lossNats(
                    params[r], tokens[r], exponentBits[r], mantissaBits[r], CapybaraLaw.log2(blocks[r]));
        }
        return lossNats;
    }
}

package org.floatscape.ffi;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Cost evaluations per second on one core, one architecture a batch, as a design space is explored. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MacCostsBenchmark extends SteadyBenchmark {

    private static final int DESIGNS = 1 << 16;

    @Param({"fp_mul", "fp_fma", "fp_mac_fused", "dot_exact", "dot_block", "int_mac"})
    String architecture;

    private int number;
    private int[] columns;
    private double[] coefficients;

    @Setup
    public void fill() {
        number = MacCosts.architectures().indexOf(architecture);
        columns = designs(DESIGNS, new SplittableRandom(1));
        coefficients = new double[MacCosts.terms().size()];
        Arrays.fill(coefficients, 0.5);
    }

    /** ExMy of 2 to 5 and 1 to 4 bits, FP32 accumulator, 32 lanes, power-of-two scales. */
    static int[] designs(int n, SplittableRandom random) {
        int[] columns = new int[n * MacColumn.values().length];
        for (int i = 0; i < n; i++) {
            int exponent = random.nextInt(2, 6);
            int mantissa = random.nextInt(1, 5);
            int[] design = {exponent, mantissa, exponent, mantissa, 8, 23, 32, 1, 0, 0, 0};
            for (int c = 0; c < design.length; c++) {
                columns[c * n + i] = design[c];
            }
        }
        return columns;
    }

    @Benchmark
    @OperationsPerInvocation(DESIGNS)
    public double[][] totals() {
        return MacCosts.cost(number, DESIGNS, columns, coefficients);
    }
}

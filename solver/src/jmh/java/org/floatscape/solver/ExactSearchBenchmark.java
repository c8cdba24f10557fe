package org.floatscape.solver;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** Time to build and solve a problem of the size and shape of a design space, with random metrics. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExactSearchBenchmark {

    @Param({"1000", "10000", "50000"})
    public int nRows;

    private Problem feasible;
    private Problem infeasible;

    @Setup
    public void problems() {
        var random = new SplittableRandom(1);
        var block =
                Column.of("block", LongStream.range(0, nRows).map(r -> r % 10).toArray());
        var scale = Column.of(
                "scale", LongStream.range(0, nRows).map(r -> r / 10 % 8).toArray());
        var exponent = Column.of(
                "exponentBits", LongStream.range(0, nRows).map(r -> r / 80 % 9).toArray());
        var mantissa = Column.of(
                "mantissaBits", LongStream.range(0, nRows).map(r -> r / 720).toArray());
        var variables = List.of(block, scale, exponent, mantissa);
        var loss = column("lossNanonats", () -> random.nextLong(2_000_000_000L, 2_500_000_000L));
        var energy = column("energyFj", () -> random.nextLong(100, 2_000_000));
        var area = column("areaUm2", () -> random.nextLong(50, 900_000));
        var ties = List.of(energy, area);
        feasible = new Problem(variables, loss, ties, List.of(new Budget(energy, 400_000), new Budget(area, 300_000)));
        infeasible = new Problem(variables, loss, ties, List.of(new Budget(energy, 50), new Budget(area, 300_000)));
    }

    private Column column(String name, LongSupplier value) {
        return Column.of(name, LongStream.generate(value).limit(nRows).toArray());
    }

    @Benchmark
    public Outcome solve() {
        return ExactSearch.solve(feasible, 60);
    }

    @Benchmark
    public Outcome explainInfeasible() {
        return ExactSearch.solve(infeasible, 60);
    }
}

package org.floatscape.solver;

import com.google.ortools.init.OrToolsVersion;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Proves which row of a {@link Problem} is best. */
public final class ExactSearch {

    /** Seed of every search. */
    public static final int SEED = 1;

    private ExactSearch() {}

    /**
     * Version of OR-Tools.
     *
     * @throws IllegalStateException if OR-Tools cannot be loaded
     */
    public static String version() {
        NativeSolver.require();
        return OrToolsVersion.getVersionString();
    }

    /**
     * Minimises the objective within the budgets, then the tie-breaks one after the other. Equal problems have equal
     * outcomes, on any machine.
     *
     * @param maxDeterministicSeconds limit for each metric to minimise, in CP-SAT's deterministic time (about a second
     *                                of one core, counted in steps of the search and not by the clock); to explain an
     *                                infeasible problem is outside of it
     * @throws IllegalArgumentException if the limit is not positive
     * @throws IllegalStateException    if OR-Tools is installed on {@code java.library.path} and cannot be loaded
     */
    public static Outcome solve(Problem problem, double maxDeterministicSeconds) {
        if (!(maxDeterministicSeconds > 0)) {
            throw new IllegalArgumentException(
                    "maxDeterministicSeconds (%s) must be positive".formatted(maxDeterministicSeconds));
        }
        NativeSolver.require();
        int[] rows = IntStream.range(0, problem.nRows()).toArray();
        var outcome = RowModel.minimize(problem, rows, problem.objective(), problem.budgets(), maxDeterministicSeconds);
        return switch (outcome) {
            case Outcome.Optimal best -> breakTies(problem, best, maxDeterministicSeconds);
            case Outcome.Infeasible _ -> new Outcome.Infeasible(Shortfalls.of(problem));
            case Outcome.Feasible _, Outcome.Unknown _ -> outcome;
        };
    }

    /** To hold a metric at its least is to keep the rows that reach it: each pass has fewer of them. */
    private static Outcome breakTies(Problem problem, Outcome.Optimal best, double maxDeterministicSeconds) {
        int row = best.row();
        int[] tied = equal(IntStream.range(0, problem.nRows()).toArray(), problem.objective(), row);
        for (Column metric : Stream.concat(problem.tieBreaks().stream(), Stream.of(rowNumber(problem)))
                .toList()) {
            if (tied.length == 1) {
                break;
            }
            switch (RowModel.minimize(problem, tied, metric, problem.budgets(), maxDeterministicSeconds)) {
                case Outcome.Optimal(int next, long _) -> row = next;
                case Outcome.Feasible(int next, long _, long _) -> {
                    return new Outcome.Feasible(next, best.objective(), best.objective());
                }
                case Outcome.Unknown() -> {
                    return new Outcome.Feasible(row, best.objective(), best.objective());
                }
                case Outcome.Infeasible _ -> throw new AssertionError("row %d met the budgets before".formatted(row));
            }
            tied = equal(tied, metric, row);
        }
        return new Outcome.Optimal(row, best.objective());
    }

    private static Column rowNumber(Problem problem) {
        return Column.of(
                "row", IntStream.range(0, problem.nRows()).asLongStream().toArray());
    }

    private static int[] equal(int[] rows, Column metric, int row) {
        return Arrays.stream(rows).filter(r -> metric.get(r) == metric.get(row)).toArray();
    }
}

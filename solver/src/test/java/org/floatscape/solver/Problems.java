package org.floatscape.solver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Random problems, and what enumeration of their rows says about them; no solver here. */
final class Problems {

    private Problems() {}

    /** One to sixty rows, two variables, three metrics that tie often, none to three budgets that often conflict. */
    static Problem random(long seed) {
        var random = new SplittableRandom(seed);
        int nRows = random.nextInt(10) == 0 ? 1 : random.nextInt(1, 61);
        long largest = random.nextLong(1, 30);
        var cells = new ArrayList<>(IntStream.range(0, 80).boxed().toList());
        Collections.shuffle(cells, new Random(seed));
        var rows = cells.subList(0, nRows);
        var metrics = List.of(
                column("loss", nRows, () -> random.nextLong(-5, largest)),
                column("energy", nRows, () -> random.nextLong(0, largest + 1)),
                column("area", nRows, () -> random.nextLong(-largest, largest)));
        var budgets = metrics.stream()
                .filter(_ -> random.nextBoolean())
                .map(metric -> new Budget(metric, random.nextLong(-largest / 2, largest)))
                .toList();
        return new Problem(
                List.of(Column.of("block", rows, cell -> cell % 8), Column.of("exponent", rows, cell -> cell / 8 - 3)),
                metrics.getFirst(),
                random.nextBoolean() ? metrics.subList(1, 3) : List.of(),
                budgets);
    }

    static Column column(String name, int nRows, LongSupplier value) {
        return Column.of(name, LongStream.generate(value).limit(nRows).toArray());
    }

    /** The best row by comparing all of them. */
    static OptionalInt best(Problem problem) {
        var order = Comparator.<Integer>comparingLong(problem.objective()::get);
        for (Column metric : problem.tieBreaks()) {
            order = order.thenComparingLong(metric::get);
        }
        return rowsWithin(problem, problem.budgets())
                .boxed()
                .min(order.thenComparing(Comparator.naturalOrder()))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /** The least value of {@code metric} on the rows that meet {@code budgets}. */
    static OptionalLong least(Problem problem, Column metric, List<Budget> budgets) {
        return rowsWithin(problem, budgets).mapToLong(metric::get).min();
    }

    private static IntStream rowsWithin(Problem problem, List<Budget> budgets) {
        return IntStream.range(0, problem.nRows())
                .filter(row ->
                        budgets.stream().allMatch(budget -> budget.metric().get(row) <= budget.limit()));
    }
}

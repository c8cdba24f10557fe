package org.floatscape.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.floatscape.solver.Outcome.Shortfall;

/** Explains an infeasible problem: which budgets are in the way, and how far each would have to give. */
final class Shortfalls {

    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    private final Problem problem;
    private final int[] rows;
    /** Budgets that were tried together, and whether a row meets them all. */
    private final Map<List<Budget>, Boolean> met = new HashMap<>();

    private Shortfalls(Problem problem) {
        this.problem = problem;
        met.put(problem.budgets(), false);
        this.rows = IntStream.range(0, problem.nRows()).toArray();
    }

    static List<Shortfall> of(Problem infeasible) {
        return new Shortfalls(infeasible).all();
    }

    /** Takes one conflict after the other out of the budgets until what is left can be met. */
    private List<Shortfall> all() {
        var shortfalls = new ArrayList<Shortfall>();
        var left = problem.budgets();
        while (!canMeet(left)) {
            var conflict = conflictIn(left);
            conflict.forEach(budget -> shortfalls.add(shortfall(budget, conflict)));
            left = left.stream().filter(budget -> !conflict.contains(budget)).toList();
        }
        shortfalls.sort(Comparator.comparingInt(s -> problem.budgets().indexOf(s.budget())));
        return shortfalls;
    }

    /** Budgets out of {@code budgets} that cannot be met together, though all but any one of them can. */
    private List<Budget> conflictIn(List<Budget> budgets) {
        var conflict = budgets;
        for (Budget budget : budgets) {
            var rest = without(conflict, budget);
            if (!canMeet(rest)) {
                conflict = rest;
            }
        }
        return conflict;
    }

    private Shortfall shortfall(Budget budget, List<Budget> conflict) {
        var others = without(problem.budgets(), budget);
        var held = canMeet(others) ? others : without(conflict, budget);
        return switch (minimize(budget.metric(), held)) {
            case Outcome.Optimal(int _, long least) -> new Shortfall(budget, least, held);
            case Outcome.Feasible _, Outcome.Infeasible _, Outcome.Unknown _ ->
                throw new AssertionError("budgets that can be met were not met again: " + held);
        };
    }

    private boolean canMeet(List<Budget> budgets) {
        return met.computeIfAbsent(budgets, b -> switch (minimize(problem.objective(), b)) {
            case Outcome.Optimal _ -> true;
            case Outcome.Infeasible _ -> false;
            case Outcome.Feasible _, Outcome.Unknown _ -> throw new AssertionError("a search without a limit gave up");
        });
    }

    private Outcome minimize(Column metric, List<Budget> budgets) {
        return RowModel.minimize(problem, rows, metric, budgets, NO_LIMIT);
    }

    private static List<Budget> without(List<Budget> budgets, Budget left) {
        return budgets.stream().filter(budget -> !budget.equals(left)).toList();
    }
}

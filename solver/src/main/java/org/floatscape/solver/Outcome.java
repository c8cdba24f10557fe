package org.floatscape.solver;

import java.util.List;

/** What a search ended with. */
public sealed interface Outcome {

    /**
     * Proven: no row within the budgets comes before this one in the order of objective, tie-breaks and row number.
     *
     * @param row       from 0
     * @param objective value of the objective at {@code row}
     */
    record Optimal(int row, long objective) implements Outcome {}

    /**
     * The best row found within the limit.
     *
     * @param bound no row within the budgets has a smaller objective; where it equals {@code objective}, only the
     *              tie-breaks are left unproven
     */
    record Feasible(int row, long objective, long bound) implements Outcome {}

    /**
     * Proven: no row meets all budgets.
     *
     * @param shortfalls the budgets that are in the way, at least one, in the problem's order; to meet the rest of the
     *                   budgets is possible, or is impossible by another of these shortfalls
     */
    record Infeasible(List<Shortfall> shortfalls) implements Outcome {
        public Infeasible {
            shortfalls = List.copyOf(shortfalls);
        }
    }

    /** The limit was reached before any row was found or ruled out. */
    record Unknown() implements Outcome {}

    /**
     * A budget that cannot be met.
     *
     * @param least the smallest value of the budget's metric that a row reaches while {@code held} hold; greater than
     *              the limit
     * @param held  all other budgets where some row meets these, and otherwise the ones that conflict with this one
     *              (none for a budget that no row meets)
     */
    record Shortfall(Budget budget, long least, List<Budget> held) {
        public Shortfall {
            held = List.copyOf(held);
        }
    }
}

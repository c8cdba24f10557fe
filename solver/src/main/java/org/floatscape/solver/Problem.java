package org.floatscape.solver;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which row is best? Row {@code r} is the joint assignment {@code variables[i] = variables[i].get(r)}; rows are the only
 * assignments allowed, so every constraint among the variables is said by leaving rows out.
 *
 * @param variables decision variables, at least one; no two rows assign them alike
 * @param objective metric to minimise
 * @param tieBreaks metrics to minimise next, in this order, among the rows that are equal so far; the first of the rows
 *                  that are equal in all of them wins
 * @param budgets   upper bounds a row must keep, at most one per metric
 */
public record Problem(List<Column> variables, Column objective, List<Column> tieBreaks, List<Budget> budgets) {

    /** Sums over all rows stay within this: exact in the doubles in which CP-SAT reports its bounds. */
    public static final long LARGEST_SUM = 1L << 53;

    public Problem {
        variables = List.copyOf(variables);
        tieBreaks = List.copyOf(tieBreaks);
        budgets = List.copyOf(budgets);
        if (variables.isEmpty()) {
            throw new IllegalArgumentException("a problem must have a decision variable");
        }
        var metrics = Stream.concat(Stream.of(objective), tieBreaks.stream()).toList();
        var limited = budgets.stream().map(Budget::metric).toList();
        requireDistinct("decision variable", variables);
        requireDistinct("objective or tie-break", metrics);
        requireDistinct("budget on", limited);
        var columns = Stream.of(variables, metrics, limited)
                .flatMap(List::stream)
                .distinct()
                .toList();
        requireDistinct("column", columns);
        for (Column column : columns) {
            requireShape(column, variables.getFirst());
        }
        requireDistinctRows(variables);
    }

    /** How many rows there are to choose from. */
    public int nRows() {
        return objective.size();
    }

    private static void requireDistinct(String role, List<Column> columns) {
        var names = new HashSet<String>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("%s (%s) is given twice".formatted(role, column.name()));
            }
        }
    }

    private static void requireShape(Column column, Column first) {
        if (column.size() == 0) {
            throw new IllegalArgumentException("column %s: there must be at least one row".formatted(column.name()));
        }
        if (column.size() != first.size()) {
            throw new IllegalArgumentException("column %s: must have as many rows (%d) as column %s (%d)"
                    .formatted(column.name(), column.size(), first.name(), first.size()));
        }
        var range = BigInteger.valueOf(column.max()).subtract(BigInteger.valueOf(column.min()));
        if (range.multiply(BigInteger.valueOf(column.size())).compareTo(BigInteger.valueOf(LARGEST_SUM)) > 0) {
            throw new IllegalArgumentException(
                    "column %s: its range (%d to %d) times the rows (%d) must be at most 2^53. Maybe a coarser unit?"
                            .formatted(column.name(), column.min(), column.max(), column.size()));
        }
    }

    private static void requireDistinctRows(List<Column> variables) {
        Map<List<Long>, Integer> rowOf = HashMap.newHashMap(variables.getFirst().size());
        for (int row = 0; row < variables.getFirst().size(); row++) {
            int r = row;
            var assignment = variables.stream().map(v -> v.get(r)).toList();
            Integer earlier = rowOf.putIfAbsent(assignment, row);
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "rows %d and %d are the same assignment (%s). Maybe a decision variable is missing?"
                                .formatted(earlier, row, describe(variables, row)));
            }
        }
    }

    private static String describe(List<Column> variables, int row) {
        return variables.stream().map(v -> v.name() + "=" + v.get(row)).collect(Collectors.joining(", "));
    }
}

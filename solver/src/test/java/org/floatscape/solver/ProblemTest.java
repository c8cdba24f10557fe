package org.floatscape.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final Column BITS = Column.of("bits", 4, 6, 8);
    private static final Column SCALE = Column.of("scale", 0, 0, 0);
    private static final Column LOSS = Column.of("lossNanonats", 3, 2, 1);

    @Test
    void needsADecisionVariable() {
        assertRejected(List.of(), LOSS, List.of(), List.of(), "a problem must have a decision variable");
    }

    @Test
    void needsARow() {
        assertRejected(
                List.of(Column.of("bits")), LOSS, List.of(), List.of(), "column bits: there must be at least one row");
    }

    @Test
    void needsColumnsOfOneLength() {
        assertRejected(
                List.of(BITS),
                Column.of("lossNanonats", 1, 2),
                List.of(),
                List.of(),
                "column lossNanonats: must have as many rows (2) as column bits (3)");
    }

    @Test
    void rejectsRowsTheVariablesDoNotTellApart() {
        assertRejected(
                List.of(Column.of("bits", 4, 8, 4), SCALE),
                LOSS,
                List.of(),
                List.of(),
                "rows 0 and 2 are the same assignment (bits=4, scale=0). Maybe a decision variable is missing?");
    }

    @Test
    void rejectsRangesTheSolverCannotSumExactly() {
        long wide = 1L << 52;
        assertRejected(
                List.of(BITS),
                Column.of("lossNanonats", 0, wide, 0),
                List.of(),
                List.of(),
                "column lossNanonats: its range (0 to 4503599627370496) times the rows (3) must be at most 2^53."
                        + " Maybe a coarser unit?");
    }

    @Test
    void rejectsWhatIsGivenTwice() {
        assertRejected(List.of(BITS, BITS), LOSS, List.of(), List.of(), "decision variable (bits) is given twice");
        assertRejected(
                List.of(BITS), LOSS, List.of(LOSS), List.of(), "objective or tie-break (lossNanonats) is given twice");
        assertRejected(
                List.of(BITS),
                LOSS,
                List.of(),
                List.of(new Budget(LOSS, 1), new Budget(LOSS, 2)),
                "budget on (lossNanonats) is given twice");
        assertRejected(List.of(BITS), Column.of("bits", 1, 2, 3), List.of(), List.of(), "column (bits) is given twice");
    }

    @Test
    void aMetricMayBeObjectiveAndBudgetAndVariableAtOnce() {
        assertThat(new Problem(List.of(BITS), BITS, List.of(), List.of(new Budget(BITS, 8))).nRows())
                .isEqualTo(3);
    }

    @Test
    void rejectsABlankName() {
        assertThatThrownBy(() -> Column.of(" ", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a column's name must not be blank");
    }

    @Test
    void keepsItsOwnCopies() {
        long[] values = {1, 2, 3};
        var loss = Column.of("lossNanonats", values);
        var variables = new ArrayList<>(List.of(BITS));
        var problem = new Problem(variables, loss, List.of(), List.of());
        values[0] = 9;
        variables.clear();
        assertThat(problem.objective().get(0)).isEqualTo(1);
        assertThat(problem.variables()).containsExactly(BITS);
    }

    private static void assertRejected(
            List<Column> variables, Column objective, List<Column> tieBreaks, List<Budget> budgets, String message) {
        assertThatThrownBy(() -> new Problem(variables, objective, tieBreaks, budgets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}

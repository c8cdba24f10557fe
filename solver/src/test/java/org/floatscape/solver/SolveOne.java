package org.floatscape.solver;

import java.util.List;

/** A program for {@link NativeSolverTest}, which wants JVMs that have loaded nothing yet. */
final class SolveOne {

    private SolveOne() {}

    static void main() {
        var problem = new Problem(List.of(Column.of("bits", 4, 8)), Column.of("loss", 2, 1), List.of(), List.of());
        System.out.println("stated " + problem.nRows());
        System.out.println(ExactSearch.solve(problem, 1));
    }
}

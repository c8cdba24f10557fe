package org.floatscape.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.floatscape.solver.Outcome.Shortfall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactSearchTest {

    private static final double LIMIT = 60;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithEnumeration(long seed) {
        var problem = Problems.random(seed);
        switch (ExactSearch.solve(problem, LIMIT)) {
            case Outcome.Optimal(int row, long objective) -> {
                assertThat(OptionalInt.of(row)).isEqualTo(Problems.best(problem));
                assertThat(objective).isEqualTo(problem.objective().get(row));
                assertThat(problem.budgets()).allMatch(budget -> budget.allows(row));
            }
            case Outcome.Infeasible(List<Shortfall> shortfalls) -> {
                assertThat(Problems.best(problem)).isEmpty();
                assertExplained(problem, shortfalls);
            }
            case Outcome.Feasible _, Outcome.Unknown _ -> throw new AssertionError("did not finish");
        }
    }

    /** Each least value is what enumeration finds and misses its budget; without the named budgets there is a row. */
    private static void assertExplained(Problem problem, List<Shortfall> shortfalls) {
        assertThat(shortfalls).isNotEmpty();
        for (var shortfall : shortfalls) {
            var budget = shortfall.budget();
            assertThat(Problems.least(problem, budget.metric(), shortfall.held()))
                    .isEqualTo(OptionalLong.of(shortfall.least()));
            assertThat(shortfall.least()).isGreaterThan(budget.limit());
            var others = problem.budgets().stream()
                    .filter(other -> !other.equals(budget))
                    .toList();
            if (Problems.least(problem, budget.metric(), others).isPresent()) {
                assertThat(shortfall.held()).isEqualTo(others);
            }
        }
        var named = shortfalls.stream().map(Shortfall::budget).toList();
        var rest = problem.budgets().stream()
                .filter(budget -> !named.contains(budget))
                .toList();
        assertThat(Problems.least(problem, problem.objective(), rest)).isPresent();
    }

    @Test
    void randomProblemsCoverTiesSingleRowsAndInfeasibility() {
        var problems = seeds().mapToObj(Problems::random).toList();
        assertThat(problems)
                .anyMatch(p -> p.nRows() == 1)
                .anyMatch(p -> Problems.best(p).isEmpty());
        assertThat(problems.stream().filter(ExactSearchTest::tiesAtTheOptimum)).hasSizeGreaterThan(50);
    }

    private static boolean tiesAtTheOptimum(Problem problem) {
        var best = Problems.best(problem);
        return best.isPresent()
                && LongStream.range(0, problem.nRows())
                                .filter(r -> problem.objective().get((int) r)
                                        == problem.objective().get(best.getAsInt()))
                                .count()
                        > 1;
    }

    @Test
    void tiesGoToTheFirstTieBreakThenTheNextThenTheFirstRow() {
        var id = Column.of("id", 0, 1, 2, 3, 4, 5);
        var loss = Column.of("loss", 9, 5, 5, 5, 5, 5);
        var energy = Column.of("energy", 0, 7, 3, 3, 3, 2);
        var area = Column.of("area", 0, 0, 8, 4, 4, 9);
        var withinArea = new Budget(area, 8);
        assertThat(solve(id, loss, List.of(), withinArea)).isEqualTo(new Outcome.Optimal(1, 5));
        assertThat(solve(id, loss, List.of(energy), withinArea)).isEqualTo(new Outcome.Optimal(2, 5));
        assertThat(solve(id, loss, List.of(energy, area), withinArea)).isEqualTo(new Outcome.Optimal(3, 5));
        assertThat(solve(id, loss, List.of(energy, area))).isEqualTo(new Outcome.Optimal(5, 5));
    }

    @Test
    void namesTheBudgetNoRowMeetsAndTheLeastReachable() {
        var energy = new Budget(Column.of("energyFj", 30, 40, 50), 20);
        var area = new Budget(Column.of("areaUm2", 9, 6, 5), 7);
        var outcome = solve(Column.of("bits", 4, 6, 8), Column.of("loss", 3, 2, 1), List.of(), energy, area);
        assertThat(outcome).isEqualTo(new Outcome.Infeasible(List.of(new Shortfall(energy, 40, List.of(area)))));
    }

    @Test
    void namesBothOfTwoBudgetsThatConflict() {
        var energy = new Budget(Column.of("energyFj", 30, 40, 50), 35);
        var area = new Budget(Column.of("areaUm2", 9, 6, 5), 7);
        var storage = new Budget(Column.of("storageBits", 4, 6, 8), 8);
        var outcome = solve(Column.of("bits", 4, 6, 8), Column.of("loss", 3, 2, 1), List.of(), energy, area, storage);
        assertThat(outcome)
                .isEqualTo(new Outcome.Infeasible(List.of(
                        new Shortfall(energy, 40, List.of(area, storage)),
                        new Shortfall(area, 9, List.of(energy, storage)))));
    }

    @Test
    void namesEachBudgetThatNoRowMeetsAlone() {
        var energy = new Budget(Column.of("energyFj", 30, 40), 20);
        var area = new Budget(Column.of("areaUm2", 9, 6), 5);
        var outcome = solve(Column.of("bits", 4, 6), Column.of("loss", 3, 2), List.of(), energy, area);
        assertThat(outcome)
                .isEqualTo(new Outcome.Infeasible(
                        List.of(new Shortfall(energy, 30, List.of()), new Shortfall(area, 6, List.of()))));
    }

    /** Two pairs of budgets, each in conflict: no single budget can be relaxed far enough. */
    @Test
    void namesAllBudgetsOfSeparateConflicts() {
        var a = new Budget(Column.of("a", 0, 1, 1, 1), 0);
        var b = new Budget(Column.of("b", 1, 0, 1, 1), 0);
        var c = new Budget(Column.of("c", 1, 1, 0, 1), 0);
        var d = new Budget(Column.of("d", 1, 1, 1, 0), 0);
        var problem = new Problem(
                List.of(Column.of("id", 0, 1, 2, 3)), Column.of("loss", 1, 1, 1, 1), List.of(), List.of(a, b, c, d));
        assertThat(ExactSearch.solve(problem, LIMIT)).isInstanceOfSatisfying(Outcome.Infeasible.class, outcome -> {
            assertThat(outcome.shortfalls()).extracting(Shortfall::budget).containsExactly(a, b, c, d);
            assertExplained(problem, outcome.shortfalls());
        });
    }

    @Test
    void limitsOfAnySizeAreLimits() {
        var id = Column.of("id", 0, 1);
        var loss = Column.of("loss", 2, 1);
        assertThat(solve(id, loss, List.of(), new Budget(loss, Long.MAX_VALUE))).isEqualTo(new Outcome.Optimal(1, 1));
        var never = new Budget(loss, Long.MIN_VALUE);
        assertThat(solve(id, loss, List.of(), never))
                .isEqualTo(new Outcome.Infeasible(List.of(new Shortfall(never, 1, List.of()))));
    }

    @Test
    void valuesFarFromZeroAreExact() {
        var loss = Column.of("loss", Long.MAX_VALUE, Long.MAX_VALUE - 1);
        var energy = Column.of("energy", Long.MIN_VALUE, Long.MIN_VALUE + 1);
        assertThat(solve(Column.of("id", 0, 1), loss, List.of(energy), new Budget(energy, Long.MIN_VALUE)))
                .isEqualTo(new Outcome.Optimal(0, Long.MAX_VALUE));
    }

    @Test
    void largeProblemsRepeatAndAgreeWithEnumeration() {
        var problem = large(20_000);
        var outcome = ExactSearch.solve(problem, LIMIT);
        int best = Problems.best(problem).orElseThrow();
        assertThat(outcome)
                .isEqualTo(new Outcome.Optimal(best, problem.objective().get(best)))
                .isEqualTo(ExactSearch.solve(problem, LIMIT));
    }

    @Test
    void withoutTimeTheOutcomeIsUnknown() {
        assertThat(ExactSearch.solve(large(5_000), 1e-12)).isEqualTo(new Outcome.Unknown());
    }

    /** All rows tie in the objective, which proves itself; the limit is too small for the tie-break. */
    @Test
    void withTimeForTheObjectiveAloneTheOutcomeIsFeasible() {
        var random = new SplittableRandom(3);
        var same = Problems.column("same", 200, () -> 4);
        var energy = new Budget(Problems.column("energy", 200, () -> random.nextLong(0, 100_000)), 50_000);
        var area = Problems.column("area", 200, () -> random.nextLong(0, 100_000));
        var id = Column.of("id", LongStream.range(0, 200).toArray());
        var problem = new Problem(List.of(id), same, List.of(area), List.of(energy));
        assertThat(ExactSearch.solve(problem, 2e-7)).isInstanceOfSatisfying(Outcome.Feasible.class, found -> {
            assertThat(energy.allows(found.row())).isTrue();
            assertThat(found.objective()).isEqualTo(4);
            assertThat(found.bound()).isEqualTo(4);
        });
        int best = Problems.best(problem).orElseThrow();
        assertThat(ExactSearch.solve(problem, LIMIT)).isEqualTo(new Outcome.Optimal(best, 4));
    }

    @Test
    void rejectsALimitThatIsNotPositive() {
        assertThatThrownBy(() -> ExactSearch.solve(Problems.random(1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxDeterministicSeconds (0.0) must be positive");
    }

    private static Outcome solve(Column variable, Column objective, List<Column> tieBreaks, Budget... budgets) {
        return ExactSearch.solve(new Problem(List.of(variable), objective, tieBreaks, List.of(budgets)), LIMIT);
    }

    /** Metrics that tie often, one of them correlated against the objective as cost is against loss. */
    private static Problem large(int nRows) {
        var random = new SplittableRandom(nRows);
        var loss = Problems.column("loss", nRows, () -> random.nextLong(0, 1000));
        var energy = Column.of(
                "energy",
                LongStream.range(0, nRows)
                        .map(r -> 2000 - loss.get((int) r) + random.nextLong(0, 50))
                        .toArray());
        var area = Problems.column("area", nRows, () -> random.nextLong(0, 20));
        return new Problem(
                List.of(Column.of("id", LongStream.range(0, nRows).toArray())),
                loss,
                List.of(energy, area),
                List.of(new Budget(energy, 1500), new Budget(area, 10)));
    }
}

package org.floatscape.dse.recommend;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.study.Metric;
import org.floatscape.solver.Budget;
import org.floatscape.solver.Column;
import org.floatscape.solver.ExactSearch;
import org.floatscape.solver.Outcome;
import org.floatscape.solver.Problem;

/** Asks the exact search which format is best. */
public final class Recommender {

    /** Steps of the search per metric, in CP-SAT's deterministic seconds; a full space of 5 000 formats needs under 1. */
    private static final double MAX_DETERMINISTIC_SECONDS = 60;

    private final List<Evaluation> evaluations;
    private final List<Metric> objectives;
    private final List<Limit> limits;
    private final Map<Metric, Column> columns = new EnumMap<>(Metric.class);

    private Recommender(List<Evaluation> evaluations, List<Metric> objectives, List<Limit> limits) {
        this.evaluations = evaluations;
        this.objectives = objectives;
        this.limits = limits;
    }

    /**
     * The format with the least of the first objective, then of the next ones, then of storage, within the limits.
     *
     * @param evaluations the whole space, every element a {@link FloatElement} with a scale
     */
    public static Recommendation recommend(List<Evaluation> evaluations, List<Metric> objectives, List<Limit> limits) {
        return new Recommender(evaluations, objectives, limits).search();
    }

    /** The largest figure of a metric, in {@link Metric#unit}, that is counted exactly among so many formats. */
    public static double largest(Metric metric, int nFormats) {
        return Units.largest(metric, nFormats);
    }

    private Recommendation search() {
        var metrics = Choice.of(objectives).metrics();
        var problem = new Problem(
                variables(),
                column(objectives.getFirst()),
                metrics.subList(1, metrics.size()).stream().map(this::column).toList(),
                limits.stream().map(this::budget).toList());
        return switch (ExactSearch.solve(problem, MAX_DETERMINISTIC_SECONDS)) {
            case Outcome.Optimal(int row, long _) -> new Recommendation.Proven(evaluations.get(row), neighbours(row));
            case Outcome.Feasible(int row, long _, long bound) ->
                new Recommendation.Unproven(
                        evaluations.get(row), Units.amount(objectives.getFirst(), bound), neighbours(row));
            case Outcome.Infeasible(var shortfalls) ->
                new Recommendation.Infeasible(
                        shortfalls.stream().map(this::shortfall).toList());
            case Outcome.Unknown() -> new Recommendation.Unknown();
        };
    }

    private List<Column> variables() {
        return List.of(
                variable("bits", e -> element(e).bits()),
                variable("exponentBits", e -> element(e).exponentBits()),
                variable("mantissaBits", e -> element(e).mantissaBits()),
                variable("blockSize", e -> (long) block(e).elementsPerScale()),
                numbered("scaleFormat"));
    }

    private Column variable(String name, ToLongFunction<Evaluation> value) {
        return Column.of(name, evaluations, value);
    }

    /** Scale formats have names, the search wants numbers. */
    private Column numbered(String name) {
        var numbers = new HashMap<String, Long>();
        return variable(name, e -> {
            String scale = block(e).scale().spelling();
            numbers.putIfAbsent(scale, (long) numbers.size());
            return numbers.get(scale);
        });
    }

    private Column column(Metric metric) {
        return columns.computeIfAbsent(metric, m -> variable(m.key() + Units.name(m), e -> Units.count(m, e.value(m))));
    }

    private Budget budget(Limit limit) {
        return new Budget(column(limit.metric()), Units.count(limit.metric(), limit.amount()));
    }

    private Recommendation.Shortfall shortfall(Outcome.Shortfall shortfall) {
        return new Recommendation.Shortfall(
                limit(shortfall.budget()),
                Units.amount(limit(shortfall.budget()).metric(), shortfall.least()),
                shortfall.held().stream().map(this::limit).toList());
    }

    private Limit limit(Budget budget) {
        return limits.stream()
                .filter(limit -> column(limit.metric()) == budget.metric())
                .findFirst()
                .orElseThrow();
    }

    private List<Recommendation.Neighbour> neighbours(int row) {
        return Neighbours.of(evaluations.get(row), evaluations, limits);
    }

    private static FloatElement element(Evaluation evaluation) {
        return (FloatElement) evaluation.format().element();
    }

    private static BlockFormat block(Evaluation evaluation) {
        return evaluation.format().block().orElseThrow();
    }
}

package org.floatscape.dse.front;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.study.Metric;

/**
 * The Pareto front: the evaluations that no other beats. One beats another when it is no worse in every objective and
 * better in at least one; of several that are equal in all, each stays.
 *
 * @param objectives what is compared; less is better
 * @param points     in ascending order of the objectives, the first one first
 */
public record Front(List<Metric> objectives, List<Evaluation> points) {

    public Front {
        objectives = List.copyOf(objectives);
        points = List.copyOf(points);
    }

    /**
     * The front of a set.
     *
     * @param evaluations any number, any order
     */
    public static Front of(List<Evaluation> evaluations, List<Metric> objectives) {
        var ascending = evaluations.stream().sorted(byObjectives(objectives)).toList();
        var points = new ArrayList<Evaluation>();
        for (Evaluation evaluation : ascending) {
            // Whatever beats it comes before it, and is on the front itself or beaten by one that is.
            if (points.stream().noneMatch(point -> beats(point, evaluation, objectives))) {
                points.add(evaluation);
            }
        }
        return new Front(objectives, points);
    }

    private static Comparator<Evaluation> byObjectives(List<Metric> objectives) {
        Comparator<Evaluation> order = Comparator.comparingDouble(e -> e.value(objectives.getFirst()));
        for (Metric metric : objectives.subList(1, objectives.size())) {
            order = order.thenComparingDouble(e -> e.value(metric));
        }
        return order.thenComparingDouble(e -> e.value(Metric.STORAGE));
    }

    private static boolean beats(Evaluation a, Evaluation b, List<Metric> objectives) {
        boolean better = false;
        for (Metric metric : objectives) {
            double mine = a.value(metric);
            double theirs = b.value(metric);
            if (mine > theirs) {
                return false;
            }
            better |= mine < theirs;
        }
        return better;
    }

    /** A point that beats {@code evaluation}: the one that is best in the first objective. Empty if none does. */
    public Optional<Evaluation> dominator(Evaluation evaluation) {
        return points.stream()
                .filter(point -> beats(point, evaluation, objectives))
                .findFirst();
    }
}

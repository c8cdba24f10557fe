package org.floatscape.dse.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.study.Metric;

/**
 * What the search is asked for: the least of the first metric, then of each next one.
 *
 * @param metrics the study's objectives, and storage to break ties
 */
public record Choice(List<Metric> metrics) {

    /** Of a study's objectives. */
    public static Choice of(List<Metric> objectives) {
        var metrics = new ArrayList<>(objectives);
        if (!metrics.contains(Metric.STORAGE)) {
            metrics.add(Metric.STORAGE);
        }
        return new Choice(List.copyOf(metrics));
    }

    /**
     * The choice by looking at every evaluation, as {@link Recommender} proves it; for many questions of which none
     * needs a proof.
     *
     * @return index of the first of those that are equally good; empty where each breaks a limit
     */
    public OptionalInt among(List<Evaluation> evaluations, List<Limit> limits) {
        int best = -1;
        for (int i = 0; i < evaluations.size(); i++) {
            Evaluation candidate = evaluations.get(i);
            if (limits.stream().noneMatch(limit -> limit.brokenBy(candidate))
                    && (best < 0 || precedes(candidate, evaluations.get(best)))) {
                best = i;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private boolean precedes(Evaluation a, Evaluation b) {
        for (Metric metric : metrics) {
            int order = Long.compare(Units.count(metric, a.value(metric)), Units.count(metric, b.value(metric)));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }
}

package org.floatscape.dse.recommend;

import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.study.Budget;
import org.floatscape.dse.study.Metric;

/**
 * A budget in numbers.
 *
 * @param amount the most the metric may be, in {@link Metric#unit}
 */
public record Limit(Metric metric, Budget budget, double amount) {

    /** Whether the format is above the limit, both counted as the search counts them. */
    public boolean brokenBy(Evaluation evaluation) {
        return Units.count(metric, evaluation.value(metric)) > Units.count(metric, amount);
    }
}

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

    public boolean brokenBy(Evaluation evaluation) {
        return evaluation.value(metric) > amount;
    }
}

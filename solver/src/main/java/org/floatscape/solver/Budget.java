package org.floatscape.solver;

/**
 * The most a metric may be.
 *
 * @param limit largest value allowed, in the metric's own unit
 */
public record Budget(Column metric, long limit) {

    public boolean allows(int row) {
        return metric.get(row) <= limit;
    }
}

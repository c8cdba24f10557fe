package org.floatscape.dse.cost;

import java.util.Locale;
import java.util.Optional;

/**
 * One row of a table of syntheses.
 *
 * @param row      counted from 0
 * @param label    the row's own parameters, for messages
 * @param rtl      whose RTL, empty if unknown
 * @param process  node and supply of the cells, where the row states them
 * @param measured um², pJ with Gaussian operands, ns; empty where the table has no such column
 */
public record SynthesisPoint(
        int row,
        String label,
        MacDesign design,
        String rtl,
        String library,
        String recipe,
        Optional<TechnologyNode> process,
        ByMetric<Optional<Double>> measured) {

    double measured(Metric metric) {
        return measured.get(metric)
                .orElseThrow(() ->
                        new CostException(String.format(Locale.ROOT, "row %d has no %s", row + 1, metric.label())));
    }
}

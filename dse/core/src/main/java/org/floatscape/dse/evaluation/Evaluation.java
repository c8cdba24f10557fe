package org.floatscape.dse.evaluation;

import org.floatscape.dse.format.Format;
import org.floatscape.dse.study.Metric;

/** One format with what it loses and what it costs. */
public record Evaluation(Format format, Accuracy accuracy, Cost cost) {

    /** The figure of a metric, in {@link Metric#unit}. */
    public double value(Metric metric) {
        return switch (metric) {
            case LOSS -> accuracy.lossNats();
            case ENERGY -> cost.energyPj();
            case AREA -> cost.areaUm2();
            case DELAY -> cost.delayNs();
            case STORAGE -> format.bitsPerElement();
        };
    }
}

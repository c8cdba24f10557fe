package org.floatscape.dse.evaluation;

import org.floatscape.dse.format.Format;
import org.floatscape.dse.study.Metric;

/** One format with what it loses and what it costs. */
public record Evaluation(Format format, Accuracy accuracy, Cost cost) {

    /** The same with another loss, as other constants of the law give it. */
    public Evaluation withLoss(double lossNats) {
        return new Evaluation(format, accuracy.withLoss(lossNats), cost);
    }

    /** The figure of a metric, in {@link Metric#unit}. */
    public double value(Metric metric) {
        return metric == Metric.LOSS ? accuracy.lossNats() : value(metric, format, cost);
    }

    /** The same of a metric that no law is needed for. */
    static double value(Metric metric, Format format, Cost cost) {
        return switch (metric) {
            case LOSS -> throw new IllegalArgumentException("loss needs a law");
            case ENERGY -> cost.energyPj();
            case AREA -> cost.areaUm2();
            case DELAY -> cost.delayNs();
            case STORAGE -> format.bitsPerElement();
        };
    }
}

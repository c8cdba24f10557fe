package org.floatscape.dse.cost;

import java.util.function.Function;

/** One value for each metric. */
public record ByMetric<T>(T area, T energy, T delay) {

    public static <T> ByMetric<T> of(Function<Metric, T> value) {
        return new ByMetric<>(value.apply(Metric.AREA), value.apply(Metric.ENERGY), value.apply(Metric.DELAY));
    }

    public T get(Metric metric) {
        return switch (metric) {
            case AREA -> area;
            case ENERGY -> energy;
            case DELAY -> delay;
        };
    }
}

package org.floatscape.dse.law;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A law as published or fitted: what a study's {@code law:} key names.
 *
 * @param id        such as {@code capybara}
 * @param title     one line
 * @param law       form and constants
 * @param source    where the constants come from
 * @param range     the region the constants were fitted on
 * @param assumes   what was quantized, and how, in the runs behind it
 * @param cannotSee what it says nothing about
 */
public record NamedLaw(
        String id,
        String title,
        Law law,
        String source,
        List<Range> range,
        List<String> assumes,
        List<String> cannotSee) {

    /** The closed interval one column had in the fitted runs. */
    public record Range(Column column, double min, double max) {

        boolean contains(double value) {
            return min <= value && value <= max;
        }

        /** How many powers of e a positive value lies outside. */
        private double distance(double value) {
            return value < min ? Math.log(min) - Math.log(value) : Math.log(value) - Math.log(max);
        }
    }

    public NamedLaw {
        range = List.copyOf(range);
        assumes = List.copyOf(assumes);
        cannotSee = List.copyOf(cannotSee);
    }

    /** The same fit with another law of it, such as that of another class of runs. */
    public NamedLaw with(Law other) {
        return new NamedLaw(id, title, other, source, range, assumes, cannotSee);
    }

    /**
     * What the law says of a point, in numbers.
     *
     * @throws LawDomainException if the law says nothing there, or no finite number; then of the column that is
     *     farthest outside its interval
     */
    public Prediction predict(Point point) {
        var prediction = law.predict(point);
        if (Double.isFinite(prediction.lossNats())
                && Double.isFinite(prediction.deltaLossNats())
                && !Double.isNaN(prediction.criticalTokens())) {
            return prediction;
        }
        String loss = "so that its loss there (%s nats, %s of them by quantization) is not finite"
                .formatted(prediction.lossNats(), prediction.deltaLossNats());
        throw outside(point).stream()
                .max(Comparator.comparingDouble(r -> r.distance(of(r, point))))
                .map(r -> new LawDomainException(
                        r.column(),
                        "%s is too far from the %s to %s that the law was fitted on, %s"
                                .formatted(of(r, point), r.min(), r.max(), loss)))
                .orElseGet(() -> new LawDomainException(
                        Column.PARAMS, "the law's constants are not those of a language model, %s".formatted(loss)));
    }

    /** The intervals that {@code point} lies outside of; none means that the law was fitted around it. */
    public List<Range> outside(Point point) {
        return range.stream()
                .filter(r -> columns(r.column(), point).anyMatch(column -> !r.contains(point.get(column))))
                .toList();
    }

    /** The value of an interval's column, or of the first that stands for it outside the interval. */
    private double of(Range r, Point point) {
        return columns(r.column(), point)
                .map(point::get)
                .filter(value -> !r.contains(value))
                .findFirst()
                .orElseThrow();
    }

    /** The columns of the point that an interval is about: one width stands for three, and three for one. */
    private Stream<Column> columns(Column column, Point point) {
        if (point.has(column)) {
            return Stream.of(column);
        }
        return switch (column) {
            case BITS_W, BITS_A, BITS_KV ->
                Stream.of(Column.BITS).filter(point::has).filter(bits -> !hasRange(bits));
            case BITS ->
                Stream.of(Column.BITS_W, Column.BITS_A, Column.BITS_KV)
                        .filter(point::has)
                        .filter(width -> !hasRange(width));
            default -> Stream.empty();
        };
    }

    private boolean hasRange(Column column) {
        return range.stream().anyMatch(r -> r.column() == column);
    }

    public boolean inRange(Point point) {
        return outside(point).isEmpty();
    }
}

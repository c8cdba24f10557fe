package org.floatscape.dse.law;

import java.util.List;

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
    public record Range(Column column, double min, double max) {}

    public NamedLaw {
        range = List.copyOf(range);
        assumes = List.copyOf(assumes);
        cannotSee = List.copyOf(cannotSee);
    }

    /** The intervals that {@code point} lies outside of; none means that the law was fitted around it. */
    public List<Range> outside(Point point) {
        return range.stream()
                .filter(r -> point.has(r.column()))
                .filter(r -> point.get(r.column()) < r.min() || point.get(r.column()) > r.max())
                .toList();
    }

    public boolean inRange(Point point) {
        return outside(point).isEmpty();
    }
}

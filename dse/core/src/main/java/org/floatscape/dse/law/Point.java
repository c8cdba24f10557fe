package org.floatscape.dse.law;

import java.util.EnumMap;
import java.util.Map;

/**
 * One model, budget and format that laws are asked about.
 *
 * @param values each in the unit of its column, and in the column's domain
 */
public record Point(Map<Column, Double> values) {

    /** @throws LawDomainException if a value is not in its column's domain */
    public Point {
        values.forEach(Column::checked);
        values = Map.copyOf(values);
    }

    /** A point of {@code params} weights trained on {@code tokens} tokens. */
    public static Point of(double params, double tokens) {
        return new Point(Map.of(Column.PARAMS, params, Column.TOKENS, tokens));
    }

    /** This point with one value more, or another value in its place. */
    public Point with(Column column, double value) {
        var more = new EnumMap<Column, Double>(values);
        more.put(column, value);
        return new Point(more);
    }

    public boolean has(Column column) {
        return values.containsKey(column);
    }

    /**
     * The value of a column, in its unit.
     *
     * @throws LawDomainException if the point lacks the column
     */
    public double get(Column column) {
        Double value = values.get(column);
        if (value == null) {
            throw new LawDomainException(column, "missing, and the law needs it");
        }
        return value;
    }

    public double params() {
        return get(Column.PARAMS);
    }

    public double tokens() {
        return get(Column.TOKENS);
    }
}

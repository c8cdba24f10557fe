package org.floatscape.solver;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** One named integer for each row of a {@link Problem}: a decision variable or a metric. Immutable. */
public final class Column {

    private final String name;
    private final long[] values;

    private Column(String name, long[] values) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column's name must not be blank");
        }
        this.name = name;
        this.values = values;
    }

    /**
     * Reads a column off a list.
     *
     * @param name  what the integers are, ending in their unit, such as {@code lossNanonats}
     * @param rows  one item per row
     * @param value the integer of an item; rounding happens here, never in the search
     */
    public static <T> Column of(String name, List<T> rows, ToLongFunction<? super T> value) {
        return new Column(name, rows.stream().mapToLong(value).toArray());
    }

    /**
     * A column of given integers.
     *
     * @param values one per row, copied
     */
    public static Column of(String name, long... values) {
        return new Column(name, values.clone());
    }

    public String name() {
        return name;
    }

    /** How many rows there are. */
    public int size() {
        return values.length;
    }

    /**
     * The integer of a row.
     *
     * @param row from 0
     */
    public long get(int row) {
        return values[row];
    }

    long min() {
        return Arrays.stream(values).min().orElseThrow();
    }

    long max() {
        return Arrays.stream(values).max().orElseThrow();
    }

    @Override
    public String toString() {
        return "%s (%d rows)".formatted(name, values.length);
    }
}

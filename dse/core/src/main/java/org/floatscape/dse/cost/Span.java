package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.IntSummaryStatistics;

/**
 * Whole numbers from {@code low} to {@code high}; in files {@code 2 to 5}.
 *
 * @param low  smallest
 * @param high largest
 */
public record Span(int low, int high) {

    private static final String BETWEEN = " to ";

    /** @throws IllegalArgumentException if it is not such a text */
    @JsonCreator
    static Span parse(String text) {
        int split = text.indexOf(BETWEEN);
        if (split < 0) {
            throw new IllegalArgumentException("range (%s) must read like: 2 to 5".formatted(text));
        }
        return new Span(
                Integer.parseInt(text.substring(0, split)), Integer.parseInt(text.substring(split + BETWEEN.length())));
    }

    static Span of(IntSummaryStatistics values) {
        return new Span(values.getMin(), values.getMax());
    }

    boolean contains(int value) {
        return low <= value && value <= high;
    }

    @JsonValue
    public String text() {
        return low + BETWEEN + high;
    }
}

package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.IntSummaryStatistics;
import java.util.regex.Pattern;

/**
 * Whole numbers from {@code low} to {@code high}; in files {@code 2 to 5}.
 *
 * @param low  smallest
 * @param high largest
 */
public record Span(int low, int high) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,5}) to (\\d{1,5})");

    /** @throws IllegalArgumentException if it is not such a text */
    static Span parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must read like: 2 to 5");
        }
        var span = new Span(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (span.low > span.high) {
            throw new IllegalArgumentException("must begin at its smaller end, like: 2 to 5");
        }
        return span;
    }

    static Span of(IntSummaryStatistics values) {
        return new Span(values.getMin(), values.getMax());
    }

    boolean contains(int value) {
        return low <= value && value <= high;
    }

    /** {@code 2 to 5}, or {@code 2} alone. */
    String shortest() {
        return low == high ? Integer.toString(low) : text();
    }

    @JsonValue
    public String text() {
        return low + " to " + high;
    }
}

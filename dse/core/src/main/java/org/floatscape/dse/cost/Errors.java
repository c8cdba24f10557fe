package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.floatscape.dse.input.Decimal;

/**
 * Relative errors |predicted / measured - 1| on points that a fit never saw; no unit.
 *
 * @param points   how many
 * @param median   half of them err by less
 * @param p90      nine in ten err by less
 * @param worst    the largest
 * @param worstRow the design that has it
 */
public record Errors(int points, double median, double p90, double worst, String worstRow) {

    private static final Pattern TEXT =
            Pattern.compile("median ([^ ,]+), p90 ([^ ,]+), worst ([^ ,]+) of (\\d+), at (.*)");

    private static final int MOST_DIGITS = 9;

    /** Of figures that nothing was measured for. */
    public static final Errors UNKNOWN = new Errors(0, Double.NaN, Double.NaN, Double.NaN, "");

    /** @throws IllegalArgumentException if it is not what {@link #text} gives */
    static Errors parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()
                || !IntStream.of(1, 2, 3).allMatch(i -> Decimal.isFromZero(matcher.group(i)))
                || matcher.group(4).length() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "must read like: median 0.03, p90 0.06, worst 0.09 of 43, at fp_add e3m3i");
        }
        return new Errors(
                Integer.parseInt(matcher.group(4)),
                Double.parseDouble(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                matcher.group(5));
    }

    /** As library files hold it. */
    @JsonValue
    public String text() {
        return "median %s, p90 %s, worst %s of %d, at %s".formatted(median, p90, worst, points, worstRow);
    }

    /**
     * @param relative predicted / measured - 1, at least one
     * @param rows     one label each
     */
    public static Errors of(double[] relative, List<String> rows) {
        double[] sorted = Arrays.stream(relative).map(Math::abs).sorted().toArray();
        int worst = 0;
        for (int i = 1; i < relative.length; i++) {
            if (Math.abs(relative[i]) > Math.abs(relative[worst])) {
                worst = i;
            }
        }
        return new Errors(
                relative.length,
                Digits.four(quantile(sorted, 0.5)),
                Digits.four(quantile(sorted, 0.9)),
                Digits.four(sorted[sorted.length - 1]),
                rows.get(worst));
    }

    /** Linear between order statistics. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}

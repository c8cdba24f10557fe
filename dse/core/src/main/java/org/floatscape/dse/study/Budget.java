package org.floatscape.dse.study;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatscape.dse.format.NamedFormat;

/** The most that a metric may be. */
public sealed interface Budget {

    /**
     * In the metric's own unit.
     *
     * @param unit as the user wrote it, to be held against {@link Metric#unit}
     */
    record Absolute(double amount, String unit) implements Budget {}

    /**
     * Relative to what a named format comes to in the same study.
     *
     * @param factor no unit
     */
    record Relative(double factor, NamedFormat to) implements Budget {}

    Pattern RELATIVE = Pattern.compile("(\\S+) x (\\S+)");
    Pattern ABSOLUTE = Pattern.compile("(\\S+) (\\w+)");

    /**
     * Reads {@code 0.35 x bf16} or {@code 1.2 pJ}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Budget parse(String text) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return new Relative(positive(relative.group(1), text), NamedFormat.parse(relative.group(2)));
        }
        Matcher absolute = ABSOLUTE.matcher(text);
        if (absolute.matches()) {
            return new Absolute(positive(absolute.group(1), text), absolute.group(2));
        }
        throw malformed(text);
    }

    private static double positive(String number, String text) {
        try {
            double value = new BigDecimal(number).doubleValue();
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "(%s): must be a positive number and a unit, such as 1.2 pJ, or a share of a format, such as 0.35 x bf16"
                        .formatted(text));
    }

    /** As a study spells it. */
    default String text() {
        return switch (this) {
            case Absolute(double amount, String unit) -> number(amount) + " " + unit;
            case Relative(double factor, var to) -> number(factor) + " x " + to.name();
        };
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

package org.floatscape.dse.input;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Plain decimal numbers: Java's own parser also takes 1d, 0x1p3, NaN and Infinity. */
public final class Decimal {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private Decimal() {}

    /** The number; empty where the text is none, or it is too large for one. */
    public static OptionalDouble finite(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** Whether the text is such a number, and not below zero. */
    public static boolean isFromZero(String text) {
        OptionalDouble value = finite(text);
        return value.isPresent() && value.getAsDouble() >= 0;
    }
}

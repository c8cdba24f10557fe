package org.floatscape.dse.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as library files hold them. */
final class Digits {

    private Digits() {}

    static double four(double value) {
        return round(value, 4);
    }

    static double six(double value) {
        return round(value, 6);
    }

    private static double round(double value, int digits) {
        return value == 0
                ? 0
                : new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }
}

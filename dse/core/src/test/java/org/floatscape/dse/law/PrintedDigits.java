package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;

/** Compares with a number as it is printed in a paper or a note: equal when it rounds to the printed digits. */
final class PrintedDigits {

    private PrintedDigits() {}

    /** @param printed such as {@code 27.329} or {@code 1.72954532e15} */
    static void assertPrintsAs(String printed, double actual) {
        assertCloseTo(printed, actual, 0.5);
    }

    /** Within one unit of the last digit: for numbers that were found by a search, not in closed form. */
    static void assertPrintsAlmostAs(String printed, double actual) {
        assertCloseTo(printed, actual, 1);
    }

    private static void assertCloseTo(String printed, double actual, double units) {
        var number = new BigDecimal(printed);
        double rounding = Math.ulp(number.doubleValue());
        assertThat(actual).isCloseTo(number.doubleValue(), within(number.ulp().doubleValue() * units + rounding));
    }
}

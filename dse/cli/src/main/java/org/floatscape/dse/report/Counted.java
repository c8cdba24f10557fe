package org.floatscape.dse.report;

/** How many of something, in words that agree. */
public final class Counted {
    private Counted() {}

    /** {@code 1 row}, {@code 2 rows}. */
    public static String text(long count, String one) {
        return "%d %s".formatted(count, count == 1 ? one : one + "s");
    }
}

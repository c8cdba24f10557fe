package org.floatscape.dse.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps figures to pixels.
 *
 * @param from     figure at {@code fromPx}
 * @param to       figure at {@code toPx}; greater than {@code from}
 * @param log      whether equal ratios take equal lengths; then {@code from} is above zero
 */
record Axis(double from, double to, double fromPx, double toPx, boolean log) {

    /** Decades that are labelled one by one. */
    private static final int MOST_DECADES = 8;

    /** A little wider than the figures it has to show. */
    static Axis linear(double least, double most, double fromPx, double toPx) {
        double room = most > least ? 0.04 * (most - least) : Math.max(0.05 * Math.abs(least), 1e-9);
        return new Axis(least - room, most + room, fromPx, toPx, false);
    }

    /** A little wider than the figures it has to show; they must be above zero. */
    static Axis log(double least, double most, double fromPx, double toPx) {
        double room = most > least ? Math.pow(most / least, 0.04) : 1.2;
        return new Axis(
                Math.max(least / room, Double.MIN_NORMAL), Math.min(most * room, Double.MAX_VALUE), fromPx, toPx, true);
    }

    double px(double figure) {
        double share = log
                ? (Math.log(figure) - Math.log(from)) / (Math.log(to) - Math.log(from))
                : (figure - from) / (to - from);
        return fromPx + share * (toPx - fromPx);
    }

    /** Round figures to label, ascending: 1, 2 and 5 times powers of ten. */
    List<Double> ticks() {
        return log ? logTicks() : linearTicks();
    }

    private List<Double> logTicks() {
        double decades = Math.log10(to) - Math.log10(from);
        int step = (int) Math.ceil(decades / MOST_DECADES);
        int[] digits = decades > 4 ? new int[] {1} : decades > 2 ? new int[] {1, 3} : new int[] {1, 2, 5};
        var ticks = new ArrayList<Double>();
        for (int exponent = (int) Math.floor(Math.log10(from)); exponent <= Math.log10(to); exponent += step) {
            for (int digit : digits) {
                double tick = digit * Math.pow(10, exponent);
                if (tick >= from && tick <= to) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private List<Double> linearTicks() {
        double rough = (to - from) / 6;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                rough / power > 5 ? 10 * power : rough / power > 2 ? 5 * power : rough / power > 1 ? 2 * power : power;
        var ticks = new ArrayList<Double>();
        for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A tick as its label: at most six significant digits, no exponent unless very small or large. */
    static String label(double tick) {
        var rounded = new BigDecimal(tick).round(new java.math.MathContext(6)).stripTrailingZeros();
        boolean plain = tick == 0 || (Math.abs(tick) >= 1e-4 && Math.abs(tick) < 1e6);
        return plain ? rounded.toPlainString() : rounded.toString().replace("E", "e");
    }
}

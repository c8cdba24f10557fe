package org.floatscape.dse.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.floatscape.dse.study.Metric;

/** How figures are spelled for people. */
final class Figures {
    private Figures() {}

    /** A metric's amount without its unit. */
    static String amount(Metric metric, double amount) {
        return format("%." + decimals(metric) + "f", amount);
    }

    private static int decimals(Metric metric) {
        return switch (metric) {
            case LOSS, ENERGY -> 4;
            case AREA -> 2;
            case DELAY, STORAGE -> 3;
        };
    }

    /** The least amount that is spelled in full and not below this one: a budget that it meets. */
    static String roundedUp(Metric metric, double amount) {
        return new BigDecimal(amount)
                        .setScale(decimals(metric), RoundingMode.CEILING)
                        .toPlainString()
                + " " + metric.unit();
    }

    static String withUnit(Metric metric, double amount) {
        return amount(metric, amount) + " " + metric.unit();
    }

    /** A change, with its sign and unit. */
    static String change(Metric metric, double amount) {
        return (amount < 0 ? "-" : "+") + withUnit(metric, Math.abs(amount));
    }

    /** A change in percent of what it changes, with its sign. */
    static String percent(double from, double to) {
        return format("%+.1f %%", 100 * (to - from) / from);
    }

    /** A large count: 6.98 G, 15 T. */
    static String count(double value) {
        if (Double.isInfinite(value)) {
            return "no limit";
        }
        String[] prefixes = {"", " k", " M", " G", " T", " P", " E"};
        int p = 0;
        double scaled = value;
        while (scaled >= 1000 && p < prefixes.length - 1) {
            scaled /= 1000;
            p++;
        }
        return scaled >= 1e6 ? format("%.3g", value) : format("%.4g", scaled).replaceAll("\\.?0+$", "") + prefixes[p];
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}

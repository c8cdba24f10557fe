package org.floatscape.dse.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Rounds parts so that what is printed adds up to the printed total. */
final class Apportioned {

    private Apportioned() {}

    /**
     * Largest remainder method.
     *
     * @param parts    not negative, adding up to {@code total} but for rounding
     * @param decimals digits behind the point
     * @return whole numbers of 10^-decimals, adding up to the rounded total
     */
    static long[] units(double[] parts, double total, int decimals) {
        double scale = Math.pow(10, decimals);
        long[] units = Arrays.stream(parts)
                .mapToLong(p -> (long) Math.floor(p * scale))
                .toArray();
        long missing = Math.round(total * scale) - Arrays.stream(units).sum();
        int[] byRemainder = IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.floor(parts[i] * scale) - parts[i] * scale))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int k = 0; k < missing; k++) {
            units[byRemainder[k % parts.length]]++;
        }
        return units;
    }
}

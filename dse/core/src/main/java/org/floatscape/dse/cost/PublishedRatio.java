package org.floatscape.dse.cost;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a paper says a format's MAC costs per lane, over that of another format.
 *
 * @param format  canonical name
 * @param base    canonical name of the format it is set against
 * @param area    no unit
 * @param energy  no unit
 * @param source  paper and table
 */
public record PublishedRatio(String format, String base, double area, double energy, String source) {

    private static final List<PublishedRatio> ALL = read();

    /** All that are known. */
    public static List<PublishedRatio> all() {
        return ALL;
    }

    private static List<PublishedRatio> read() {
        var table = Resources.table("published-mac-ratios.csv");
        double[] area = table.positiveNumbers("area");
        double[] energy = table.positiveNumbers("energy");
        return IntStream.range(0, area.length)
                .mapToObj(i -> new PublishedRatio(
                        table.text(i, "format"), table.text(i, "base"), area[i], energy[i], table.text(i, "source")))
                .toList();
    }
}

package org.floatscape.dse.cost;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.floatscape.dse.table.CsvTable;

/**
 * Published scaling at one process node: area over that at 45 nm, and fits over the supply voltage V of switched energy,
 * a V² + b V + c, and of delay, a V³ + b V² + c V + d, each in a unit of its own that ratios cancel.
 *
 * @param lowestV  supply from which energy grows and delay falls with V in the fits, V; at 180 nm, whose energy is a
 *                 line that crosses zero at 0.73 V, where it is still within a quarter of V²
 * @param highestV supply up to which they do, V; no more than 1.4 V, 1.8 V at 180 nm
 * @param source   publication, and where it was read
 */
record ScalingRow(
        double nm, double area, double[] energy, double[] delay, double lowestV, double highestV, String source) {

    private static final List<ScalingRow> ALL = read();

    /** From the largest node to the smallest. */
    static List<ScalingRow> all() {
        return ALL;
    }

    double energy(double voltage) {
        return polynomial(energy, voltage);
    }

    double delay(double voltage) {
        return polynomial(delay, voltage);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }

    private static List<ScalingRow> read() {
        var table = Resources.table("technology-nodes.csv");
        double[] nm = table.numbers("node_nm");
        double[] area = table.numbers("area_factor");
        double[] lowest = table.numbers("lowest_v");
        double[] highest = table.numbers("highest_v");
        return IntStream.range(0, nm.length)
                .mapToObj(i -> new ScalingRow(
                        nm[i],
                        area[i],
                        numbers(table, i, "energy_a", "energy_b", "energy_c"),
                        numbers(table, i, "delay_a", "delay_b", "delay_c", "delay_d"),
                        lowest[i],
                        highest[i],
                        table.texts("source").get(i)))
                .sorted(Comparator.comparingDouble(ScalingRow::nm).reversed())
                .toList();
    }

    private static double[] numbers(CsvTable table, int row, String... columns) {
        double[] values = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            values[c] = table.number(row, columns[c]);
        }
        return values;
    }
}

package org.floatscape.dse.cost;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A process node and its supply voltage, and how area and energy scale to it: the area factors and the energy
 * polynomials E(V) = a V² + b V + c of Stillmaker and Baas (Integration 58, 2017), 130 to 7 nm. Between two of their
 * nodes both are interpolated linearly in the logarithms of node and factor.
 *
 * @param nm      feature size, nm
 * @param voltage supply, V
 */
public record TechnologyNode(double nm, double voltage) {

    private record Row(double nm, double area, double a, double b, double c) {
        double energy(double voltage) {
            return (a * voltage + b) * voltage + c;
        }
    }

    private record Supply(double nm, double voltage) {}

    private static final List<Row> ROWS = rows();

    /** Typical corners of the cell libraries calibrated on: IHP SG13G2, Nangate45, ASAP7. */
    private static final List<Supply> SUPPLIES = List.of(new Supply(130, 1.2), new Supply(45, 1.1), new Supply(7, 0.7));

    /** Nangate45 at its typical corner, which most calibration data come from. */
    public static final TechnologyNode NANGATE45 = new TechnologyNode(45, 1.1);

    public TechnologyNode {
        if (!(nm >= smallestNm() && nm <= largestNm())) {
            throw new CostException(String.format(
                    Locale.ROOT,
                    "process node (%s nm): published scaling (Stillmaker and Baas 2017) covers %.0f to %.0f nm",
                    Plain.number(nm),
                    smallestNm(),
                    largestNm()));
        }
        if (!(voltage >= 0.5 && voltage <= 1.4)) {
            throw new CostException("supply voltage (%s V): must be 0.5 to 1.4 V, where the energy polynomials hold"
                    .formatted(Plain.number(voltage)));
        }
    }

    /**
     * The node at its usual supply: 1.2 V at 130 nm, 1.1 V at 45 nm, 0.7 V at 7 nm (typical corners of IHP SG13G2,
     * Nangate45 and ASAP7), in between linear in log node.
     *
     * @throws CostException outside 7 to 130 nm
     */
    public static TechnologyNode of(double nm) {
        double clamped = Math.clamp(Double.isNaN(nm) ? 0 : nm, smallestNm(), largestNm());
        for (int i = 1; i < SUPPLIES.size(); i++) {
            Supply above = SUPPLIES.get(i - 1);
            Supply below = SUPPLIES.get(i);
            if (clamped >= below.nm()) {
                double t = Math.log(clamped / below.nm()) / Math.log(above.nm() / below.nm());
                return new TechnologyNode(nm, below.voltage() + t * (above.voltage() - below.voltage()));
            }
        }
        throw new AssertionError("no supply for %s nm".formatted(nm));
    }

    /** Area at this node over the area at {@code from}; no unit. */
    public double areaFrom(TechnologyNode from) {
        return areaFactor() / from.areaFactor();
    }

    /** Switched energy at this node and voltage over that at {@code from}; no unit. */
    public double energyFrom(TechnologyNode from) {
        return energyFactor() / from.energyFactor();
    }

    /** Area over that at 45 nm; no unit. */
    public double areaFactor() {
        return interpolated(ROWS.stream().mapToDouble(Row::area).toArray());
    }

    private double energyFactor() {
        return interpolated(
                ROWS.stream().mapToDouble(row -> row.energy(voltage)).toArray());
    }

    /** Linear in log node and log value. */
    private double interpolated(double[] values) {
        int i = IntStream.range(1, ROWS.size() - 1)
                .filter(k -> nm >= ROWS.get(k).nm())
                .findFirst()
                .orElse(ROWS.size() - 1);
        double above = ROWS.get(i - 1).nm();
        double below = ROWS.get(i).nm();
        if (nm == below) {
            return values[i];
        }
        double t = Math.log(nm / below) / Math.log(above / below);
        return values[i] * Math.pow(values[i - 1] / values[i], t);
    }

    private static double smallestNm() {
        return ROWS.getLast().nm();
    }

    private static double largestNm() {
        return ROWS.getFirst().nm();
    }

    private static List<Row> rows() {
        var table = Resources.table("technology-nodes.csv");
        double[] nm = table.numbers("node_nm");
        double[] area = table.numbers("area_factor");
        double[] a = table.numbers("energy_a");
        double[] b = table.numbers("energy_b");
        double[] c = table.numbers("energy_c");
        return IntStream.range(0, nm.length)
                .mapToObj(i -> new Row(nm[i], area[i], a[i], b[i], c[i]))
                .sorted(Comparator.comparingDouble(Row::nm).reversed())
                .toList();
    }
}

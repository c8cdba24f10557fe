package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A process node and its supply voltage, and how area, energy and delay scale to it. From 180 to 7 nm by the area factors
 * and the polynomials in the supply voltage of Stillmaker and Baas (Integration 58, 2017); at 5 nm by what TSMC published
 * of N5 against N7 (IEDM 2019). Between two of these nodes every factor is interpolated linearly in the logarithms of
 * node and factor. The lowest voltage is then the larger of the two nodes', as both fits must hold there (180 nm's energy
 * crosses zero at 0.73 V, 130 nm's goes on to 0.5 V); the highest is linear in the logarithm of the node.
 *
 * @param nm      feature size, nm
 * @param voltage supply, V
 */
public record TechnologyNode(
        @JsonProperty("node_nm") double nm,
        @JsonProperty("supply_v") double voltage) {

    private record Supply(double nm, double voltage) {}

    /**
     * Usual supplies: Stillmaker and Baas's 180 nm, the typical corners of the cell libraries calibrated on (IHP SG13G2,
     * Nangate45, ASAP7), and at 5 nm that of 7 nm, which the published ratio is taken at.
     */
    private static final List<Supply> SUPPLIES = List.of(
            new Supply(180, 1.8), new Supply(130, 1.2), new Supply(45, 1.1), new Supply(7, 0.7), new Supply(5, 0.7));

    /** Nangate45 at its typical corner, which most calibration data come from. */
    public static final TechnologyNode NANGATE45 = new TechnologyNode(45, 1.1);

    public TechnologyNode {
        if (!(nm >= smallestNm() && nm <= largestNm())) {
            throw new CostException(String.format(
                    Locale.ROOT,
                    "process node (%s nm): published scaling (Stillmaker and Baas 2017; TSMC at IEDM 2019) covers %.0f"
                            + " to %.0f nm",
                    Plain.number(nm),
                    smallestNm(),
                    largestNm()));
        }
        double lowest = between(nm, ScalingRow::lowestV, Blend.LARGER);
        double highest = between(nm, ScalingRow::highestV, Blend.LINEAR);
        if (!(voltage >= lowest && voltage <= highest)) {
            throw new CostException(String.format(
                    Locale.ROOT,
                    "supply voltage (%s V): must be %.2f to %.2f V at %s nm, where the published fits hold",
                    Plain.number(voltage),
                    lowest,
                    highest,
                    Plain.number(nm)));
        }
    }

    /**
     * The node at its usual supply: 1.8 V at 180 nm, 1.2 V at 130 nm, 1.1 V at 45 nm, 0.7 V at 7 and 5 nm, in between
     * linear in log node.
     *
     * @throws CostException outside 5 to 180 nm
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

    /** {@code 7 nm}, at a supply that is not the usual one {@code 7 nm at 0.55 V}. */
    public String text() {
        return equals(of(nm))
                ? Plain.number(nm) + " nm"
                : "%s nm at %s V".formatted(Plain.number(nm), Plain.number(voltage));
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
        return between(nm, ScalingRow::area, Blend.LOGARITHMIC);
    }

    private double energyFactor() {
        return between(nm, row -> row.energy(voltage), Blend.LOGARITHMIC);
    }

    /** Delay at this voltage over that at the node's usual one; no unit. */
    public double delayOfVoltage() {
        double usual = of(nm).voltage();
        return between(nm, row -> row.delay(voltage) / row.delay(usual), Blend.LOGARITHMIC);
    }

    /** Delay at the usual supply here over that at the usual supply of {@code from}; no unit. */
    double delayFrom(TechnologyNode from) {
        return usualDelay(nm) / usualDelay(from.nm());
    }

    private static double usualDelay(double nm) {
        double usual = of(nm).voltage();
        return between(nm, row -> row.delay(usual), Blend.LOGARITHMIC);
    }

    private enum Blend {
        LARGER,
        LINEAR,
        LOGARITHMIC
    }

    /** A published value between its two nodes, in proportion to log node. */
    private static double between(double nm, ToDoubleFunction<ScalingRow> value, Blend blend) {
        List<ScalingRow> rows = ScalingRow.all();
        int i = 1;
        while (i < rows.size() - 1 && nm < rows.get(i).nm()) {
            i++;
        }
        ScalingRow above = rows.get(i - 1);
        ScalingRow below = rows.get(i);
        if (nm == below.nm()) {
            return value.applyAsDouble(below);
        }
        double t = Math.log(nm / below.nm()) / Math.log(above.nm() / below.nm());
        double low = value.applyAsDouble(below);
        double high = value.applyAsDouble(above);
        return switch (blend) {
            case LARGER -> Math.max(low, high);
            case LINEAR -> low + t * (high - low);
            case LOGARITHMIC -> low * Math.pow(high / low, t);
        };
    }

    private static double smallestNm() {
        return ScalingRow.all().getLast().nm();
    }

    private static double largestNm() {
        return ScalingRow.all().getFirst().nm();
    }
}

package org.floatscape.dse.evaluation;

import org.floatscape.dse.cost.ByMetric;
import org.floatscape.dse.cost.Errors;

/**
 * What a format costs per multiply-accumulate, at the study's process node.
 *
 * @param macEnergyPj        energy of the MAC unit, pJ per MAC
 * @param memoryEnergyPj     energy of fetching its operands, scales included, pJ per MAC
 * @param conversionEnergyPj energy of quantising operands and rounding results, pJ per MAC
 * @param macAreaUm2         silicon of the MAC unit, µm² per MAC
 * @param conversionAreaUm2  silicon of the converters that keep up with it, µm² per MAC
 * @param delayNs            critical path of the unit, ns
 * @param unit               the unit that was costed, such as {@code dot_block of 16 lanes}
 * @param outside            what of the unit lies outside the syntheses behind the estimate; empty where nothing does
 * @param conversionOutside  the same of the converters that are counted
 * @param errors             of the unit's family, relative, on syntheses held out of the fit
 */
public record Cost(
        double macEnergyPj,
        double memoryEnergyPj,
        double conversionEnergyPj,
        double macAreaUm2,
        double conversionAreaUm2,
        double delayNs,
        String unit,
        String outside,
        String conversionOutside,
        ByMetric<Errors> errors) {

    /** Energy of one MAC with its operands and its share of conversions, pJ. */
    public double energyPj() {
        return macEnergyPj + memoryEnergyPj + conversionEnergyPj;
    }

    /** Silicon of one MAC with its share of converters, µm². */
    public double areaUm2() {
        return macAreaUm2 + conversionAreaUm2;
    }
}

package org.floatscape.dse.evaluation;

/**
 * What a format costs per multiply-accumulate, at the study's process node.
 *
 * @param macEnergyPj    energy of the MAC unit, pJ per MAC
 * @param memoryEnergyPj energy of fetching its operands, scales included, pJ per MAC
 * @param areaUm2        silicon, µm² per MAC
 * @param delayNs        critical path of the unit, ns
 * @param unit           the unit that was costed, such as {@code dot_block of 16 lanes}
 * @param outside        what of the unit lies outside the syntheses behind the estimate; empty where nothing does
 */
public record Cost(
        double macEnergyPj, double memoryEnergyPj, double areaUm2, double delayNs, String unit, String outside) {

    /** Energy of one MAC with its operands, pJ. */
    public double energyPj() {
        return macEnergyPj + memoryEnergyPj;
    }
}

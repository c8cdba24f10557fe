package org.floatscape.dse.evaluation;

/**
 * What a format costs per multiply-accumulate, at the study's process node.
 *
 * @param macEnergyPj    energy of the MAC unit, pJ per MAC
 * @param memoryEnergyPj energy of fetching its operands, scales included, pJ per MAC
 * @param areaUm2        silicon, µm² per MAC
 * @param delayNs        critical path of the unit, ns
 * @param unit           the unit that was costed, such as {@code dot_block of 16 lanes}
 */
public record Cost(double macEnergyPj, double memoryEnergyPj, double areaUm2, double delayNs, String unit) {

    /** Energy of one MAC with its operands, pJ. */
    public double energyPj() {
        return macEnergyPj + memoryEnergyPj;
    }
}

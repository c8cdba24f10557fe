package org.floatscape.dse.workload;

/**
 * Where energy goes, pJ.
 *
 * @param macPj        MAC units
 * @param conversionPj quantising operands, rescaling and rounding results
 * @param registerPj   operands into registers of the array
 * @param bufferPj     buffer on chip
 * @param offChipPj    memory off chip
 */
public record Energy(double macPj, double conversionPj, double registerPj, double bufferPj, double offChipPj) {

    static final Energy NONE = new Energy(0, 0, 0, 0, 0);

    public double totalPj() {
        return macPj + conversionPj + registerPj + bufferPj + offChipPj;
    }

    Energy plus(Energy other) {
        return new Energy(
                macPj + other.macPj,
                conversionPj + other.conversionPj,
                registerPj + other.registerPj,
                bufferPj + other.bufferPj,
                offChipPj + other.offChipPj);
    }
}

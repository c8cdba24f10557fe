package org.floatscape.dse.workload;

/**
 * What one line of a workload costs, all its {@code count} times.
 *
 * @param utilisation of the array's rows and columns, m n / (ceil(m / r) r ceil(n / c) c); no unit
 */
public record GemmCost(Gemm gemm, Traffic traffic, Energy energy, double utilisation) {

    public double energyPerMacPj() {
        return energy.totalPj() / gemm.macs();
    }
}

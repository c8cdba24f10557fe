package org.floatscape.dse.workload;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.evaluation.Cost;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormat;

/**
 * What a workload costs in a format on an accelerator.
 *
 * @param format   of both operands of every product
 * @param unit     the MAC unit; its memory energy is not used
 * @param workload what is done
 * @param gemms    one per line of the workload, in its order
 */
public record WorkloadCost(NamedFormat format, Cost unit, Workload workload, List<GemmCost> gemms) {

    public WorkloadCost {
        gemms = List.copyOf(gemms);
    }

    /**
     * @param unit   what the format costs per MAC at the accelerator's node
     * @param result format in which results leave the array
     */
    public static WorkloadCost of(
            Workload workload, NamedFormat format, Cost unit, Format result, Accelerator accelerator) {
        return new WorkloadCost(
                format,
                unit,
                workload,
                workload.gemms().stream()
                        .map(gemm -> cost(gemm, format.format(), unit, result, accelerator))
                        .toList());
    }

    private static GemmCost cost(Gemm gemm, Format operands, Cost unit, Format result, Accelerator accelerator) {
        Traffic traffic = Traffic.of(gemm, operands, result, accelerator);
        var energy = new Energy(
                gemm.macs() * unit.macEnergyPj(),
                traffic.registerBits() * accelerator.register().energyPjPerBit(accelerator.node()),
                traffic.bufferBits() * accelerator.buffer().energyPjPerBit(accelerator.node()),
                traffic.offChipBits() * accelerator.offChip().energyPjPerBit(accelerator.node()));
        return new GemmCost(gemm, traffic, energy, utilisation(gemm, accelerator));
    }

    private static double utilisation(Gemm gemm, Accelerator accelerator) {
        return utilisation(gemm.m(), accelerator.rows()) * utilisation(gemm.n(), accelerator.columns());
    }

    private static double utilisation(long size, int units) {
        return (double) size / (Math.ceilDiv(size, units) * units);
    }

    public Energy energy() {
        return gemms.stream().map(GemmCost::energy).reduce(Energy.NONE, Energy::plus);
    }

    public double offChipBits() {
        return gemms.stream().mapToDouble(g -> g.traffic().offChipBits()).sum();
    }

    public double energyPerMacPj() {
        return energy().totalPj() / workload.macs();
    }

    /** pJ per token; empty where the workload does not know its tokens. */
    public Optional<Double> energyPerTokenPj() {
        return workload.tokens().map(tokens -> energy().totalPj() / tokens);
    }

    /** MACs done over those an always full array would do in the same time; no unit. */
    public double utilisation() {
        return workload.macs()
                / gemms.stream()
                        .mapToDouble(g -> g.gemm().macs() / g.utilisation())
                        .sum();
    }

    /** mm² of MAC units per 10^12 MACs a second, each unit starting one operation per critical path. */
    public double peakAreaMm2PerTmacs() {
        return unit.areaUm2() * 1e-6 / (1e-3 / unit.delayNs());
    }

    /** The same, per MAC that this workload's shapes let the array do; memory is taken to keep up. */
    public double areaMm2PerTmacs() {
        return peakAreaMm2PerTmacs() / utilisation();
    }
}

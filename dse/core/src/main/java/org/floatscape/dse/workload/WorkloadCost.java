package org.floatscape.dse.workload;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.evaluation.Conversions;
import org.floatscape.dse.evaluation.Cost;
import org.floatscape.dse.evaluation.CostModel;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormat;

/**
 * What a workload costs in a format on an accelerator.
 *
 * @param format      of both operands of every product
 * @param unit        the MAC unit; its memory and conversion energies are not used
 * @param conversions what quantising an operand and finishing a result cost per element
 * @param workload    what is done
 * @param gemms       one per line of the workload, in its order
 */
public record WorkloadCost(
        NamedFormat format, Cost unit, Conversions conversions, Workload workload, List<GemmCost> gemms) {

    public WorkloadCost {
        gemms = List.copyOf(gemms);
    }

    /**
     * @param units  what formats cost per MAC and per conversion at the accelerator's node
     * @param result format in which results leave the array
     */
    public static WorkloadCost of(
            Workload workload, NamedFormat format, CostModel units, Format result, Accelerator accelerator) {
        Cost unit = units.of(List.of(format.format())).getFirst();
        Conversions conversions =
                units.conversions(List.of(format.format()), result).getFirst();
        return new WorkloadCost(
                format,
                unit,
                conversions,
                workload,
                workload.gemms().stream()
                        .map(gemm -> cost(gemm, format.format(), unit, conversions, result, accelerator))
                        .toList());
    }

    private static GemmCost cost(
            Gemm gemm, Format operands, Cost unit, Conversions conversions, Format result, Accelerator accelerator) {
        Traffic product = Traffic.of(gemm, operands, result, accelerator);
        Traffic traffic = conversions.operand().isNothing() ? product : product.plus(Traffic.ofCopies(gemm, operands));
        var energy = new Energy(
                gemm.macs() * unit.macEnergyPj(),
                conversions.energyPj(gemm.quantised(), gemm.finished()),
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

    /** Silicon of converters that keep up with a full array on this workload, µm² per MAC. */
    public double conversionAreaUm2() {
        double quantised =
                workload.gemms().stream().mapToDouble(Gemm::quantised).sum();
        double finished = workload.gemms().stream().mapToDouble(Gemm::finished).sum();
        return conversions.areaUm2(quantised, finished) / workload.macs();
    }

    /**
     * mm² of MAC units and converters per 10^12 MACs a second, each unit starting one operation per critical path.
     */
    public double peakAreaMm2PerTmacs() {
        return mm2PerTmacs(unit.macAreaUm2() + conversionAreaUm2());
    }

    /** The same, per MAC that this workload's shapes let the array do; memory is taken to keep up. */
    public double areaMm2PerTmacs() {
        return peakAreaMm2PerTmacs() / utilisation();
    }

    /** mm² of the buffer per 10^12 MACs a second of a full array; empty where its area is not known. */
    public Optional<Double> bufferAreaMm2PerTmacs(Accelerator accelerator) {
        double macs = (double) accelerator.rows() * accelerator.columns();
        return accelerator.bufferUm2().map(area -> mm2PerTmacs(area / macs));
    }

    private double mm2PerTmacs(double um2PerMac) {
        return um2PerMac * 1e-6 / (1e-3 / unit.delayNs());
    }
}

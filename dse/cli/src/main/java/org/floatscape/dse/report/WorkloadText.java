package org.floatscape.dse.report;

import java.util.stream.Collectors;
import org.floatscape.dse.cost.ConversionCost;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.evaluation.Conversions;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.workload.Accelerator;
import org.floatscape.dse.workload.Energy;
import org.floatscape.dse.workload.GemmCost;
import org.floatscape.dse.workload.WorkloadCost;

/** What a workload costs, for a terminal. */
public final class WorkloadText {

    /** Smaller figures would lose their digits at four decimals. */
    private static final double SHOWN_IN_FULL_PJ = 1e-3;

    private WorkloadText() {}

    public static String of(WorkloadReport report) {
        var text = new StringBuilder(report.workload().title())
                .append(Figures.format(
                        "%n  %s MACs", Figures.count(report.workload().macs())));
        report.workload()
                .tokens()
                .ifPresent(tokens -> text.append(Figures.format(
                        ", %s per token (%s tokens)",
                        Figures.count(report.workload().macs() / tokens), Figures.count(tokens))));
        text.append('\n');
        report.costs().forEach(cost -> text.append('\n').append(format(cost)));
        return text.append('\n')
                .append(comparison(report))
                .append('\n')
                .append(sources(report))
                .toString();
    }

    private static String format(WorkloadCost cost) {
        var table = new TextTable(
                "product",
                "m",
                "n",
                "k",
                "count",
                "MACs",
                "off-chip bytes",
                "array %",
                "pJ/MAC: unit",
                "convert",
                "register",
                "buffer",
                "off-chip",
                "total",
                "energy %");
        double total = cost.energy().totalPj();
        for (GemmCost gemm : cost.gemms()) {
            table.row(
                    gemm.gemm().name(),
                    Long.toString(gemm.gemm().m()),
                    Long.toString(gemm.gemm().n()),
                    Long.toString(gemm.gemm().k()),
                    Long.toString(gemm.gemm().count()),
                    Figures.count(gemm.gemm().macs()),
                    Figures.count(gemm.traffic().offChipBits() / Byte.SIZE),
                    percent(gemm.utilisation()),
                    perMac(gemm.energy().macPj(), gemm.gemm().macs()),
                    perMac(gemm.energy().conversionPj(), gemm.gemm().macs()),
                    perMac(gemm.energy().registerPj(), gemm.gemm().macs()),
                    perMac(gemm.energy().bufferPj(), gemm.gemm().macs()),
                    perMac(gemm.energy().offChipPj(), gemm.gemm().macs()),
                    perMac(gemm.energy().totalPj(), gemm.gemm().macs()),
                    percent(gemm.energy().totalPj() / total));
        }
        double macs = cost.workload().macs();
        Energy energy = cost.energy();
        table.row(
                "total",
                "",
                "",
                "",
                "",
                Figures.count(macs),
                Figures.count(cost.offChipBits() / Byte.SIZE),
                percent(cost.utilisation()),
                perMac(energy.macPj(), macs),
                perMac(energy.conversionPj(), macs),
                perMac(energy.registerPj(), macs),
                perMac(energy.bufferPj(), macs),
                perMac(energy.offChipPj(), macs),
                perMac(energy.totalPj(), macs),
                "100.0");
        return "%s, %s\n%s%s%s"
                .formatted(
                        NamedFormats.label(cost.format().format()),
                        cost.unit().unit(),
                        table.text(),
                        conversions(cost.conversions()),
                        Extrapolation.line(cost.unit().outside())
                                + Extrapolation.line(cost.conversions().outsideText()));
    }

    private static String conversions(Conversions conversions) {
        return "  convert: %s\n"
                .formatted(conversions
                        .uncounted()
                        .orElseGet(() -> "operand %s; result %s"
                                .formatted(conversion(conversions.operand()), conversion(conversions.result()))));
    }

    private static String conversion(ConversionCost cost) {
        return cost.parts().isEmpty()
                ? "as it is"
                : Figures.format("%.4f pJ, %.1f um2 an element", cost.energyPj(), cost.areaUm2());
    }

    private static String comparison(WorkloadReport report) {
        var table = new TextTable(
                "format", "bits/elem", "pJ/MAC", "uJ/token", "energy x", "bytes/token", "mm2 per TMAC/s", "delivered");
        double base = report.costs().getLast().energy().totalPj();
        for (WorkloadCost cost : report.costs()) {
            var tokens = cost.workload().tokens();
            table.row(
                    cost.format().name(),
                    Figures.format("%.2f", cost.format().format().bitsPerElement()),
                    Figures.format("%.4f", cost.energyPerMacPj()),
                    cost.energyPerTokenPj()
                            .map(pj -> Figures.format("%.4g", pj / 1e6))
                            .orElse("-"),
                    Figures.format("%.3f", cost.energy().totalPj() / base),
                    tokens.map(n -> Figures.count(cost.offChipBits() / Byte.SIZE / n))
                            .orElse("-"),
                    Figures.format("%.4f", cost.peakAreaMm2PerTmacs()),
                    Figures.format("%.4f", cost.areaMm2PerTmacs()));
        }
        return table.text()
                + "  energy x: against %s. bytes/token: off chip.\n"
                        .formatted(report.costs().getLast().format().name())
                + bufferArea(report);
    }

    private static String bufferArea(WorkloadReport report) {
        return report.accelerator()
                .bufferUm2()
                .map(area -> Figures.format(
                        "  buffer: %.4g mm2; mm2 per TMAC/s of a full array %s.%n",
                        area * 1e-6,
                        report.costs().stream()
                                .map(cost -> Figures.format(
                                        "%s %.4g",
                                        cost.format().name(),
                                        cost.bufferAreaMm2PerTmacs(report.accelerator())
                                                .orElseThrow()))
                                .collect(Collectors.joining(", "))))
                .orElse("");
    }

    private static String sources(WorkloadReport report) {
        Accelerator accelerator = report.accelerator();
        return Figures.format(
                        "  silicon   %s, %s V, array %dx%d, buffer %s, results in %s%n",
                        Silicon.text(report.hardware()),
                        Figures.count(accelerator.node().voltage()),
                        accelerator.rows(),
                        accelerator.columns(),
                        binaryBytes(accelerator.bufferBytes()),
                        report.resultFormat())
                + "  MAC       " + report.library() + "\n"
                + memory("register", accelerator.register(), accelerator)
                + memory("buffer", accelerator.buffer(), accelerator)
                + memory("off-chip", accelerator.offChip(), accelerator);
    }

    private static String memory(String level, Memory memory, Accelerator accelerator) {
        return Figures.format(
                "  %-9s %.4g pJ/bit: %s (%s)%n",
                level, memory.energyPjPerBit(accelerator.node()), memory.what(), memory.source());
    }

    private static String binaryBytes(long bytes) {
        return bytes % (1 << 20) == 0 ? bytes / (1 << 20) + " MiB" : bytes / (1 << 10) + " KiB";
    }

    private static String percent(double share) {
        return Figures.format("%.1f", 100 * share);
    }

    private static String perMac(double pj, double macs) {
        double perMac = pj / macs;
        return Figures.format(perMac > 0 && perMac < SHOWN_IN_FULL_PJ ? "%.1e" : "%.4f", perMac);
    }
}

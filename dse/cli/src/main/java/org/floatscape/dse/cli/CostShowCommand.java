package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.MacCostModel;
import org.floatscape.dse.cost.MacDesign;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.cost.ScaleKind;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.report.CostPlot;
import org.floatscape.dse.report.CostText;
import org.floatscape.dse.report.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One unit, part by part. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows what a MAC unit for a format costs, part by part, with sources and errors.",
        footer = {
            "",
            "  floatscape cost show mxfp4 --arch dot_block --lanes 32 --node 7",
            "  floatscape cost show bf16 --arch fp_mac_fused --acc fp32",
            "",
            "Writes breakdown.svg and breakdown.csv into the output folder."
        })
final class CostShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CostOptions options;

    @Parameters(paramLabel = "FORMAT", description = "Format of the operands, such as mxfp4 or e4m3fn:b32:e8m0.")
    private String format;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = "Unit: fp_mul, fp_add, fp_fma, fp_fma_recoded, fp_fma_direct, fp_mac_unfused, fp_mac_fused,"
                    + " fp_sdotp2, dot_exact, dot_block, int_mul, int_mac, converter. Default: dot_block for formats"
                    + " with a block scale, else int_mac or fp_mac_fused.")
    private String architecture;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Products per operation. Default: the block size up to 32.")
    private Integer lanes;

    @Option(
            names = "--acc",
            paramLabel = "ELEMENT",
            description = "Accumulator and result; of a converter the format converted from."
                    + " Default: fp32, int32, or the operands' own format where the unit has one format.")
    private String accumulator;

    @Option(
            names = "--second",
            paramLabel = "ELEMENT",
            description = "Format of the second operand. Default: as the first.")
    private String second;

    @Option(
            names = "--node",
            paramLabel = "NM",
            description = "Process node to scale to, 7 to 130 nm. Default: as calibrated.")
    private Double nodeNm;

    @Option(
            names = "--voltage",
            paramLabel = "V",
            description = "Supply voltage at --node. Default: the node's usual one.")
    private Double voltage;

    @Option(
            names = "--registers",
            paramLabel = "BITS",
            defaultValue = "0",
            description = "Flip-flops of pipeline and accumulator. Default: ${DEFAULT-VALUE}, logic only")
    private int registerBits;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "floatscape-out",
            description = "Where breakdown.svg and breakdown.csv go. Default: ${DEFAULT-VALUE}")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var folder = new OutputFolder(output);
        var model = MacCostModel.of(options.library(), options.cells(), options.recipe());
        var scaled = nodeNm == null ? model : model.scaledTo(node());
        var breakdown = scaled.breakdown(design());
        folder.write(Map.of("breakdown.svg", CostPlot.of(breakdown), "breakdown.csv", CostText.csv(breakdown)));
        var out = spec.commandLine().getOut();
        out.print(CostText.breakdown(breakdown, scaled.source()));
        out.printf("%nWritten to %s: breakdown.svg, breakdown.csv%n", output);
        out.flush();
        return 0;
    }

    private TechnologyNode node() {
        return voltage == null ? TechnologyNode.of(nodeNm) : new TechnologyNode(nodeNm, voltage);
    }

    private MacDesign design() {
        Format parsed = Format.parse(format);
        Operand a = Operand.of(parsed.element());
        Architecture unit = architecture == null ? usual(parsed) : Architecture.of(architecture);
        Operand b = second == null ? a : Operand.parse(second);
        Operand c = accumulator == null ? usualAccumulator(unit, a) : Operand.parse(accumulator);
        ScaleKind scale = unit == Architecture.DOT_BLOCK
                ? parsed.block().map(BlockFormat::scale).map(ScaleKind::of).orElse(ScaleKind.NONE)
                : ScaleKind.NONE;
        int n = lanes != null ? lanes : unit.hasLanes() ? usualLanes(parsed) : 1;
        return MacDesign.of(unit, a, b, c, n, scale).withRegisters(registerBits);
    }

    private static Architecture usual(Format format) {
        if (format.block().isPresent()) {
            return Architecture.DOT_BLOCK;
        }
        return format.element() instanceof IntElement ? Architecture.INT_MAC : Architecture.FP_MAC_FUSED;
    }

    private static Operand usualAccumulator(Architecture unit, Operand element) {
        return switch (unit) {
            case FP_MAC_UNFUSED, FP_MAC_FUSED, FP_SDOTP2, DOT_EXACT, DOT_BLOCK, CONVERTER -> Operand.FP32;
            case INT_MAC -> Operand.integer(32);
            case FP_MUL, FP_ADD, FP_FMA, FP_FMA_RECODED, FP_FMA_DIRECT, INT_MUL, INT_ADD, SHIFTER, LZC -> element;
        };
    }

    private static int usualLanes(Format format) {
        double elements = format.block().map(BlockFormat::elementsPerScale).orElse(32.0);
        return (int) Math.min(32, elements);
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.CostSource;
import org.floatscape.dse.cost.MacCostModel;
import org.floatscape.dse.cost.MacDesign;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.cost.ScaleKind;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.report.CostComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Block-scaled formats by every source of costs. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Sets the MAC units of block-scaled formats against another's by every source of costs: the"
                + " structural model, published gate counts, and papers that printed such ratios.",
        footer = {
            "",
            "  floatscape cost compare",
            "  floatscape cost compare --formats mxint8,mxfp6_e2m3,mxfp4 --to mxfp8",
            "",
            "Formats must have a block scale: each unit is a dot_block with as many lanes as a block has",
            "elements, at most 32, accumulating in FP32. Area and energy are per MAC, without conversions and",
            "memory. The sources differ in what they count; the notes below the table say how."
        })
final class CostCompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FormatsOptions formatOptions =
            new FormatsOptions("mxint8", "nvfp4", "int4:b16:e4m3fn+fp32", "mxfp6_e2m3", "mxfp4");

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            defaultValue = "mxfp8",
            description = "What they are set against. Default: ${DEFAULT-VALUE}")
    private String base;

    @Mixin
    private CostOptions options;

    @Override
    public Integer call() throws IOException {
        var sources = CostSource.all(MacCostModel.of(options.library(), options.cells(), options.recipe()));
        var rows =
                formatOptions.formats().stream().map(CostCompareCommand::unit).toList();
        var out = spec.commandLine().getOut();
        out.print(CostComparison.of(rows, unit(NamedFormat.parse(base)), sources));
        out.flush();
        return 0;
    }

    private static CostComparison.Unit unit(NamedFormat named) {
        BlockFormat block = named.format()
                .block()
                .filter(b -> b.group() instanceof Group.Block)
                .orElseThrow(() -> new InputException(
                        "format " + named.name(),
                        "must have a block scale, such as e4m3fn:b32:e8m0: a dot_block unit applies it"));
        int lanes = DesignOptions.usualLanes(Optional.of(block));
        Operand element = Operand.of(named.format().element());
        return new CostComparison.Unit(
                named, MacDesign.of(Architecture.DOT_BLOCK, element, Operand.FP32, lanes, ScaleKind.of(block.scale())));
    }
}

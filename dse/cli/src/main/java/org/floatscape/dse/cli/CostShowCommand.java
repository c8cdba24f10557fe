package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.floatscape.dse.cost.Conversion;
import org.floatscape.dse.cost.ConversionCost;
import org.floatscape.dse.cost.CostSource;
import org.floatscape.dse.cost.GateCountModel;
import org.floatscape.dse.cost.MacCostModel;
import org.floatscape.dse.cost.MacDesign;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.cost.ScaleKind;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.report.CostPlot;
import org.floatscape.dse.report.CostText;
import org.floatscape.dse.report.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  floatscape cost show nvfp4 --source gate-count",
            "",
            "The quantise_ and result_ parts are converters shared by many MACs, amortised over --reuse:",
            "finding a block's largest magnitude, its scale, dividing by it, rounding; rounding sums. They",
            "are off the unit's critical path.",
            "",
            "Writes breakdown.svg and breakdown.csv into the output folder."
        })
final class CostShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DesignOptions unit;

    @Mixin
    private CostOptions options;

    @Option(
            names = "--node",
            paramLabel = "NM",
            description = "Process node to scale to, 5 to 180 nm. Default: as calibrated.")
    private Double nodeNm;

    @Option(
            names = "--voltage",
            paramLabel = "V",
            description = "Supply voltage at --node; moves energy and delay. Default: the node's usual one.")
    private Double voltage;

    /** Where costs come from. */
    private enum Source {
        STRUCTURAL,
        GATE_COUNT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "structural",
            description =
                    "structural: the calibrated model of every architecture; gate-count: the published gate counts"
                            + " of arXiv 2510.25602, for dot_block. Default: ${DEFAULT-VALUE}")
    private Source source;

    @Option(
            names = "--reuse",
            paramLabel = "MACS",
            defaultValue = "4096",
            description =
                    "MACs that each operand serves once it is quantised, and products in each sum that is rounded;"
                            + " 0: conversions are not counted. Default: ${DEFAULT-VALUE}")
    private int reuse;

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            defaultValue = "bf16",
            description = "Format that operands are quantised from and sums rounded to. Default: ${DEFAULT-VALUE}")
    private String from;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "floatscape-out",
            description = "Where breakdown.svg and breakdown.csv go. Default: ${DEFAULT-VALUE}")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var folder = new OutputFolder(output, options.inputs());
        if (reuse < 0) {
            throw new InputException("--reuse " + reuse, "must be at least 1, or 0 to leave conversions out");
        }
        CostSource costs = costs();
        MacDesign design = unit.design();
        List<Share> conversions = countsConversions(design) ? conversions(design) : List.of();
        var breakdown = costs.breakdown(design);
        for (Share share : conversions) {
            breakdown = breakdown.with(share.cost(), share.elements());
        }
        folder.write(Map.of("breakdown.svg", CostPlot.of(breakdown), "breakdown.csv", CostText.csv(breakdown)));
        var out = spec.commandLine().getOut();
        out.print(CostText.breakdown(breakdown, costs.source(), assumption(conversions)));
        scaleNote(design).ifPresent(out::print);
        out.printf("%nWritten to %s: breakdown.svg, breakdown.csv%n", output);
        out.flush();
        return 0;
    }

    /** Where the format's scale is costed as another that units were synthesised with, or not at all. */
    private Optional<String> scaleNote(MacDesign design) {
        Optional<BlockFormat> blocks = unit.block().filter(block -> block.group() instanceof Group.Block);
        if (design.scale() == ScaleKind.NONE) {
            return blocks.filter(_ -> design.architecture().multipliesAndAccumulates())
                    .map(block -> "  scale      %s applies none: what applies those of %s is not counted%n"
                            .formatted(design.architecture().label(), unit.name()));
        }
        return blocks.flatMap(block -> ScaleKind.costedAs(block.scale()))
                .map("  scale      %s: no unit with it was synthesised%n"::formatted);
    }

    /** A conversion, and how many elements it converts per operation of the unit. */
    private record Share(ConversionCost cost, double elements) {}

    private CostSource costs() throws IOException {
        return switch (source) {
            case STRUCTURAL -> structural();
            case GATE_COUNT -> gateCounts();
        };
    }

    /** Refuses what the published counts cannot say; they are of Nangate45's cells, whatever --cells is. */
    private GateCountModel gateCounts() {
        if (!options.cells().equals(GateCountModel.CELLS)) {
            throw DesignOptions.notCounted(
                    "--cells " + options.cells(), "the cells are " + GateCountModel.CELLS + "'s");
        }
        if (!options.recipe().equals(CostOptions.USUAL_RECIPE)) {
            throw DesignOptions.notCounted("--recipe " + options.recipe(), "no mapping of the logic is counted");
        }
        unit.requireCounted();
        return nodeNm == null && voltage == null ? GateCountModel.NANGATE45 : new GateCountModel(node());
    }

    private MacCostModel structural() throws IOException {
        var model = MacCostModel.of(options.library(), options.cells(), options.recipe());
        return nodeNm == null && voltage == null ? model : model.scaledTo(node());
    }

    /** The operands' quantisers and the rounding of sums, each with its elements per operation. */
    private List<Share> conversions(MacDesign design) throws IOException {
        Optional<BlockFormat> block = unit.block();
        MacCostModel converters = structural();
        Operand wide = Operand.of(from().element());
        double elements = design.macsPerOperation() / (double) reuse;
        var a = ConversionCost.of(Conversion.quantiser(design.a(), block, wide), converters);
        var b = ConversionCost.of(Conversion.quantiser(design.b(), block, wide).named("quantise_second_"), converters);
        var result = ConversionCost.of(Conversion.ofResult(design.sum(), block, from()), converters);
        return design.a().equals(design.b())
                ? List.of(new Share(a, 2 * elements), new Share(result, elements))
                : List.of(new Share(a, elements), new Share(b, elements), new Share(result, elements));
    }

    private boolean countsConversions(MacDesign design) {
        return reuse > 0 && design.architecture().multipliesAndAccumulates();
    }

    private Format from() {
        Format wide = Format.parse(from);
        if (wide.block().isPresent() || !(wide.element() instanceof FloatElement)) {
            throw new InputException("--from " + from, "must be a float without a shared scale, such as bf16");
        }
        return wide;
    }

    /** What was assumed of the conversions that there are, or why none are counted. */
    private String assumption(List<Share> conversions) {
        return conversions.stream()
                .flatMap(share -> share.cost().uncounted().stream())
                .findFirst()
                .orElseGet(() -> assumed(conversions));
    }

    private String assumed(List<Share> conversions) {
        var names = conversions.stream()
                .flatMap(share -> share.cost().parts().stream())
                .map(ConversionCost.Part::name)
                .toList();
        var said = new ArrayList<String>();
        if (names.stream().anyMatch(name -> name.startsWith("quantise_"))) {
            said.add("each operand is quantised from %s once for %d MACs".formatted(from, reuse));
        }
        if (names.stream().anyMatch(name -> name.startsWith("result_"))) {
            said.add("each sum of %d products is rounded to %s".formatted(reuse, from));
        }
        return said.isEmpty() ? "" : String.join(", and ", said) + " (--from, --reuse)";
    }

    private TechnologyNode node() {
        if (nodeNm == null) {
            throw new InputException("--voltage " + voltage, "scales from a node's usual supply; give --node too");
        }
        return voltage == null ? TechnologyNode.of(nodeNm) : new TechnologyNode(nodeNm, voltage);
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.floatscape.dse.cost.Architecture;
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
import org.floatscape.dse.format.Subnormals;
import org.floatscape.dse.input.InputException;
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
            "  floatscape cost show nvfp4 --source gate-count",
            "",
            "The quantise_ and result_ parts are converters shared by many MACs, amortised over --reuse:",
            "finding a block's largest magnitude, its scale, dividing by it, rounding; rounding sums. They",
            "are off the unit's critical path.",
            "",
            "Writes breakdown.svg and breakdown.csv into the output folder."
        })
final class CostShowCommand implements Callable<Integer> {

    private static final int MOST_LANES = 32;
    private static final Pattern WIDE_INTEGER = Pattern.compile("u?int(9|[1-9]\\d{1,3})");

    @Spec
    private CommandSpec spec;

    @Mixin
    private CostOptions options;

    @Parameters(
            paramLabel = "FORMAT",
            description =
                    "Format of the operands, such as mxfp4 or e4m3fn:b32:e8m0; of integer units also int9 to int1024.")
    private String format;

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            description = "Unit: fp_mul, fp_add, fp_fma, fp_fma_recoded, fp_fma_direct, fp_mac_unfused, fp_mac_fused,"
                    + " fp_sdotp2, dot_exact, dot_block, int_mul, int_add, int_mac, converter, shifter, lzc. Default:"
                    + " dot_block for formats with a block scale, else int_mac or fp_mac_fused.")
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
            description = "Process node to scale to, 5 to 180 nm. Default: as calibrated.")
    private Double nodeNm;

    @Option(
            names = "--voltage",
            paramLabel = "V",
            description = "Supply voltage at --node; moves energy and delay. Default: the node's usual one.")
    private Double voltage;

    @Option(
            names = "--registers",
            paramLabel = "BITS",
            defaultValue = "0",
            description = "Flip-flops of pipeline and accumulator, as published: no synthesis here has any."
                    + " Default: ${DEFAULT-VALUE}, logic only")
    private int registerBits;

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
            names = "--subnormals",
            paramLabel = "BOOLEAN",
            arity = "1",
            description = "true: operands and result IEEE coded, with subnormals; false: normalised on both sides."
                    + " Default: true for fp_fma and converter unless the format says !ftz, else false.")
    private Boolean subnormals;

    @Option(names = "--unsigned", description = "Operands without a sign, of int_mul alone; so are uint4 to uint1024.")
    private boolean unsigned;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "floatscape-out",
            description = "Where breakdown.svg and breakdown.csv go. Default: ${DEFAULT-VALUE}")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var folder = new OutputFolder(output, options.inputs());
        CostSource costs = costs();
        var unit = costs.breakdown(design());
        var conversions = countsConversions(unit.unit().design())
                ? conversions(unit.unit().design())
                : List.<Share>of();
        var breakdown = unit;
        for (Share share : conversions) {
            breakdown = breakdown.with(share.cost(), share.elements());
        }
        folder.write(Map.of("breakdown.svg", CostPlot.of(breakdown), "breakdown.csv", CostText.csv(breakdown)));
        var out = spec.commandLine().getOut();
        out.print(CostText.breakdown(breakdown, costs.source(), assumption(conversions)));
        scaleNote(unit.unit().design()).ifPresent(out::print);
        out.printf("%nWritten to %s: breakdown.svg, breakdown.csv%n", output);
        out.flush();
        return 0;
    }

    /** Where the format's scale is costed as another that units were synthesised with. */
    private Optional<String> scaleNote(MacDesign design) {
        return block().filter(_ -> design.scale() != ScaleKind.NONE)
                .flatMap(scaling -> ScaleKind.standIn(scaling.scale()))
                .map(scale -> "  scale      %s, costed as %s: no unit with it was synthesised%n"
                        .formatted(scale, design.scale().label()));
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
            throw notCounted("--cells " + options.cells(), "the cells are " + GateCountModel.CELLS + "'s");
        }
        if (accumulator != null && !Operand.parse(accumulator).equals(Operand.FP32)) {
            throw notCounted("--acc " + accumulator, "sums are accumulated in fp32");
        }
        if (!options.recipe().equals(CostOptions.USUAL_RECIPE)) {
            throw notCounted("--recipe " + options.recipe(), "no mapping of the logic is counted");
        }
        if (registerBits != 0) {
            throw notCounted("--registers " + registerBits, "no flip-flops are counted");
        }
        if (subnormals != null) {
            throw notCounted("--subnormals " + subnormals, "the coding of numbers is not counted");
        }
        return nodeNm == null && voltage == null ? GateCountModel.NANGATE45 : new GateCountModel(node());
    }

    private static InputException notCounted(String option, String rule) {
        return new InputException(
                option,
                "in gate counts (--source gate-count) %s; leave it out or take --source structural".formatted(rule));
    }

    private MacCostModel structural() throws IOException {
        var model = MacCostModel.of(options.library(), options.cells(), options.recipe());
        return nodeNm == null && voltage == null ? model : model.scaledTo(node());
    }

    /** The operands' quantisers and the rounding of sums, each with its elements per operation. */
    private List<Share> conversions(MacDesign design) throws IOException {
        Optional<BlockFormat> block = block();
        MacCostModel converters = structural();
        Operand wide = Operand.of(from().element());
        double elements = design.macsPerOperation() / (double) reuse;
        var a = ConversionCost.of(Conversion.quantiser(design.a(), block, wide), converters);
        var b = ConversionCost.of(Conversion.quantiser(design.b(), block, wide), converters);
        var result = ConversionCost.of(Conversion.ofResult(design.a(), block, from()), converters);
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

    private String assumption(List<Share> conversions) {
        if (conversions.isEmpty()) {
            return "";
        }
        return conversions.stream()
                .flatMap(share -> share.cost().uncounted().stream())
                .findFirst()
                .orElseGet(() ->
                        "each operand is quantised from %s once for %d MACs, and each sum of %d products rounded to it (--from, --reuse)"
                                .formatted(from, reuse, reuse));
    }

    private TechnologyNode node() {
        if (nodeNm == null) {
            throw new InputException("--voltage " + voltage, "scales from a node's usual supply; give --node too");
        }
        return voltage == null ? TechnologyNode.of(nodeNm) : new TechnologyNode(nodeNm, voltage);
    }

    private MacDesign design() {
        if (reuse < 0) {
            throw new InputException("--reuse " + reuse, "must be at least 1, or 0 to leave conversions out");
        }
        Optional<BlockFormat> block = block();
        Operand a = element();
        Architecture unit = architecture == null ? usual(a, block) : Architecture.of(architecture);
        requireMeaning(unit);
        boolean signed = signed(unit);
        Operand b = second == null ? a : Operand.parse(width(second));
        Operand c = accumulator == null
                ? usualAccumulator(unit, a)
                : Operand.parse(signed ? accumulator : width(accumulator));
        ScaleKind scale = unit == Architecture.DOT_BLOCK
                ? block.filter(scaling -> scaling.group() instanceof Group.Block)
                        .map(scaling -> ScaleKind.of(scaling.scale()))
                        .orElse(ScaleKind.NONE)
                : ScaleKind.NONE;
        int n = lanes != null ? lanes : unit.hasLanes() ? usualLanes(block) : 1;
        MacDesign design = MacDesign.of(unit, a, b, c, n, scale).withRegisters(registerBits);
        MacDesign coded = subnormals == null ? flushed(design) : design.withSubnormals(subnormals);
        return signed ? coded : coded.unsigned();
    }

    /** Refuses options that say nothing about such a unit, which would be costed as without them. */
    private void requireMeaning(Architecture unit) {
        if (accumulator != null && !unit.hasThirdFormat()) {
            throw meaningless("--acc " + accumulator, unit, "has no accumulator and no format of the result to choose");
        }
        if (second != null && !unit.hasSecondOperand()) {
            throw meaningless("--second " + second, unit, "has no second operand of another format");
        }
        if (subnormals != null && !unit.hasCoding()) {
            throw meaningless("--subnormals " + subnormals, unit, "has no choice of how numbers are coded");
        }
    }

    private static InputException meaningless(String option, Architecture unit, String why) {
        return new InputException(option, "%s %s; leave it out".formatted(unit.label(), why));
    }

    /** A unit for numbers that are flushed has no subnormals to take care of. */
    private MacDesign flushed(MacDesign design) {
        return isFormat() && Format.parse(format).subnormals() == Subnormals.FLUSH
                ? design.withSubnormals(false)
                : design;
    }

    /** Integers wider than any format is may be operands of a unit. */
    private Operand element() {
        String name = width(format);
        return isFormat() ? Operand.of(Format.parse(name).element()) : Operand.parse(name);
    }

    /** Whether the unit's integers have a sign; without one are only those of the integer multiplier. */
    private boolean signed(Architecture unit) {
        boolean firstUnsigned = isUnsigned(format);
        boolean secondUnsigned = second == null ? firstUnsigned : isUnsigned(second);
        if (unit == Architecture.INT_MUL) {
            if (firstUnsigned != secondUnsigned && !unsigned) {
                throw new InputException(
                        "--second " + second,
                        "both operands of int_mul must have a sign, or neither, as %s; give --unsigned for neither"
                                .formatted(format));
            }
            return !unsigned && !firstUnsigned;
        }
        if (unsigned) {
            throw new InputException(
                    "--unsigned", "must go with --arch int_mul, not %s; leave it out".formatted(unit.label()));
        }
        if (firstUnsigned || secondUnsigned) {
            String name = firstUnsigned ? format : second;
            throw new InputException(
                    firstUnsigned ? name : "--second " + name,
                    "integers of %s are signed; take --arch int_mul, or %s".formatted(unit.label(), width(name)));
        }
        return true;
    }

    private static boolean isUnsigned(String name) {
        return name.startsWith("uint");
    }

    /** The name of the signed integer as wide as an unsigned one; any other name as it is. */
    private static String width(String name) {
        return isUnsigned(name) ? name.substring(1) : name;
    }

    private Optional<BlockFormat> block() {
        return isFormat() ? Format.parse(format).block() : Optional.empty();
    }

    private boolean isFormat() {
        return !WIDE_INTEGER.matcher(format).matches();
    }

    private static Architecture usual(Operand element, Optional<BlockFormat> block) {
        if (block.isPresent()) {
            return Architecture.DOT_BLOCK;
        }
        return element.isInteger() ? Architecture.INT_MAC : Architecture.FP_MAC_FUSED;
    }

    private static Operand usualAccumulator(Architecture unit, Operand element) {
        return switch (unit) {
            case FP_MAC_UNFUSED, FP_MAC_FUSED, FP_SDOTP2, DOT_BLOCK, CONVERTER -> Operand.FP32;
            case INT_MAC -> Operand.integer(32);
            case FP_MUL, FP_ADD, FP_FMA, FP_FMA_RECODED, FP_FMA_DIRECT, DOT_EXACT, INT_MUL, INT_ADD, SHIFTER, LZC ->
                element;
        };
    }

    private static int usualLanes(Optional<BlockFormat> block) {
        return (int)
                Math.min(MOST_LANES, block.map(BlockFormat::elementsPerScale).orElse(32.0));
    }
}

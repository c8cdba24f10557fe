package org.floatscape.dse.cli;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.MacDesign;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.cost.ScaleKind;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.Subnormals;
import org.floatscape.dse.input.InputException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One arithmetic unit, as options say it. */
final class DesignOptions {

    private static final int MOST_LANES = 32;
    private static final Pattern WIDE_INTEGER = Pattern.compile("u?int(9|[1-9]\\d{1,3})");

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
            names = "--registers",
            paramLabel = "BITS",
            defaultValue = "0",
            description = "Flip-flops of pipeline and accumulator, as published: no synthesis here has any."
                    + " Default: ${DEFAULT-VALUE}, logic only")
    private int registerBits;

    @Option(
            names = "--subnormals",
            paramLabel = "BOOLEAN",
            arity = "1",
            description = "true: operands and result IEEE coded, with subnormals; false: normalised on both sides."
                    + " Default: true for fp_fma and converter unless the format says !ftz, else false.")
    private Boolean subnormals;

    @Option(names = "--unsigned", description = "Operands without a sign, of int_mul alone; so are uint4 to uint1024.")
    private boolean unsigned;

    /**
     * The unit.
     *
     * @throws InputException if an option says nothing about such a unit
     */
    MacDesign design() {
        Optional<BlockFormat> block = block();
        Operand a = element();
        Architecture unit = architecture == null ? usual(a, block) : at("--arch", architecture, Architecture::of);
        requireMeaning(unit);
        boolean signed = signed(unit);
        Operand b = second == null ? a : at("--second", width(second), Operand::parse);
        Operand c = accumulator == null
                ? usualAccumulator(unit, a)
                : at("--acc", signed ? accumulator : width(accumulator), Operand::parse);
        ScaleKind scale = unit == Architecture.DOT_BLOCK
                ? block.filter(scaling -> scaling.group() instanceof Group.Block)
                        .map(scaling -> ScaleKind.of(scaling.scale()))
                        .orElse(ScaleKind.NONE)
                : ScaleKind.NONE;
        int n = lanes != null ? lanes : unit.hasLanes() ? usualLanes(block) : 1;
        at("--lanes", n, count -> {
            MacDesign.checkLanes(unit, count);
            return count;
        });
        if (scale != ScaleKind.NONE) {
            requireOneScale(block.orElseThrow().elementsPerScale());
        }
        MacDesign design = at("--registers", registerBits, MacDesign.of(unit, a, b, c, n, scale)::withRegisters);
        MacDesign coded = subnormals == null ? flushed(design) : design.withSubnormals(subnormals);
        return signed ? coded : coded.unsigned();
    }

    /** A unit applies one scale to the sum of all its products. */
    private void requireOneScale(double elements) {
        if (lanes != null && lanes > elements) {
            throw new InputException(
                    "--lanes " + lanes,
                    "must be at most %.0f, as many elements of %s as share a scale, for dot_block applies one an operation"
                            .formatted(elements, format));
        }
    }

    /** What is read of an option's value; complaints name it. */
    private static <V, T> T at(String option, V value, Function<V, T> read) {
        try {
            return read.apply(value);
        } catch (InputException | FormatNameException e) {
            throw new InputException("%s %s".formatted(option, value), e.getMessage());
        }
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

    /** The format as the user named it. */
    String name() {
        return format;
    }

    /** How the operands share a scale; empty where they have none. */
    Optional<BlockFormat> block() {
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

    /** As many as elements share a scale, up to {@value #MOST_LANES}; so many where there is none. */
    static int usualLanes(Optional<BlockFormat> block) {
        return (int)
                Math.min(MOST_LANES, block.map(BlockFormat::elementsPerScale).orElse(32.0));
    }

    /** Refuses what the published gate counts cannot say of a unit. */
    void requireCounted() {
        if (accumulator != null && !Operand.parse(accumulator).equals(Operand.FP32)) {
            throw notCounted("--acc " + accumulator, "sums are accumulated in fp32");
        }
        if (registerBits != 0) {
            throw notCounted("--registers " + registerBits, "no flip-flops are counted");
        }
        if (subnormals != null) {
            throw notCounted("--subnormals " + subnormals, "the coding of numbers is not counted");
        }
    }

    static InputException notCounted(String option, String rule) {
        return new InputException(
                option,
                "in gate counts (--source gate-count) %s; leave it out or take --source structural".formatted(rule));
    }
}

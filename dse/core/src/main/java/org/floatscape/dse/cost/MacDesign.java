package org.floatscape.dse.cost;

import java.util.List;
import java.util.Optional;
import org.floatscape.ffi.MacColumn;

/**
 * One arithmetic unit.
 *
 * @param architecture what it does
 * @param a            first operand; of a converter the format converted to
 * @param b            second operand
 * @param c            accumulator, addend and result; of a converter the format converted from; of a shifter, an adder
 *                     or a leading-zero count an integer of its width; of exact dot products and integer multipliers nothing
 * @param lanes        products per operation, 1 to 4096; 1 where the architecture has no lanes
 * @param scale        how block scales are applied; {@link ScaleKind#NONE} but for {@code dot_block}
 * @param signed       two's complement integers; without a sign are only those of {@code int_mul}. Floats say it themselves
 * @param ieee         operands and result IEEE coded, with subnormals
 * @param registerBits flip-flops of pipeline and accumulator, 0 for pure logic
 */
public record MacDesign(
        Architecture architecture,
        Operand a,
        Operand b,
        Operand c,
        int lanes,
        ScaleKind scale,
        boolean signed,
        boolean ieee,
        int registerBits) {

    public MacDesign {
        checkLanes(architecture, lanes);
        checkScale(architecture, scale);
        checkSigned(architecture, signed);
        if (registerBits < 0 || registerBits > 1 << 20) {
            throw new CostException("register bits (%d) must be 0 to %d".formatted(registerBits, 1 << 20));
        }
        checkKinds(architecture, a, b, c);
    }

    /** @throws CostException if the architecture cannot have as many */
    public static void checkLanes(Architecture architecture, int lanes) {
        if (lanes < 1 || lanes > 4096) {
            throw new CostException("lanes (%d) must be 1 to 4096".formatted(lanes));
        }
        if (lanes > 1 && !architecture.hasLanes()) {
            throw new CostException(
                    "lanes (%d): %s has one; dot_exact and dot_block take more".formatted(lanes, architecture.label()));
        }
    }

    /** @throws CostException if the architecture applies no such scale */
    static void checkScale(Architecture architecture, ScaleKind scale) {
        if (scale != ScaleKind.NONE && architecture != Architecture.DOT_BLOCK) {
            throw new CostException(
                    "scale (%s): %s applies none; dot_block does".formatted(scale.label(), architecture.label()));
        }
    }

    /** @throws CostException if the architecture's integers must have a sign */
    static void checkSigned(Architecture architecture, boolean signed) {
        if (!signed && architecture != Architecture.INT_MUL) {
            throw new CostException(
                    ("signed (0): integers of %s are signed, only int_mul's may be unsigned; a float's name"
                                    + " says it, such as ue5m3")
                            .formatted(architecture.label()));
        }
    }

    private static void checkKinds(Architecture architecture, Operand a, Operand b, Operand c) {
        switch (architecture) {
            case INT_MUL, INT_MAC, INT_ADD, SHIFTER, LZC -> requireIntegers(architecture, a, b, c);
            case DOT_EXACT -> {}
            case DOT_BLOCK -> requireFloats(architecture, c);
            default -> requireFloats(architecture, a, b, c);
        }
    }

    private static void requireFloats(Architecture architecture, Operand... operands) {
        for (Operand operand : operands) {
            if (operand.isInteger()) {
                throw new CostException(
                        "%s: operand (%s) must be floating point".formatted(architecture.label(), operand.name()));
            }
        }
    }

    private static void requireIntegers(Architecture architecture, Operand... operands) {
        for (Operand operand : operands) {
            if (!operand.isInteger()) {
                throw new CostException(
                        "%s: operand (%s) must be an integer".formatted(architecture.label(), operand.name()));
            }
        }
    }

    /** A unit of one operand format and an accumulator, no registers; integers signed. */
    public static MacDesign of(
            Architecture architecture, Operand element, Operand accumulator, int lanes, ScaleKind scale) {
        return new MacDesign(
                architecture, element, element, accumulator, lanes, scale, true, architecture.ieeeByDefault(), 0);
    }

    /** As {@link #of(Architecture, Operand, Operand, int, ScaleKind)}, with another format for the second operand. */
    public static MacDesign of(
            Architecture architecture, Operand a, Operand b, Operand accumulator, int lanes, ScaleKind scale) {
        return new MacDesign(architecture, a, b, accumulator, lanes, scale, true, architecture.ieeeByDefault(), 0);
    }

    /** The same unit with {@code bits} flip-flops. */
    public MacDesign withRegisters(int bits) {
        return new MacDesign(architecture, a, b, c, lanes, scale, signed, ieee, bits);
    }

    /** The same unit with operands and result IEEE coded, with subnormals, or normalised on both sides. */
    public MacDesign withSubnormals(boolean coded) {
        return new MacDesign(architecture, a, b, c, lanes, scale, signed, coded, registerBits);
    }

    /** The same unit for operands without a sign. */
    public MacDesign unsigned() {
        return new MacDesign(architecture, a, b, c, lanes, scale, false, ieee, registerBits);
    }

    /**
     * What the model takes a unit to have for numbers without a sign, where no such unit was synthesised; empty where all
     * floats have one, and for the integer multiplier, which was. Exact dot products leave out the complement of their
     * products where none is negative; every other part is counted as for signed numbers, a subtraction that would
     * never happen among them.
     */
    public Optional<String> assumedOfSigns() {
        if (a.signed() && b.signed() && c.signed()) {
            return Optional.empty();
        }
        return Optional.of(
                architecture.hasLanes() && !mayBeNegative()
                        ? "products without a sign are not complemented, all else is counted as with a sign"
                        : "all is counted as with a sign");
    }

    /** Whether a product may be below zero. */
    private boolean mayBeNegative() {
        return a.signed() || b.signed();
    }

    /** What sums are kept in; sums in fixed point count as binary32 or, of integers, 32 bits. */
    public Operand sum() {
        if (architecture == Architecture.DOT_EXACT) {
            return a.isInteger() && b.isInteger() ? Operand.integer(32) : Operand.FP32;
        }
        return c;
    }

    /** Multiply-accumulates of one operation; 1 for parts of a MAC. */
    public int macsPerOperation() {
        return architecture.macs(lanes);
    }

    /** Such as {@code dot_block of 16 lanes, e2m1 into e8m23, e8m0 scale}. */
    public String label() {
        var text = new StringBuilder(architecture.label());
        if (architecture.hasLanes()) {
            text.append(" of ").append(lanes).append(lanes == 1 ? " lane" : " lanes");
        }
        text.append(", ").append(architecture.isWidthOnly() ? name(c) : name(a));
        if (!a.equals(b)) {
            text.append(" x ").append(name(b));
        }
        if (architecture.hasThirdFormat() && !c.equals(a)) {
            text.append(architecture == Architecture.CONVERTER ? " from " : " into ")
                    .append(name(c));
        }
        if (scale != ScaleKind.NONE) {
            text.append(", ").append(scale.label()).append(" scale");
        }
        return text.toString();
    }

    /** {@code uint8} where operands have no sign. */
    private String name(Operand operand) {
        return signed || !operand.isInteger() ? operand.name() : "u" + operand.name();
    }

    /** The columns of the C library, one after the other: column k of design i at {@code k n + i}. */
    @SuppressWarnings("EnumOrdinal") // columns lie in the order of their constants
    static int[] columns(List<MacDesign> designs) {
        int n = designs.size();
        int[] columns = new int[MacColumn.values().length * n];
        for (int i = 0; i < n; i++) {
            for (MacColumn column : MacColumn.values()) {
                columns[column.ordinal() * n + i] = designs.get(i).column(column);
            }
        }
        return columns;
    }

    @SuppressWarnings("EnumOrdinal") // scale kinds are numbered as in the C library
    private int column(MacColumn column) {
        return switch (column) {
            case A_EXPONENT -> a.exponentBits();
            case A_MANTISSA -> a.mantissaBits();
            case B_EXPONENT -> b.exponentBits();
            case B_MANTISSA -> b.mantissaBits();
            case C_EXPONENT -> c.exponentBits();
            case C_MANTISSA -> c.mantissaBits();
            case LANES -> lanes;
            case SCALE -> scale.ordinal();
            case SIGNED -> signed && mayBeNegative() ? 1 : 0;
            case IEEE -> ieee ? 1 : 0;
            case REGISTER_BITS -> registerBits;
        };
    }
}

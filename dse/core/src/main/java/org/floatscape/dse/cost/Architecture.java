package org.floatscape.dse.cost;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The units that the cost model knows; each is a chain of parts in the C library. */
public enum Architecture {
    FP_MUL(0, "product rounded into one format"),
    FP_ADD(1, "sum of two floating-point numbers of one format"),
    FP_FMA(2, "a b + c in one format, one rounding, operands normalised on the way in"),
    FP_FMA_RECODED(2, "the same on operands that are stored normalised"),
    FP_FMA_DIRECT(3, "a b + c in one format, one rounding, subnormals handled in the datapath"),
    FP_MAC_UNFUSED(4, "product rounded into the accumulator's format, then added"),
    FP_MAC_FUSED(5, "product added to a wider accumulator, one rounding"),
    FP_SDOTP2(6, "a b + c d + e in one unit"),
    DOT_EXACT(7, "products summed in fixed point without loss"),
    DOT_BLOCK(8, "products summed without loss, block scales applied, added to a floating-point accumulator"),
    INT_MUL(9, "integer product"),
    INT_ADD(10, "integer sum"),
    INT_MAC(11, "integer product added to an accumulator"),
    CONVERTER(12, "one floating-point format to another"),
    SHIFTER(13, "barrel shifter"),
    LZC(14, "leading-zero count");

    private final int number;
    private final String what;

    Architecture(int number, String what) {
        this.number = number;
        this.what = what;
    }

    /** Its number in the C library. */
    int number() {
        return number;
    }

    /** One line for help and reports. */
    public String what() {
        return what;
    }

    /** {@code dot_block}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True where operands and result are IEEE coded, with subnormals, unless a design says otherwise. */
    boolean ieeeByDefault() {
        return this == FP_FMA || this == CONVERTER;
    }

    /** True where {@link MacDesign#lanes} counts. */
    public boolean hasLanes() {
        return this == DOT_EXACT || this == DOT_BLOCK;
    }

    /** True of units that add products to a sum; false of parts of them. */
    public boolean multipliesAndAccumulates() {
        return switch (this) {
            case FP_FMA,
                    FP_FMA_RECODED,
                    FP_FMA_DIRECT,
                    FP_MAC_UNFUSED,
                    FP_MAC_FUSED,
                    FP_SDOTP2,
                    DOT_EXACT,
                    DOT_BLOCK,
                    INT_MAC -> true;
            case FP_MUL, FP_ADD, INT_MUL, INT_ADD, CONVERTER, SHIFTER, LZC -> false;
        };
    }

    /** Multiply-accumulates of one operation of {@code lanes} lanes; parts of a MAC count as one. */
    int macs(int lanes) {
        return hasLanes() ? lanes : this == FP_SDOTP2 ? 2 : 1;
    }

    /** True where accumulator, addend or, of a converter, source has a format of its own. */
    boolean hasAccumulator() {
        return switch (this) {
            case FP_MAC_UNFUSED, FP_MAC_FUSED, FP_SDOTP2, DOT_BLOCK, INT_MAC, CONVERTER -> true;
            case FP_MUL, FP_ADD, FP_FMA, FP_FMA_RECODED, FP_FMA_DIRECT, DOT_EXACT, INT_MUL, INT_ADD, SHIFTER, LZC ->
                false;
        };
    }

    /** True where the second operand may have a format of its own: of every unit that multiplies. */
    public boolean hasSecondOperand() {
        return this == FP_MUL || this == INT_MUL || multipliesAndAccumulates();
    }

    /** True where a format for accumulator, result or source says anything about the unit. */
    public boolean hasThirdFormat() {
        return hasAccumulator() || hasResultFormat();
    }

    /** True where the result is rounded to a format, usually the operands'. */
    boolean hasResultFormat() {
        return switch (this) {
            case FP_MUL, FP_ADD, FP_FMA, FP_FMA_RECODED, FP_FMA_DIRECT -> true;
            case FP_MAC_UNFUSED,
                    FP_MAC_FUSED,
                    FP_SDOTP2,
                    DOT_EXACT,
                    DOT_BLOCK,
                    INT_MUL,
                    INT_ADD,
                    INT_MAC,
                    CONVERTER,
                    SHIFTER,
                    LZC -> false;
        };
    }

    /** True where numbers may come IEEE coded or normalised; of the rest the coding is fixed, or there is none. */
    public boolean hasCoding() {
        return switch (this) {
            case FP_MUL, FP_ADD, FP_FMA, FP_FMA_RECODED, FP_MAC_UNFUSED, FP_MAC_FUSED, FP_SDOTP2, DOT_BLOCK -> true;
            case FP_FMA_DIRECT, DOT_EXACT, INT_MUL, INT_ADD, INT_MAC, CONVERTER, SHIFTER, LZC -> false;
        };
    }

    /** Width of one number is all that counts. */
    public boolean isWidthOnly() {
        return this == INT_ADD || this == SHIFTER || this == LZC;
    }

    /**
     * The architecture of a label and whose RTL it is. CVFPU's {@code fp_fma} is {@link #FP_FMA_DIRECT}.
     *
     * @throws CostException if there is none; names those there are
     */
    public static Architecture of(String label, String rtl) {
        Architecture found = Arrays.stream(values())
                .filter(a -> a.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new CostException("architecture (%s) is not known; there are %s"
                        .formatted(
                                label,
                                Arrays.stream(values()).map(Architecture::label).collect(Collectors.joining(", ")))));
        return found == FP_FMA && rtl.equals("CVFPU") ? FP_FMA_DIRECT : found;
    }

    /** @throws CostException as {@link #of(String, String)} */
    public static Architecture of(String label) {
        return of(label, "");
    }
}

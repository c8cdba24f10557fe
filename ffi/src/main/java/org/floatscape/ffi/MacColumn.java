package org.floatscape.ffi;

/** The columns of {@link MacCosts}, in their order. Operands a and b; c is addend, accumulator and result. */
public enum MacColumn {
    /** Exponent bits 0 to 11, or -1 for an integer. */
    A_EXPONENT,
    /** Mantissa bits without the hidden one, or an integer's width. */
    A_MANTISSA,
    B_EXPONENT,
    B_MANTISSA,
    /** Of the converter: its source. */
    C_EXPONENT,
    C_MANTISSA,
    /** Products per operation, 1 to 4096. */
    LANES,
    /** 0 none, 1 E8M0, 2 E4M3, 3 FP32. */
    SCALE,
    /** 1: the integer multiplier takes two's complement; of a dot product: products of floats may be negative. */
    SIGNED,
    /** 1: operands and result are IEEE coded, with subnormals. */
    IEEE,
    REGISTER_BITS
}

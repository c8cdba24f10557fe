package org.floatscape.dse.format;

/** Which codes of a floating-point element are not finite numbers, and whether it has a sign. */
public enum Specials {
    /** Every code is finite, as in E2M1 and in the runs of arXiv 2501.02423. */
    NONE,
    /** The code with all exponent and mantissa bits set is NaN, there is no Inf: OCP OFP8 E4M3. */
    ONE_NAN,
    /** The top exponent holds Inf and NaN: IEEE 754, OCP OFP8 E5M2. */
    IEEE,
    /** IEEE P3109 draft, signed and finite: one NaN, at the code that -0 would have. */
    P3109_SIGNED_FINITE,
    /** IEEE P3109 draft, signed and extended: also the largest code of either sign is Inf. */
    P3109_SIGNED_EXTENDED,
    /** IEEE P3109 draft, unsigned and finite: no sign bit, the largest code is NaN. */
    P3109_UNSIGNED_FINITE,
    /** IEEE P3109 draft, unsigned and extended: also the code below NaN is Inf. */
    P3109_UNSIGNED_EXTENDED;

    /** Whether elements have a sign bit. */
    public boolean signed() {
        return this != P3109_UNSIGNED_FINITE && this != P3109_UNSIGNED_EXTENDED;
    }

    /** Whether elements are those of the IEEE P3109 draft: one zero, one NaN, bias 2^(E-1). */
    public boolean p3109() {
        return ordinal() >= P3109_SIGNED_FINITE.ordinal();
    }

    /** Whether there is a code for Inf. */
    public boolean infinite() {
        return this == IEEE || this == P3109_SIGNED_EXTENDED || this == P3109_UNSIGNED_EXTENDED;
    }
}

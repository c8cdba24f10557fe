package org.floatscape.dse.format;

/** Which codes of a floating-point element are not finite numbers. */
public enum Specials {
    /** Every code is finite, as in E2M1 and in the runs of arXiv 2501.02423. */
    NONE(""),
    /** The code with all exponent and mantissa bits set is NaN, there is no Inf: OCP OFP8 E4M3. */
    ONE_NAN("fn"),
    /** The top exponent holds Inf and NaN: IEEE 754, OCP OFP8 E5M2. */
    IEEE("i");

    private final String suffix;

    Specials(String suffix) {
        this.suffix = suffix;
    }

    /** What follows {@code eEmM} in a format name. */
    public String suffix() {
        return suffix;
    }
}

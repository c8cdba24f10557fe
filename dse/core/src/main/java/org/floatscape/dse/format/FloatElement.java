package org.floatscape.dse.format;

/**
 * A signed binary floating-point element, codes laid out sign, exponent, mantissa; exponent 0 is subnormal.
 * The bias is 2^(E-1) - 1; with E = 1 it is 0, and E = 0 is sign-magnitude fixed point of unit 2^(1-M), so that
 * {@code e0m7} spans -127/64 … 127/64.
 *
 * @param exponentBits E, 0 to 8
 * @param mantissaBits M, 0 to 10, without the implicit bit; 23 with E = 8, which is binary32
 * @param specials     which codes are not finite
 */
public record FloatElement(int exponentBits, int mantissaBits, Specials specials) implements ElementFormat {

    /** OCP Microscaling Formats (MX) v1.0, section 5.3.3. */
    public static final FloatElement E2M1 = new FloatElement(2, 1, Specials.NONE);
    /** OCP 8-bit Floating Point (OFP8) v1.0; reaches 448. */
    public static final FloatElement E4M3FN = new FloatElement(4, 3, Specials.ONE_NAN);
    /** OCP 8-bit Floating Point (OFP8) v1.0; reaches 57344. */
    public static final FloatElement E5M2I = new FloatElement(5, 2, Specials.IEEE);
    /** bfloat16. */
    public static final FloatElement BF16 = new FloatElement(8, 7, Specials.IEEE);
    /** IEEE 754 binary32. */
    public static final FloatElement FP32 = new FloatElement(8, 23, Specials.IEEE);

    public FloatElement {
        boolean binary32 = exponentBits == 8 && mantissaBits == 23;
        if (exponentBits < 0 || exponentBits > 8 || mantissaBits < 0 || (mantissaBits > 10 && !binary32)) {
            throw new IllegalArgumentException(
                    "element e%dm%d: exponent bits must be 0 to 8 and mantissa bits 0 to 10 (23 with 8 exponent bits)"
                            .formatted(exponentBits, mantissaBits));
        }
        if (exponentBits + mantissaBits == 0) {
            throw new IllegalArgumentException("element e0m0: holds no value but zero; give it a bit");
        }
        if (specials == Specials.IEEE && exponentBits < 2) {
            throw new IllegalArgumentException(
                    "element e%dm%di: Inf and NaN take the top exponent, so exponent bits must be at least 2"
                            .formatted(exponentBits, mantissaBits));
        }
        if (specials == Specials.ONE_NAN && (exponentBits < 1 || exponentBits + mantissaBits < 2)) {
            throw new IllegalArgumentException(
                    "element e%dm%dfn: the NaN code must leave other values, so at least 1 exponent bit and 2 bits besides the sign"
                            .formatted(exponentBits, mantissaBits));
        }
    }

    @Override
    public int bits() {
        return 1 + exponentBits + mantissaBits;
    }

    /** Subtracted from the exponent field; no unit. */
    public int bias() {
        return exponentBits <= 1 ? 0 : (1 << (exponentBits - 1)) - 1;
    }

    @Override
    public double decode(int code) {
        Codes.check(code, this);
        int magnitude = code & (int) ((1L << (bits() - 1)) - 1);
        double value = magnitude(magnitude >>> mantissaBits, magnitude & ((1 << mantissaBits) - 1));
        return code == magnitude ? value : -value;
    }

    private double magnitude(int exponent, int mantissa) {
        int topExponent = (1 << exponentBits) - 1;
        int topMantissa = (1 << mantissaBits) - 1;
        return switch (specials) {
            case NONE -> finite(exponent, mantissa);
            case ONE_NAN ->
                exponent == topExponent && mantissa == topMantissa ? Double.NaN : finite(exponent, mantissa);
            case IEEE ->
                exponent < topExponent
                        ? finite(exponent, mantissa)
                        : mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        };
    }

    private double finite(int exponent, int mantissa) {
        return exponent == 0
                ? Math.scalb((double) mantissa, 1 - bias() - mantissaBits)
                : Math.scalb((double) (mantissa + (1 << mantissaBits)), exponent - bias() - mantissaBits);
    }

    @Override
    public double max() {
        int topCode = (int) ((1L << (bits() - 1)) - 1);
        return switch (specials) {
            case NONE -> decode(topCode);
            case ONE_NAN -> decode(topCode - 1);
            case IEEE -> decode(topCode - (1 << mantissaBits));
        };
    }

    /** Smallest normal value; for E = 0, where nothing is normal, the smallest value above zero. */
    public double minNormal() {
        return exponentBits == 0 ? minSubnormal() : Math.scalb(1.0, 1 - bias());
    }

    /** Smallest value above zero; for M = 0, where nothing is subnormal, the smallest normal. */
    public double minSubnormal() {
        return mantissaBits == 0 ? Math.scalb(1.0, 1 - bias()) : Math.scalb(1.0, 1 - bias() - mantissaBits);
    }

    @Override
    public String name() {
        return "e" + exponentBits + "m" + mantissaBits + specials.suffix();
    }
}

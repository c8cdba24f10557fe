package org.floatscape.dse.format;

/**
 * A binary floating-point element, codes laid out sign (where there is one), exponent, mantissa; exponent 0 is
 * subnormal. The bias is 2^(E-1) - 1; with E = 1 it is 0, and E = 0 is sign-magnitude fixed point of unit 2^(1-M), so
 * that {@code e0m7} spans -127/64 … 127/64.
 *
 * <p>The formats BinaryKpP of the IEEE P3109 draft (Interim Report 3.2) are among them: K bits, precision P = M + 1,
 * bias 2^(E-1).
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
        if (specials.p3109() && (exponentBits < 1 || bits(exponentBits, mantissaBits, specials) < 3)) {
            throw new IllegalArgumentException("element %s: must have at least 3 bits, 1 of them for the exponent"
                    .formatted(p3109Name(exponentBits, mantissaBits, specials)));
        }
        if (specials == Specials.ONE_NAN && (exponentBits < 1 || exponentBits + mantissaBits < 2)) {
            throw new IllegalArgumentException(
                    "element e%dm%dfn: the NaN code must leave other values, so at least 1 exponent bit and 2 bits besides the sign"
                            .formatted(exponentBits, mantissaBits));
        }
    }

    /**
     * A format of the IEEE P3109 draft.
     *
     * @param bits      K
     * @param precision P, the implicit bit included: 1 to K - 1, for unsigned formats to K
     */
    public static FloatElement p3109(int bits, int precision, boolean signed, boolean extended) {
        int most = signed ? bits - 1 : bits;
        if (bits < 3 || precision < 1 || precision > most) {
            throw new IllegalArgumentException(
                    "element binary%dp%d%s%s: must have at least 3 bits, and a precision of 1 to all bits but the sign (%d)"
                            .formatted(bits, precision, signed ? "s" : "u", extended ? "e" : "f", most));
        }
        Specials specials = signed
                ? extended ? Specials.P3109_SIGNED_EXTENDED : Specials.P3109_SIGNED_FINITE
                : extended ? Specials.P3109_UNSIGNED_EXTENDED : Specials.P3109_UNSIGNED_FINITE;
        return new FloatElement(bits - precision + (signed ? 0 : 1), precision - 1, specials);
    }

    @Override
    public int bits() {
        return bits(exponentBits, mantissaBits, specials);
    }

    private static int bits(int exponentBits, int mantissaBits, Specials specials) {
        return (specials.signed() ? 1 : 0) + exponentBits + mantissaBits;
    }

    /** Subtracted from the exponent field; no unit. */
    public int bias() {
        if (specials.p3109()) {
            return 1 << (exponentBits - 1);
        }
        return exponentBits <= 1 ? 0 : (1 << (exponentBits - 1)) - 1;
    }

    @Override
    public double decode(int code) {
        Codes.check(code, this);
        int magnitude = code & lastMagnitude();
        if (specials.p3109() && code != magnitude && magnitude == 0) {
            return Double.NaN;
        }
        double value = magnitude <= maxCode()
                ? finite(magnitude)
                : specials.infinite() && magnitude == maxCode() + 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        return code == magnitude ? value : -value;
    }

    /** The code with all exponent and mantissa bits set. */
    private int lastMagnitude() {
        return (int) ((1L << (exponentBits + mantissaBits)) - 1);
    }

    /** The code of the largest finite value. */
    private int maxCode() {
        return lastMagnitude()
                - switch (specials) {
                    case NONE, P3109_SIGNED_FINITE -> 0;
                    case ONE_NAN, P3109_SIGNED_EXTENDED, P3109_UNSIGNED_FINITE -> 1;
                    case P3109_UNSIGNED_EXTENDED -> 2;
                    case IEEE -> 1 << mantissaBits;
                };
    }

    private double finite(int magnitude) {
        int exponent = magnitude >>> mantissaBits;
        int mantissa = magnitude & ((1 << mantissaBits) - 1);
        return exponent == 0
                ? Math.scalb((double) mantissa, 1 - bias() - mantissaBits)
                : Math.scalb((double) (mantissa + (1 << mantissaBits)), exponent - bias() - mantissaBits);
    }

    @Override
    public double max() {
        return finite(maxCode());
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
        return switch (specials) {
            case NONE -> "e" + exponentBits + "m" + mantissaBits;
            case ONE_NAN -> "e" + exponentBits + "m" + mantissaBits + "fn";
            case IEEE -> "e" + exponentBits + "m" + mantissaBits + "i";
            default -> p3109Name(exponentBits, mantissaBits, specials);
        };
    }

    private static String p3109Name(int exponentBits, int mantissaBits, Specials specials) {
        return "binary%dp%d%s%s"
                .formatted(
                        bits(exponentBits, mantissaBits, specials),
                        mantissaBits + 1,
                        specials.signed() ? "s" : "u",
                        specials.infinite() ? "e" : "f");
    }
}

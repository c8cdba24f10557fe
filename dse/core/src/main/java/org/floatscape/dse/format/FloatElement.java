package org.floatscape.dse.format;

/**
 * A binary floating-point element, codes laid out sign (where there is one), exponent, mantissa; exponent 0 is
 * subnormal. The usual bias is 2^(E-1) - 1; with E = 1 it is 0, and E = 0 is sign-magnitude fixed point of unit
 * 2^(1-M-bias), so that {@code e0m7}, of bias 0, spans -127/64 … 127/64.
 *
 * <p>The formats BinaryKpP of the IEEE P3109 draft (Interim Report 3.2) are among them: K bits, precision P = M + 1,
 * bias 2^(E-1). The signed finite ones have the codes of the field's "fnuz" formats, which are named so where the bias
 * is another: {@code e4m3b11fnuz}.
 *
 * @param exponentBits E, 0 to 8
 * @param mantissaBits M, 0 to 10, without the implicit bit; 23 with E = 8 and {@link Specials#IEEE}, which is binary32
 * @param specials     which codes are not finite
 * @param bias         subtracted from the exponent field; no unit. The smallest normal value, 2^(1-bias), is at least
 *                     2^-127 and the largest value below 2^129
 */
public record FloatElement(int exponentBits, int mantissaBits, Specials specials, int bias) implements ElementFormat {

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

    private static final int MOST_BIAS = 128;

    /** An element with the bias that is usual for it. */
    public FloatElement(int exponentBits, int mantissaBits, Specials specials) {
        this(exponentBits, mantissaBits, specials, usualBias(exponentBits, specials));
    }

    public FloatElement {
        boolean binary32 = exponentBits == 8 && mantissaBits == 23 && specials == Specials.IEEE;
        if (exponentBits < 0 || exponentBits > 8 || mantissaBits < 0 || (mantissaBits > 10 && !binary32)) {
            throw new IllegalArgumentException(
                    "element e%dm%d: exponent bits must be 0 to 8 and mantissa bits 0 to 10 (23 in e8m23i alone)"
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
        if (bias != usualBias(exponentBits, specials)) {
            checkBias(exponentBits, mantissaBits, specials, bias);
        }
    }

    private static void checkBias(int exponentBits, int mantissaBits, Specials specials, int bias) {
        String name = name(exponentBits, mantissaBits, specials, bias);
        if (exponentBits == 8 && mantissaBits == 23) {
            throw new IllegalArgumentException("element %s: the bias of binary32 is 127".formatted(name));
        }
        if (specials.p3109() && specials != Specials.P3109_SIGNED_FINITE) {
            throw new IllegalArgumentException("element %s: bias (%d) must be %d, which IEEE P3109 fixes"
                    .formatted(
                            p3109Name(exponentBits, mantissaBits, specials), bias, usualBias(exponentBits, specials)));
        }
        int most = exponentBits == 0 ? MOST_BIAS - 1 : MOST_BIAS;
        double unbiased = finite(maxCode(exponentBits, mantissaBits, specials), mantissaBits, 0);
        int least = Math.max(0, Math.getExponent(unbiased) - MOST_BIAS);
        if (bias < least || bias > most) {
            throw new IllegalArgumentException("element %s: bias (%d) must be %d to %d; the usual one is %d"
                    .formatted(name, bias, least, most, usualBias(exponentBits, specials)));
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

    private static int usualBias(int exponentBits, Specials specials) {
        if (exponentBits == 0) {
            return 0;
        }
        int half = 1 << (exponentBits - 1);
        return specials.p3109() ? half : half - 1;
    }

    /** Whether the bias is the one that a name does not state. */
    public boolean hasUsualBias() {
        return bias == usualBias(exponentBits, specials);
    }

    /** Whether there are values between zero and the smallest normal one. */
    public boolean hasSubnormals() {
        return exponentBits > 0 && mantissaBits > 0;
    }

    @Override
    public double decode(int code) {
        Codes.check(code, this);
        int magnitude = code & lastMagnitude(exponentBits, mantissaBits);
        if (specials.p3109() && code != magnitude && magnitude == 0) {
            return Double.NaN;
        }
        int maxCode = maxCode(exponentBits, mantissaBits, specials);
        double value = magnitude <= maxCode
                ? finite(magnitude, mantissaBits, bias)
                : specials.infinite() && magnitude == maxCode + 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        return code == magnitude ? value : -value;
    }

    /** The code with all exponent and mantissa bits set. */
    private static int lastMagnitude(int exponentBits, int mantissaBits) {
        return (int) ((1L << (exponentBits + mantissaBits)) - 1);
    }

    /** The code of the largest finite value. */
    private static int maxCode(int exponentBits, int mantissaBits, Specials specials) {
        return lastMagnitude(exponentBits, mantissaBits)
                - switch (specials) {
                    case NONE, P3109_SIGNED_FINITE -> 0;
                    case ONE_NAN, P3109_SIGNED_EXTENDED, P3109_UNSIGNED_FINITE -> 1;
                    case P3109_UNSIGNED_EXTENDED -> 2;
                    case IEEE -> 1 << mantissaBits;
                };
    }

    private static double finite(int magnitude, int mantissaBits, int bias) {
        int exponent = magnitude >>> mantissaBits;
        int mantissa = magnitude & ((1 << mantissaBits) - 1);
        return exponent == 0
                ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
                : Math.scalb((double) (mantissa + (1 << mantissaBits)), exponent - bias - mantissaBits);
    }

    @Override
    public double max() {
        return finite(maxCode(exponentBits, mantissaBits, specials), mantissaBits, bias);
    }

    /** Smallest normal value; for E = 0, where nothing is normal, the smallest value above zero. */
    public double minNormal() {
        return exponentBits == 0 ? minSubnormal() : Math.scalb(1.0, 1 - bias);
    }

    /** Smallest value above zero; for M = 0, where nothing is subnormal, the smallest normal. */
    public double minSubnormal() {
        return mantissaBits == 0 ? Math.scalb(1.0, 1 - bias) : Math.scalb(1.0, 1 - bias - mantissaBits);
    }

    @Override
    public String name() {
        return name(exponentBits, mantissaBits, specials, bias);
    }

    private static String name(int exponentBits, int mantissaBits, Specials specials, int bias) {
        boolean usual = bias == usualBias(exponentBits, specials);
        String fields = "e" + exponentBits + "m" + mantissaBits + (usual ? "" : "b" + bias);
        return switch (specials) {
            case NONE -> fields;
            case ONE_NAN -> fields + "fn";
            case IEEE -> fields + "i";
            case P3109_SIGNED_FINITE -> usual ? p3109Name(exponentBits, mantissaBits, specials) : fields + "fnuz";
            case P3109_SIGNED_EXTENDED, P3109_UNSIGNED_FINITE, P3109_UNSIGNED_EXTENDED ->
                p3109Name(exponentBits, mantissaBits, specials);
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

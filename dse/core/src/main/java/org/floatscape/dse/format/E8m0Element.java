package org.floatscape.dse.format;

/**
 * The scale type of OCP MX v1.0 (section 5.4.1) as an element: unsigned powers of two, code c is 2^(c - 127), code 255
 * NaN. There is no sign and no zero, so zeros, negatives and Inf become NaN; ml_dtypes' {@code float8_e8m0fnu}.
 */
public record E8m0Element() implements ElementFormat {

    static final String NAME = "ue8m0";

    private static final int BIAS = 127;
    private static final int NAN = 255;

    @Override
    public int bits() {
        return 8;
    }

    @Override
    public double max() {
        return decode(NAN - 1);
    }

    @Override
    public double decode(int code) {
        Codes.check(code, this);
        return code == NAN ? Double.NaN : Math.scalb(1.0, code - BIAS);
    }

    @Override
    public String name() {
        return NAME;
    }
}

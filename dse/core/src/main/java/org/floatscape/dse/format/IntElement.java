package org.floatscape.dse.format;

/**
 * An integer element. Signed ones are two's complement kept symmetric, -(2^(W-1)-1) … 2^(W-1)-1, so that the code
 * of -2^(W-1) is never produced.
 *
 * @param bits   W, 2 to 8
 * @param signed false for {@code uintW}, 0 … 2^W-1
 */
public record IntElement(int bits, boolean signed) implements ElementFormat {

    public static final IntElement INT8 = new IntElement(8, true);

    public IntElement {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException(
                    "element %sint%d: an integer element must have 2 to 8 bits".formatted(signed ? "" : "u", bits));
        }
    }

    @Override
    public double max() {
        return signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    }

    @Override
    public double decode(int code) {
        Codes.check(code, this);
        return signed && code >= 1 << (bits - 1) ? code - (1 << bits) : code;
    }

    @Override
    public String name() {
        return (signed ? "int" : "uint") + bits;
    }
}

package org.floatscape.dse.format;

/**
 * An integer element; signed ones are two's complement.
 *
 * @param bits W, 2 to 8
 */
public record IntElement(int bits, Range range) implements ElementFormat {

    public static final IntElement INT8 = new IntElement(8, Range.SYMMETRIC);

    /** Which integers there are. */
    public enum Range {
        /** {@code intW}: -(2^(W-1)-1) … 2^(W-1)-1; the code of -2^(W-1) is never produced. */
        SYMMETRIC,
        /** {@code intWfull}: -2^(W-1) … 2^(W-1)-1. */
        FULL,
        /** {@code uintW}: 0 … 2^W-1; negatives become 0. */
        UNSIGNED
    }

    public IntElement {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException(
                    "element %s: an integer element must have 2 to 8 bits".formatted(name(bits, range)));
        }
    }

    @Override
    public double max() {
        return signed() ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    }

    @Override
    public double decode(int code) {
        Codes.check(code, this);
        return signed() && code >= 1 << (bits - 1) ? code - (1 << bits) : code;
    }

    @Override
    public String name() {
        return name(bits, range);
    }

    private boolean signed() {
        return range != Range.UNSIGNED;
    }

    private static String name(int bits, Range range) {
        return (range == Range.UNSIGNED ? "uint" : "int") + bits + (range == Range.FULL ? "full" : "");
    }
}

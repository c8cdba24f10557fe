package org.floatscape.dse.format;

/** What one number of a tensor is stored as, before any shared scale. */
public sealed interface ElementFormat permits FloatElement, IntElement, E8m0Element {

    /** Storage in bits, sign included. */
    int bits();

    /** The largest finite value, with a unit scale. */
    double max();

    /**
     * The value of a code, exactly.
     *
     * @throws IllegalArgumentException if {@code code} has more than {@link #bits()} bits
     */
    double decode(int code);

    /** The name in the grammar of {@link Format#parse}, such as {@code e4m3fn} or {@code int8}. */
    String name();
}

package org.floatscape.dse.format;

/** What becomes of results below the smallest normal value, decided after rounding. */
public enum Subnormals {
    /** They are subnormal. */
    KEEP,
    /** A zero, with the result's sign where the element has a -0. */
    FLUSH
}

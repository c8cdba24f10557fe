package org.floatscape.dse.format;

/** What becomes of values beyond the largest, decided after rounding. Under a scale a group that holds an Inf is NaN. */
public enum Overflow {
    /** The largest finite value, for Inf too; NaN stays NaN in a float result. */
    SATURATE,
    /** Inf, or NaN where the element has no Inf. */
    INFINITE,
    /** As {@link #SATURATE}, but Inf stays Inf, or becomes NaN where the element has no Inf; P3109's SatPropagate. */
    PROPAGATE
}

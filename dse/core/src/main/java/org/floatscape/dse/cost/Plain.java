package org.floatscape.dse.cost;

/** Numbers as sentences show them. */
final class Plain {

    private Plain() {}

    /** 7 rather than 7.0. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}

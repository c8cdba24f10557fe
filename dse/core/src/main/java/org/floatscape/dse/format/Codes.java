package org.floatscape.dse.format;

/** The one check that elements share. */
final class Codes {
    private Codes() {}

    static void check(int code, ElementFormat element) {
        if (Integer.toUnsignedLong(code) >>> element.bits() != 0) {
            throw new IllegalArgumentException("code (%s) is not a %d-bit %s code"
                    .formatted(Integer.toUnsignedString(code), element.bits(), element.name()));
        }
    }
}

package org.floatscape.dse.study;

/**
 * The unit that multiplies and accumulates.
 *
 * @param architecture name of an architecture of the cost model
 * @param lanes        products per cycle; at least 1
 * @param accumulator  element name of the accumulator, such as {@code fp32}
 */
public record Mac(String architecture, int lanes, String accumulator) {
    public Mac {
        if (lanes < 1 || lanes > 1024) {
            throw new FieldException("lanes", lanes, "must be 1 to 1024");
        }
    }
}

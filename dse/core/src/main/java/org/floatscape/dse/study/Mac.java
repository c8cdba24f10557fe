package org.floatscape.dse.study;

import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.Operand;

/**
 * The unit that multiplies and accumulates.
 *
 * @param lanes       products per operation, where the architecture has lanes
 * @param accumulator format of accumulator and result, such as {@code fp32}
 */
public record Mac(Architecture architecture, int lanes, Operand accumulator) {
    public Mac {
        if (lanes < 1 || lanes > 1024) {
            throw new FieldException("lanes", lanes, "must be 1 to 1024");
        }
        if (lanes > 1 && !architecture.hasLanes()) {
            throw new FieldException("lanes", lanes, "must be 1: %s has no lanes".formatted(architecture.label()));
        }
    }
}

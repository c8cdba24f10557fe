package org.floatscape.dse.study;

import java.util.Arrays;
import java.util.stream.Collectors;
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
        if (!architecture.multipliesAndAccumulates() || architecture == Architecture.INT_MAC) {
            throw new FieldException(
                    "architecture",
                    architecture.label(),
                    "must multiply and accumulate floats, as %s do; integers without a scale get an int_mac in any case"
                            .formatted(Arrays.stream(Architecture.values())
                                    .filter(a -> a.multipliesAndAccumulates() && a != Architecture.INT_MAC)
                                    .map(Architecture::label)
                                    .collect(Collectors.joining(", "))));
        }
        if (accumulator.isInteger()) {
            throw new FieldException("accumulator", accumulator.name(), "must be a float, such as fp32");
        }
        if (lanes < 1 || lanes > 1024) {
            throw new FieldException("lanes", lanes, "must be 1 to 1024");
        }
        if (lanes > 1 && !architecture.hasLanes()) {
            throw new FieldException("lanes", lanes, "must be 1: %s has no lanes".formatted(architecture.label()));
        }
    }
}

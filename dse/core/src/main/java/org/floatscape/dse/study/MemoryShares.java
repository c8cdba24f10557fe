package org.floatscape.dse.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.input.Nearest;

/**
 * Which memory the operands of a MAC come from: of all operand reads, the share that each memory serves. The rest
 * stays in the registers of the MAC array, which its energy covers.
 *
 * @param shares memory to share, 0 to 1, no unit
 */
public record MemoryShares(Map<String, Double> shares) {

    public MemoryShares {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        for (var entry : shares.entrySet()) {
            requireKnown(entry.getKey());
            double share = entry.getValue();
            if (!(share >= 0 && share <= 1)) {
                throw new FieldException(entry.getKey(), share, "must be a share, 0 to 1");
            }
        }
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum > 1) {
            throw new FieldException("", sum, "shares must add up to at most 1");
        }
    }

    private static void requireKnown(String name) {
        var known = Memory.all().stream().map(Memory::name).toList();
        if (!known.contains(name)) {
            throw new FieldException(
                    name,
                    name,
                    "must be one of %s. Maybe %s".formatted(String.join(", ", known), Nearest.of(name, known)));
        }
    }
}

package org.floatscape.dse.study;

import java.util.List;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.cost.TechnologyNode;

/**
 * The silicon.
 *
 * @param nodeNm       process node, nm
 * @param recipe       how logic is mapped: {@code area} or {@code speed}
 * @param scaledMac    unit for formats with a shared scale; applies block scales
 * @param unscaledMac  unit for formats without one
 * @param operandsFrom which memory operands come from
 */
public record Hardware(double nodeNm, String recipe, Mac scaledMac, Mac unscaledMac, MemoryShares operandsFrom) {

    private static final List<String> RECIPES = List.of("area", "speed");

    public Hardware {
        if (!RECIPES.contains(recipe)) {
            throw new FieldException("recipe", recipe, "must be area or speed");
        }
        if (scaledMac.architecture() != Architecture.DOT_BLOCK) {
            throw new FieldException(
                    "scaled_mac.architecture",
                    scaledMac.architecture().label(),
                    "must apply block scales, and dot_block is the one that does");
        }
        node(nodeNm);
    }

    /** The process node at its usual supply voltage. */
    public TechnologyNode node() {
        return node(nodeNm);
    }

    private static TechnologyNode node(double nodeNm) {
        try {
            return TechnologyNode.of(nodeNm);
        } catch (CostException e) {
            throw new FieldException("node_nm", nodeNm, e.getMessage());
        }
    }
}

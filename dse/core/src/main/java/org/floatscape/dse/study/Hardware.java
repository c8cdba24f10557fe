package org.floatscape.dse.study;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.cost.TechnologyNode;

/**
 * The silicon.
 *
 * @param nodeNm       process node, nm
 * @param voltageV     supply voltage, V; empty: the node's usual one
 * @param recipe       how logic is mapped: {@code area} or {@code speed}
 * @param scaledMac    unit for formats with a shared scale; applies block scales
 * @param unscaledMac  unit for formats without one
 * @param operandsFrom which memory operands come from
 * @param conversion   how often operands are quantised and results rounded
 */
public record Hardware(
        double nodeNm,
        Optional<Double> voltageV,
        String recipe,
        Mac scaledMac,
        Mac unscaledMac,
        MemoryShares operandsFrom,
        ConversionShare conversion) {

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
        TechnologyNode usual = usual(nodeNm);
        voltageV.ifPresent(voltage -> at(usual, voltage));
    }

    /** The process node and its supply voltage. */
    public TechnologyNode node() {
        TechnologyNode usual = usual(nodeNm);
        return voltageV.map(voltage -> at(usual, voltage)).orElse(usual);
    }

    private static TechnologyNode usual(double nodeNm) {
        try {
            return TechnologyNode.of(nodeNm);
        } catch (CostException e) {
            throw new FieldException("node_nm", nodeNm, e.getMessage());
        }
    }

    private static TechnologyNode at(TechnologyNode usual, double voltage) {
        try {
            return new TechnologyNode(usual.nm(), voltage);
        } catch (CostException e) {
            throw new FieldException("voltage_v", voltage, e.getMessage());
        }
    }
}

package org.floatscape.dse.cli;

import java.util.Optional;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.input.InputException;
import picocli.CommandLine.Option;

/** The process node that costs are scaled to, where published scaling is known from the cells' process. */
final class NodeOptions {

    private static final double USUAL_NM = 7;

    private static final String AS_CALIBRATED =
            "no published scaling is known from their process, so that logic costs what it was calibrated at";

    @Option(
            names = "--node",
            paramLabel = "NM",
            description =
                    "Process node that logic and SRAM are scaled to, nm. Default: 7. With --cells from whose process"
                        + " no scaling is published, logic costs what it was calibrated at: the node is that of SRAM"
                        + " alone and must be stated.")
    private Double nodeNm;

    @Option(
            names = "--voltage",
            paramLabel = "V",
            description = "Supply voltage of logic and SRAM. Default: the node's usual one.")
    private Double voltage;

    /**
     * The node of memories on chip, and of logic where it can be scaled.
     *
     * @throws InputException if it cannot, and a voltage is stated, or no node
     */
    TechnologyNode node(Calibration calibration) {
        if (!calibration.canBeScaled()) {
            refuse("--voltage", voltage, calibration);
            if (nodeNm == null) {
                throw new InputException(
                        "--cells " + calibration.library(),
                        AS_CALIBRATED + ", and memories on chip need a node; give --node");
            }
        }
        return node();
    }

    /**
     * The node of logic; empty where it cannot be scaled.
     *
     * @throws InputException if it cannot, and a node or voltage is stated
     */
    Optional<TechnologyNode> logicNode(Calibration calibration) {
        if (calibration.canBeScaled()) {
            return Optional.of(node());
        }
        refuse("--node", nodeNm, calibration);
        refuse("--voltage", voltage, calibration);
        return Optional.empty();
    }

    private static void refuse(String option, Double value, Calibration calibration) {
        if (value != null) {
            throw new InputException(
                    "%s %s".formatted(option, value),
                    "must be left out with --cells %s: %s".formatted(calibration.library(), AS_CALIBRATED));
        }
    }

    private TechnologyNode node() {
        double nm = nodeNm == null ? USUAL_NM : nodeNm;
        return voltage == null ? TechnologyNode.of(nm) : new TechnologyNode(nm, voltage);
    }
}

package org.floatscape.dse.cli;

import org.floatscape.dse.cost.TechnologyNode;
import picocli.CommandLine.Option;

/** The process node that costs are scaled to. */
final class NodeOptions {

    @Option(
            names = "--node",
            paramLabel = "NM",
            defaultValue = "7",
            description = "Process node that logic and SRAM are scaled to, nm. Default: ${DEFAULT-VALUE}")
    private double nodeNm;

    @Option(
            names = "--voltage",
            paramLabel = "V",
            description = "Supply voltage of logic and SRAM. Default: the node's usual one.")
    private Double voltage;

    TechnologyNode node() {
        return voltage == null ? TechnologyNode.of(nodeNm) : new TechnologyNode(nodeNm, voltage);
    }
}

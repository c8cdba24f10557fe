package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.evaluation.CostModel;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.study.ConversionShare;
import org.floatscape.dse.study.Hardware;
import org.floatscape.dse.study.Mac;
import org.floatscape.dse.study.MemoryShares;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The unit that multiplies numbers of a format: its width, and which calibration says what it costs. */
final class UnitOptions {

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "16",
            description = "Products per operation of the unit for formats with a block scale, at most their block size;"
                    + " other formats get a unit of one product. Default: ${DEFAULT-VALUE}")
    private int lanes;

    @Mixin
    private CostOptions costOptions;

    /** The files that are read. */
    List<Path> inputs() {
        return costOptions.inputs();
    }

    /** What says what logic costs. */
    Calibration calibration() throws IOException {
        return costOptions.calibration();
    }

    /**
     * Costs per MAC alone, without memory and conversions.
     *
     * @param node of logic, where the calibration can be scaled
     */
    CostModel costModel(TechnologyNode node) throws IOException {
        if (lanes < 1 || lanes > 1024) {
            throw new InputException("--lanes " + lanes, "must be 1 to 1024");
        }
        boolean scalable = calibration().canBeScaled();
        return CostModel.of(new Hardware(
                costOptions.named(),
                Optional.of(costOptions.cells()),
                node.nm(),
                Optional.of(node.voltage()).filter(_ -> scalable),
                costOptions.recipe(),
                new Mac(Architecture.DOT_BLOCK, lanes, Operand.FP32),
                new Mac(Architecture.FP_MAC_FUSED, 1, Operand.FP32),
                new MemoryShares(Map.of()),
                ConversionShare.NONE));
    }
}

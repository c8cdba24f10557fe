package org.floatscape.dse.measure;

import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.tensor.TensorHeader;

/** What a tensor takes in a format. */
final class StorageBits {
    private StorageBits() {}

    /** Bits per element, scales included, short blocks at the ends of rows too; what a tensor has one of is not counted. */
    static double perElement(Format format, TensorHeader tensor) {
        double scaleBits = format.block()
                .map(block -> (double) block.scale().bitsPerGroup() * nScales(block, tensor))
                .orElse(0.0);
        return format.element().bits() + scaleBits / tensor.nElements();
    }

    private static long nScales(BlockFormat block, TensorHeader tensor) {
        return switch (block.group()) {
            case Group.Block(int size) -> tensor.rows() * Math.ceilDiv(tensor.rowLength(), size);
            case Group.Channel() -> tensor.rows();
            case Group.Tensor() -> 0;
        };
    }
}

package org.floatscape.dse.workload;

import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;

/** What matrices take in a format. */
final class Storage {
    private Storage() {}

    /**
     * Elements and scales, with the short block at the end of each vector; what a tensor has one of is not counted.
     *
     * @param vectors rows or columns of the matrix
     * @param length  elements of each, along which blocks and channels run
     * @return bits
     */
    static double bits(Format format, long vectors, long length) {
        double scaleBits = format.block()
                .map(block -> vectors
                        * (double) block.scale().bitsPerGroup()
                        * switch (block.group()) {
                            case Group.Block(int size) -> Math.ceilDiv(length, size);
                            case Group.Channel() -> 1;
                            case Group.Tensor() -> 0;
                        })
                .orElse(0.0);
        return (double) vectors * length * format.element().bits() + scaleBits;
    }
}

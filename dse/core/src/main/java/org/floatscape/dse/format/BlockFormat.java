package org.floatscape.dse.format;

/**
 * A scale shared by a group of elements.
 *
 * @param group which elements share it
 * @param scale how it is stored
 */
public record BlockFormat(Group group, ScaleFormat scale) {

    /**
     * The block size at which the block term of arXiv 2501.02423 (section 3.6) equals its channel-wise runs, as
     * log2: what "channel" counts as wherever a number of elements per scale is needed and no row length is known.
     */
    public static final double LOG2_CHANNEL_BLOCK_SIZE = 13.1567;

    public BlockFormat {
        if (scale instanceof ScaleFormat.TwoLevel && !(group instanceof Group.Block)) {
            throw new IllegalArgumentException(
                    "scale e4m3fn+fp32 has one level per block and one per tensor, so its group (%s) must be a block"
                            .formatted(group.name()));
        }
    }

    /** Elements per scale; infinite for one scale per tensor. */
    public double elementsPerScale() {
        return switch (group) {
            case Group.Block(int size) -> size;
            case Group.Channel() -> Math.pow(2, LOG2_CHANNEL_BLOCK_SIZE);
            case Group.Tensor() -> Double.POSITIVE_INFINITY;
        };
    }

    /** Storage of the scale, in bits per element. */
    public double bitsPerElement() {
        return scale.bitsPerGroup() / elementsPerScale();
    }

    public String name() {
        return group.name() + ":" + scale.spelling();
    }
}

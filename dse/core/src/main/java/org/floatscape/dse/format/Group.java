package org.floatscape.dse.format;

/** Which elements share one scale. */
public sealed interface Group {

    /** {@code size} consecutive elements of a row; a block never straddles rows, the ragged tail is a short block. */
    record Block(int size) implements Group {
        public Block {
            if (size < 1) {
                throw new IllegalArgumentException("block size (%d) must be at least 1".formatted(size));
            }
        }
    }

    /** A whole row along the reduction dimension. */
    record Channel() implements Group {}

    /** The whole tensor. */
    record Tensor() implements Group {}

    /** The name in the grammar of {@link Format#parse}. */
    default String name() {
        return switch (this) {
            case Block(int size) -> "b" + size;
            case Channel() -> "channel";
            case Tensor() -> "tensor";
        };
    }
}

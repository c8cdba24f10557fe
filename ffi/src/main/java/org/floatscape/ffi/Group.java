package org.floatscape.ffi;

/** Which elements share a scale. */
public sealed interface Group {

    /** {@code size} consecutive elements of a row; the last block of a row may be short. */
    record Block(long size) implements Group {
        public Block {
            if (size < 1) {
                throw new IllegalArgumentException("block size (%d) must be at least 1 element".formatted(size));
            }
        }
    }

    /** A row. */
    record Channel() implements Group {}

    /** The whole tensor. */
    record Tensor() implements Group {}
}

package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;

/**
 * A tensor in the codes of a format.
 *
 * @param spec the format
 * @param rows number of rows
 * @param rowLength elements of a row
 * @param codes bit stream per row, least significant bit first; each row starts at a byte, see {@link #codeRowBytes}
 * @param scales one scale after the other, little endian: the blocks of each row, one per row, or one; empty without a
 *     scale
 * @param tensorMagnitude largest magnitude of the whole tensor, from which the second level of a two-level scale
 *     follows; 0 and not read for other formats
 */
public record EncodedTensor(
        QuantSpec spec, long rows, long rowLength, MemorySegment codes, MemorySegment scales, float tensorMagnitude) {

    public EncodedTensor {
        EncodedLayout layout = EncodedLayout.of(spec, rows, rowLength);
        checkSize("codes", codes, layout.codeBytes());
        checkSize("scales", scales, layout.scaleBytes());
    }

    /** Bytes from row to row of the codes. */
    public long codeRowBytes() {
        return EncodedLayout.of(spec, rows, rowLength).codeRowBytes();
    }

    private static void checkSize(String what, MemorySegment memory, long bytes) {
        if (memory.byteSize() < bytes) {
            throw new IllegalArgumentException("encoded tensor: %s (%d bytes) must hold at least %d bytes"
                    .formatted(what, memory.byteSize(), bytes));
        }
    }
}

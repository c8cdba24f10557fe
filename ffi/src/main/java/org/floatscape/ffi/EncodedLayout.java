package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.floatscape.ffi.generated.floatscape_h;

/**
 * Where codes and scales of an encoded tensor lie.
 *
 * @param codeBits bits of a code
 * @param codeRowBytes bytes from row to row of the codes
 * @param scaleItemBytes bytes of a scale, 0 without
 * @param scalesPerRow blocks of a row; 1 for a channel; 0 where rows have no scale of their own
 */
record EncodedLayout(
        QuantSpec spec, long rows, int codeBits, long codeRowBytes, int scaleItemBytes, long scalesPerRow) {

    static EncodedLayout of(QuantSpec spec, long rows, long rowLength) {
        if (rows < 0 || rowLength < 0) {
            throw new IllegalArgumentException(
                    "encoded tensor: rows (%d) and row length (%d) must not be negative".formatted(rows, rowLength));
        }
        FormatInfo info = FormatInfo.of(spec);
        boolean ofTensor = spec.group().filter(Group.Tensor.class::isInstance).isPresent();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment format = FormatStruct.of(spec, scratch);
            return new EncodedLayout(
                    spec,
                    rows,
                    info.codeBits(),
                    checked(floatscape_h.fs_code_row_bytes(format, rowLength), spec, rowLength),
                    info.scaleBits() / 8,
                    ofTensor ? 0 : checked(floatscape_h.fs_scales_per_row(format, rowLength), spec, rowLength));
        }
    }

    long codeBytes() {
        return Math.multiplyExact(rows, codeRowBytes);
    }

    long scaleBytes() {
        boolean ofTensor = scaleItemBytes > 0 && scalesPerRow == 0;
        return ofTensor ? scaleItemBytes : Math.multiplyExact(Math.multiplyExact(rows, scalesPerRow), scaleItemBytes);
    }

    long codeOffset(Piece piece) {
        return piece.row() * codeRowBytes + piece.column() * codeBits / 8;
    }

    long scaleOffset(Piece piece) {
        long blockOfRow = spec.group().orElseThrow() instanceof Group.Block(long size) ? piece.column() / size : 0;
        return (piece.row() * scalesPerRow + blockOfRow) * scaleItemBytes;
    }

    private static long checked(long count, QuantSpec spec, long rowLength) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "encoded tensor: rows of %d elements are too long for %s".formatted(rowLength, spec));
        }
        return count;
    }
}

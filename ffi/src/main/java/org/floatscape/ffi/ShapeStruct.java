package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.floatscape.ffi.generated.fs_shape;

/** Writes the rectangle of one call as the C struct {@code fs_shape}. */
final class ShapeStruct {

    private ShapeStruct() {}

    /** A shape that reads {@code piece} of {@code source} only. */
    static MemorySegment reading(Tensor source, Piece piece, SegmentAllocator allocator) {
        MemorySegment struct = fs_shape.allocate(allocator).fill((byte) 0);
        fs_shape.rows(struct, piece.rows());
        fs_shape.row_length(struct, piece.length());
        fs_shape.src_row_stride(struct, source.rowStride());
        fs_shape.dst_row_stride(struct, piece.length());
        fs_shape.first_index(struct, piece.row() * source.rowLength() + piece.column());
        fs_shape.index_row_stride(struct, source.rowLength());
        fs_shape.dtype(struct, source.dtype().code);
        return struct;
    }

    /** A shape that reads {@code piece} of {@code source} and writes rows {@code dstRowStride} apart. */
    static MemorySegment writing(Tensor source, Piece piece, long dstRowStride, SegmentAllocator allocator) {
        MemorySegment struct = reading(source, piece, allocator);
        fs_shape.dst_row_stride(struct, dstRowStride);
        return struct;
    }
}

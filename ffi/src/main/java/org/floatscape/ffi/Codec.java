package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.floatscape.ffi.generated.fs_shape;

/** To packed codes and scales, and back. Decoding gives bit for bit what {@link Quantization} gives. */
public final class Codec {

    /** Rows are cut at multiples of this many elements: whole bytes of codes, and a cache line of every dtype. */
    private static final long BASE = 64;

    private Codec() {}

    /**
     * The codes and scales of what the elements of {@code source} become in the format.
     *
     * @param nThreads at least 1; the calling thread is one of them
     * @param owner where codes and scales live
     * @throws IllegalArgumentException if the kernels refuse the format, or a result is NaN or Inf and neither element
     *     nor scale has a code for it
     * @throws NativeLibraryException if the library cannot be used
     */
    public static EncodedTensor encode(QuantSpec spec, Tensor source, int nThreads, SegmentAllocator owner) {
        NativeLibrary.require();
        EncodedLayout layout = EncodedLayout.of(spec, source.rows(), source.rowLength());
        MemorySegment codes = owner.allocate(layout.codeBytes(), Long.BYTES);
        MemorySegment scales = owner.allocate(layout.scaleBytes(), Long.BYTES);
        Tensor src = source.shared();
        boolean twoLevels = spec.scale() instanceof Scale.E4m3F32;
        boolean critical = source.isHeap() || !codes.isNative();
        if (source.isEmpty()) {
            return new EncodedTensor(spec, source.rows(), source.rowLength(), codes, scales, 0);
        }
        Sweep sweep = Sweep.fewPieces(QuantSpec.groups(List.of(spec)), source, BASE, critical, nThreads);
        Magnitudes magnitudes = twoLevels
                ? Magnitudes.of(src, sweep.cutsRows() && spec.needsRowMagnitude(), true, nThreads)
                : Magnitudes.neededBy(List.of(spec), src, sweep);
        var target = new Target(layout, Memory.shared(codes), Memory.shared(scales));
        sweep.run((_, piece) -> encodePiece(spec, src, piece, target, magnitudes, critical));
        float magnitude =
                twoLevels ? Float.intBitsToFloat(magnitudes.tensorBits().orElseThrow()) : 0;
        return new EncodedTensor(spec, source.rows(), source.rowLength(), codes, scales, magnitude);
    }

    private static void encodePiece(
            QuantSpec spec, Tensor src, Piece piece, Target target, Magnitudes magnitudes, boolean critical) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment shape = ShapeStruct.writing(src, piece, target.layout.codeRowBytes(), scratch);
            fs_shape.scale_row_stride(shape, target.layout.scalesPerRow());
            int status = Kernels.encode(
                    critical,
                    FormatStruct.of(spec, scratch),
                    shape,
                    src.at(piece),
                    target.codes(piece),
                    target.scales(piece, scratch),
                    magnitudes.rows(piece, scratch),
                    magnitudes.tensor(scratch));
            Status.check(status, () -> "fs_encode(%s, %s)".formatted(spec, piece));
        }
    }

    /**
     * Writes the values of codes and scales.
     *
     * @param result float32 of the shape of {@code encoded}
     * @param nThreads at least 1; the calling thread is one of them
     * @throws IllegalArgumentException if the shapes differ
     * @throws NativeLibraryException if the library cannot be used
     */
    public static void decode(EncodedTensor encoded, Tensor result, int nThreads) {
        NativeLibrary.require();
        Checks.destination(result);
        if (encoded.rows() != result.rows() || encoded.rowLength() != result.rowLength()) {
            throw new IllegalArgumentException("result (%s) must have the shape of the encoded tensor (%d x %d)"
                    .formatted(result.shape(), encoded.rows(), encoded.rowLength()));
        }
        if (result.isEmpty()) {
            return;
        }
        EncodedLayout layout = EncodedLayout.of(encoded.spec(), encoded.rows(), encoded.rowLength());
        boolean critical = result.isHeap()
                || !encoded.codes().isNative()
                || !encoded.scales().isNative();
        Tensor dst = result.shared();
        var source = new Target(layout, Memory.shared(encoded.codes()), Memory.shared(encoded.scales()));
        Sweep.fewPieces(QuantSpec.groups(List.of(encoded.spec())), result, BASE, critical, nThreads)
                .run((_, piece) -> decodePiece(encoded, source, dst, piece, critical));
    }

    private static void decodePiece(EncodedTensor encoded, Target source, Tensor dst, Piece piece, boolean critical) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment shape = ShapeStruct.writing(dst, piece, dst.rowStride(), scratch);
            fs_shape.src_row_stride(shape, source.layout.codeRowBytes());
            fs_shape.scale_row_stride(shape, source.layout.scalesPerRow());
            int magnitudeBits = Float.floatToRawIntBits(encoded.tensorMagnitude());
            int status = Kernels.decode(
                    critical,
                    FormatStruct.of(encoded.spec(), scratch),
                    shape,
                    source.codes(piece),
                    source.scales(piece),
                    scratch.allocateFrom(ValueLayout.JAVA_INT, magnitudeBits),
                    dst.at(piece));
            Status.check(status, () -> "fs_decode(%s, %s)".formatted(encoded.spec(), piece));
        }
    }

    /** Codes and scales in memory. */
    private record Target(EncodedLayout layout, MemorySegment codes, MemorySegment scales) {

        MemorySegment codes(Piece piece) {
            return codes.asSlice(layout.codeOffset(piece));
        }

        /** Where the scales of {@code piece} are read. */
        MemorySegment scales(Piece piece) {
            return layout.scaleItemBytes() == 0 ? MemorySegment.NULL : scales.asSlice(layout.scaleOffset(piece));
        }

        /** Where the scales of {@code piece} are written: aside where another piece writes the very same scale. */
        MemorySegment scales(Piece piece, SegmentAllocator scratch) {
            boolean ofBlocks =
                    layout.spec().group().filter(Group.Block.class::isInstance).isPresent();
            boolean sharedScale = !ofBlocks
                    && layout.scaleItemBytes() > 0
                    && (piece.column() > 0 || (layout.scalesPerRow() == 0 && piece.row() > 0));
            return sharedScale ? scratch.allocate(layout.scaleItemBytes()) : scales(piece);
        }
    }
}

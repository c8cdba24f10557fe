package org.floatscape.dse.measure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.tensor.StoredType;
import org.floatscape.dse.tensor.TensorHeader;
import org.floatscape.ffi.EncodedTensor;

/**
 * Codes and scales as arrays that numpy and others read: one code per item of the smallest unsigned type that holds it,
 * in the shape of the tensor; scales with the last dimension divided by the block size.
 */
final class Codes {

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Codes() {}

    static TensorHeader codesHeader(Format format, TensorHeader tensor) {
        return tensor.as(StoredType.ofCodes(format.element().bits()));
    }

    /** F32 and F16 scales as such, BF16, which .npy cannot name, as its bits in U16, and codes of 8 bits as U8. */
    static TensorHeader scalesHeader(BlockFormat block, TensorHeader tensor) {
        var shape = new ArrayList<>(tensor.shape().isEmpty() ? List.of(1L) : tensor.shape());
        switch (block.group()) {
            case Group.Block(int size) -> shape.set(shape.size() - 1, Math.ceilDiv(tensor.rowLength(), (long) size));
            case Group.Channel() -> shape.set(shape.size() - 1, 1L);
            case Group.Tensor() -> shape.replaceAll(_ -> 1L);
        }
        return new TensorHeader(tensor.name(), scaleType(block.scale()), shape);
    }

    private static StoredType scaleType(ScaleFormat scale) {
        return switch (scale) {
            case ScaleFormat.Plain plain ->
                switch (plain) {
                    case FP32 -> StoredType.F32;
                    case FP16 -> StoredType.F16;
                    case BF16 -> StoredType.U16;
                    case E4M3FN, UE5M3 -> StoredType.U8;
                };
            case ScaleFormat.PowerOfTwo _, ScaleFormat.TwoLevel _ -> StoredType.U8;
        };
    }

    /**
     * Writes the codes of a packed tensor one by one.
     *
     * @param codeBits 2 to 32
     * @param items    of {@link StoredType#ofCodes}, as many as elements
     */
    static void unpack(EncodedTensor encoded, int codeBits, MemorySegment items) {
        long rowBytes = encoded.codeRowBytes();
        StoredType type = StoredType.ofCodes(codeBits);
        long item = 0;
        for (long row = 0; row < encoded.rows(); row++) {
            MemorySegment codes = encoded.codes().asSlice(row * rowBytes, rowBytes);
            long window = 0;
            int nBits = 0;
            long at = 0;
            for (long i = 0; i < encoded.rowLength(); i++) {
                while (nBits < codeBits) {
                    window |= (codes.get(ValueLayout.JAVA_BYTE, at++) & 0xffL) << nBits;
                    nBits += 8;
                }
                put(items, type, item++, (int) (window & ((1L << codeBits) - 1)));
                window >>>= codeBits;
                nBits -= codeBits;
            }
        }
    }

    private static void put(MemorySegment items, StoredType type, long index, int code) {
        switch (type.bits()) {
            case 8 -> items.set(ValueLayout.JAVA_BYTE, index, (byte) code);
            case 16 -> items.set(U16, index * 2, (short) code);
            default -> items.set(U32, index * 4, code);
        }
    }
}

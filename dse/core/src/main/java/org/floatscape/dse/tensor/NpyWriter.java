package org.floatscape.dse.tensor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The header of an .npy file, version 1.0, as numpy spells it. */
final class NpyWriter {

    /** The data starts at a multiple of this. */
    private static final int ALIGNMENT_BYTES = 64;

    private static final int PREFIX_BYTES = NpyReader.MAGIC.length + 4;

    private NpyWriter() {}

    static byte[] header(TensorHeader tensor) {
        String shape = tensor.shape().stream().map(length -> length + ", ").collect(Collectors.joining());
        String dictionary = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                .formatted(descr(tensor.type()), tensor.shape().size() == 1 ? shape.strip() : withoutComma(shape));
        int used = PREFIX_BYTES + dictionary.length() + 1;
        int blanks = Math.ceilDiv(used, ALIGNMENT_BYTES) * ALIGNMENT_BYTES - used;
        byte[] text = (dictionary + " ".repeat(blanks) + "\n").getBytes(StandardCharsets.US_ASCII);
        if (text.length > 0xffff) {
            throw new IllegalArgumentException("shape of %d dimensions is too long for .npy"
                    .formatted(tensor.shape().size()));
        }
        byte[] header = Arrays.copyOf(NpyReader.MAGIC, PREFIX_BYTES + text.length);
        header[6] = 1;
        header[8] = (byte) text.length;
        header[9] = (byte) (text.length >>> 8);
        System.arraycopy(text, 0, header, PREFIX_BYTES, text.length);
        return header;
    }

    private static String withoutComma(String shape) {
        return shape.isEmpty() ? "" : shape.substring(0, shape.length() - 2);
    }

    private static String descr(StoredType type) {
        return switch (type) {
            case F32 -> "<f4";
            case F16 -> "<f2";
            case U32 -> "<u4";
            case U16 -> "<u2";
            case U8 -> "|u1";
            case F64, I64, U64, C64, I32, BF16, I16, F8_E5M2, F8_E4M3, F8_E8M0, I8, BOOL, F6_E2M3, F6_E3M2, F4 ->
                throw new IllegalArgumentException("type %s is not written to .npy".formatted(type));
        };
    }
}

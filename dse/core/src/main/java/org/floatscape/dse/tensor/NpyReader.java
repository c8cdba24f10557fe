package org.floatscape.dse.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads an .npy file of version 1.0, 2.0 or 3.0 (NumPy Enhancement Proposal 1, numpy.lib.format). */
final class NpyReader {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Numpy writes 118 bytes for a tensor, and by itself reads 10000 at most. */
    private static final int MAX_HEADER_BYTES = 1 << 16;

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final MemorySegment file;

    private NpyReader(Path path, MemorySegment file) {
        this.path = path;
        this.file = file;
    }

    static TensorFile read(Path path, MemorySegment file) {
        return new NpyReader(path, file).read();
    }

    private TensorFile read() {
        require(MAGIC.length + 2, "its magic string and version");
        if (file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) != -1) {
            throw new TensorFileException(path, "not an .npy file: it does not start with \\x93NUMPY");
        }
        int major = file.get(ValueLayout.JAVA_BYTE, MAGIC.length) & 0xff;
        int minor = file.get(ValueLayout.JAVA_BYTE, MAGIC.length + 1) & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw new TensorFileException(
                    path, ".npy version %d.%d is not known; 1.0, 2.0 and 3.0 are".formatted(major, minor));
        }
        int headerAt = MAGIC.length + (major == 1 ? 4 : 6);
        require(headerAt, "the length of its header");
        long headerBytes = major == 1
                ? Short.toUnsignedLong(file.get(U16, MAGIC.length + 2))
                : Integer.toUnsignedLong(file.get(U32, MAGIC.length + 2));
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new TensorFileException(
                    path,
                    "the header says it has %d bytes, more than the %d that one tensor can need"
                            .formatted(headerBytes, MAX_HEADER_BYTES));
        }
        require(headerAt + headerBytes, "its header");
        return tensor(header(headerAt, headerBytes), headerAt + headerBytes);
    }

    /** Latin-1 up to version 2, UTF-8 from 3 on: the same for all that a header of these types may hold. */
    private NpyHeader header(long at, long nBytes) {
        byte[] bytes = file.asSlice(at, nBytes).toArray(ValueLayout.JAVA_BYTE);
        return new NpyHeaderParser(path, new String(bytes, StandardCharsets.ISO_8859_1)).parse();
    }

    private TensorFile tensor(NpyHeader npy, long dataAt) {
        if (npy.fortranOrder() && npy.shape().size() > 1) {
            throw new TensorFileException(
                    path, "the array is in Fortran order; save numpy.ascontiguousarray(array) instead");
        }
        TensorHeader header;
        try {
            header = new TensorHeader(name(), type(npy.descr()), npy.shape());
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(path, e.getMessage());
        }
        long available = file.byteSize() - dataAt;
        if (available != header.nBytes()) {
            throw new TensorFileException(
                    path,
                    "%s of %s needs %d bytes of data, the file has %d: it is %s"
                            .formatted(
                                    header.shapeText(),
                                    header.type(),
                                    header.nBytes(),
                                    available,
                                    available < header.nBytes() ? "truncated" : "not one array alone"));
        }
        return new TensorFile(path, List.of(new StoredTensor(path, header, file.asSlice(dataAt))), Map.of());
    }

    /** The file's name without its ending: the tensor has none of its own. */
    private String name() {
        String file = path.getFileName().toString();
        return file.substring(0, file.lastIndexOf('.'));
    }

    private StoredType type(String descr) {
        return switch (descr) {
            case "<f4", "=f4" -> StoredType.F32;
            case "<f2", "=f2" -> StoredType.F16;
            case ">f4", ">f2" ->
                throw new TensorFileException(
                        path,
                        "elements (%s) are big endian; save array.astype(\"<%s\") instead"
                                .formatted(descr, descr.substring(1)));
            case "<V2", "|V2" ->
                throw new TensorFileException(
                        path,
                        "elements (%s) have no type: .npy has no name for bfloat16; save .safetensors, or float32"
                                .formatted(descr));
            default ->
                throw new TensorFileException(
                        path,
                        "elements of type %s are not supported, only <f4 (float32) and <f2 (float16); save array.astype(\"<f4\") instead"
                                .formatted(TensorFileException.printable(descr)));
        };
    }

    private void require(long nBytes, String what) {
        if (file.byteSize() < nBytes) {
            throw new TensorFileException(
                    path, "truncated: the file ends after %d bytes, within %s".formatted(file.byteSize(), what));
        }
    }
}

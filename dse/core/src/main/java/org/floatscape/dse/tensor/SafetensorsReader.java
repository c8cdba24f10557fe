package org.floatscape.dse.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads a .safetensors file: the length of the header in 8 bytes, a JSON header, and the tensors' bytes, of which each
 * belongs to exactly one tensor (github.com/huggingface/safetensors, README, "Format").
 */
final class SafetensorsReader {

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path path;
    private final MemorySegment file;

    private SafetensorsReader(Path path, MemorySegment file) {
        this.path = path;
        this.file = file;
    }

    static TensorFile read(Path path, MemorySegment file) {
        return new SafetensorsReader(path, file).read();
    }

    private TensorFile read() {
        if (file.byteSize() < Long.BYTES) {
            throw new TensorFileException(
                    path,
                    "truncated: the file has %d bytes, the length of the header alone takes 8"
                            .formatted(file.byteSize()));
        }
        long headerBytes = file.get(U64, 0);
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
            throw new TensorFileException(
                    path,
                    "the header says it has %s bytes, more than the %d that the format allows: not a .safetensors file"
                            .formatted(Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES));
        }
        if (headerBytes > file.byteSize() - Long.BYTES) {
            throw new TensorFileException(
                    path,
                    "truncated: the header says it has %d bytes, %d are left in the file"
                            .formatted(headerBytes, file.byteSize() - Long.BYTES));
        }
        var header = new SafetensorsHeaderParser(path, text(file.asSlice(Long.BYTES, headerBytes))).parse();
        return new TensorFile(path, tensors(header, file.asSlice(Long.BYTES + headerBytes)), header.metadata());
    }

    private String text(MemorySegment header) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.toArray(ValueLayout.JAVA_BYTE)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TensorFileException(path, "the header is not UTF-8 text");
        }
    }

    private List<StoredTensor> tensors(SafetensorsHeader header, MemorySegment data) {
        var entries = new ArrayList<>(header.entries());
        entries.forEach(entry -> checkRange(entry, data.byteSize()));
        entries.sort(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
                .thenComparingLong(SafetensorsHeader.Entry::end));
        var tensors = new ArrayList<StoredTensor>(entries.size());
        long at = 0;
        for (var entry : entries) {
            if (entry.begin() != at) {
                throw problem(
                        entry,
                        entry.begin() < at
                                ? "overlaps the tensor before it, which ends at %d".formatted(at)
                                : "leaves a hole: the tensor before it ends at %d".formatted(at));
            }
            tensors.add(new StoredTensor(
                    path,
                    entry.tensor(),
                    data.asSlice(entry.begin(), entry.tensor().nBytes())));
            at = entry.end();
        }
        if (at != data.byteSize()) {
            throw new TensorFileException(
                    path,
                    "%d bytes at the end belong to no tensor: the last one ends at %d of %d"
                            .formatted(data.byteSize() - at, at, data.byteSize()));
        }
        return tensors;
    }

    private void checkRange(SafetensorsHeader.Entry entry, long nBytes) {
        if (entry.begin() < 0 || entry.begin() > entry.end()) {
            throw problem(entry, "must not be negative, nor begin after its end");
        }
        if (entry.end() > nBytes) {
            throw problem(
                    entry, "reaches beyond the data, which has %d bytes: the file is truncated".formatted(nBytes));
        }
        long needed = entry.tensor().nBytes();
        if (entry.end() - entry.begin() != needed) {
            throw problem(
                    entry,
                    "spans %d bytes, shape %s of %s needs %d"
                            .formatted(
                                    entry.end() - entry.begin(),
                                    entry.tensor().shape(),
                                    entry.tensor().type(),
                                    needed));
        }
    }

    private TensorFileException problem(SafetensorsHeader.Entry entry, String problem) {
        return new TensorFileException(
                path, entry.tensor().name(), "data_offsets [%d, %d] %s".formatted(entry.begin(), entry.end(), problem));
    }
}

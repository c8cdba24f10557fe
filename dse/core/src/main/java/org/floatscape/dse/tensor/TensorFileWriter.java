package org.floatscape.dse.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes files of tensors whose elements are then written in place, through a mapping. */
public final class TensorFileWriter {

    private static final int CHUNK_BYTES = 1 << 20;

    private TensorFileWriter() {}

    /**
     * A file of zeros, in the order given but for .safetensors, where types of more bits come first so that every
     * tensor lies at a multiple of its element's size.
     *
     * @param tensors  all of different names; exactly one for {@link Container#NPY}
     * @param metadata not written to {@link Container#NPY}
     * @param arena    what the mapping lives as long as
     * @return the tensors in the order of {@code tensors}, to be written
     * @throws org.floatscape.dse.input.InputException if it cannot be written, also for a full disk: the whole file is
     *     written here, since a write through a mapping that finds no space ends the process
     */
    public static List<StoredTensor> create(
            Target target, List<TensorHeader> tensors, Map<String, String> metadata, Arena arena) {
        var inFile = switch (target.container()) {
            case NPY -> tensors;
            case SAFETENSORS ->
                tensors.stream()
                        .sorted(Comparator.comparingInt(
                                        (TensorHeader tensor) -> tensor.type().bits())
                                .reversed())
                        .toList();
        };
        if (target.container() == Container.SAFETENSORS
                && tensors.stream().map(TensorHeader::name).anyMatch(SafetensorsWriter.METADATA::equals)) {
            throw new TensorFileException(
                    target.file(),
                    "a tensor cannot be called %s there; rename it".formatted(SafetensorsWriter.METADATA));
        }
        byte[] header = switch (target.container()) {
            case NPY -> NpyWriter.header(single(tensors));
            case SAFETENSORS -> SafetensorsWriter.header(inFile, metadata);
        };
        long dataBytes = inFile.stream().mapToLong(TensorHeader::nBytes).reduce(0, Math::addExact);
        MemorySegment data;
        try {
            data = zeros(target.part(), header, dataBytes, arena);
        } catch (IOException e) {
            throw Staging.notWritten(target.file(), e);
        }
        var stored = new HashMap<String, StoredTensor>();
        long at = 0;
        for (TensorHeader tensor : inFile) {
            stored.put(tensor.name(), new StoredTensor(target.part(), tensor, data.asSlice(at, tensor.nBytes())));
            at += tensor.nBytes();
        }
        return tensors.stream().map(tensor -> stored.get(tensor.name())).toList();
    }

    private static TensorHeader single(List<TensorHeader> tensors) {
        if (tensors.size() != 1) {
            throw new IllegalArgumentException("an .npy file holds one tensor, not %d".formatted(tensors.size()));
        }
        return tensors.getFirst();
    }

    private static MemorySegment zeros(Path file, byte[] header, long dataBytes, Arena arena) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(header));
            var chunk = ByteBuffer.allocateDirect((int) Math.min(dataBytes, CHUNK_BYTES));
            for (long left = dataBytes; left > 0; left -= chunk.limit()) {
                chunk.clear().limit((int) Math.min(left, chunk.capacity()));
                writeFully(channel, chunk);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, header.length, dataBytes, arena);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

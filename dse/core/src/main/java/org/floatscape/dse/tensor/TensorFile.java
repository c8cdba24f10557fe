package org.floatscape.dse.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file of tensors, whole and according to the rules of its kind; their bytes stay in the file until they are used.
 *
 * @param tensors  in the order of their data
 * @param metadata free texts by name; empty in an .npy file
 */
public record TensorFile(Path path, List<StoredTensor> tensors, Map<String, String> metadata) {

    public TensorFile {
        tensors = List.copyOf(tensors);
    }

    /**
     * Maps a file of any size, read only. It must not be cut short while it is mapped.
     *
     * @param arena what the mapping lives as long as
     * @throws TensorFileException if the file breaks a rule or holds no tensor
     * @throws IOException if it cannot be read
     */
    public static TensorFile map(Path path, Arena arena) throws IOException {
        var container = Container.of(path);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isRegularFile(path)) {
            throw new TensorFileException(path, "is not a regular file");
        }
        MemorySegment file;
        try (var channel = FileChannel.open(path)) {
            file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
        var tensors = switch (container) {
            case NPY -> NpyReader.read(path, file);
            case SAFETENSORS -> SafetensorsReader.read(path, file);
        };
        if (tensors.tensors().isEmpty()) {
            throw new TensorFileException(path, "the file holds no tensor");
        }
        return tensors;
    }
}

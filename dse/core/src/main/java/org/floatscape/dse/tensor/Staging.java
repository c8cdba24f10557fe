package org.floatscape.dse.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.floatscape.dse.input.InputException;

/** Output files that appear together when all are whole, or not at all. */
public final class Staging implements AutoCloseable {

    private final Map<Path, Path> partsByTarget = new LinkedHashMap<>();

    /**
     * Where to write what {@link #commit} moves to {@code target}.
     *
     * @throws InputException if the target's folder is missing or cannot be written, if the target is a folder, or if
     *     it is staged already
     */
    public Path part(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new InputException(target.toString(), "is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException(target.toString(), "the folder %s does not exist".formatted(folder));
        }
        if (!Files.isWritable(folder)) {
            throw new InputException(target.toString(), "the folder %s cannot be written".formatted(folder));
        }
        Path part = folder.resolve("." + absolute.getFileName() + ".part");
        if (partsByTarget.putIfAbsent(absolute, part) != null) {
            throw new InputException(target.toString(), "two outputs go to this file; name different ones");
        }
        // For a process that is told to end; normally nothing is left by then.
        part.toFile().deleteOnExit();
        return part;
    }

    /** Moves every file to its place. */
    public void commit() throws IOException {
        for (var entry : partsByTarget.entrySet()) {
            Files.move(
                    entry.getValue(),
                    entry.getKey(),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
        partsByTarget.clear();
    }

    /** Deletes what was not committed. */
    @Override
    public void close() throws IOException {
        for (Path part : partsByTarget.values()) {
            Files.deleteIfExists(part);
        }
        partsByTarget.clear();
    }
}

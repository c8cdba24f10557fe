package org.floatscape.dse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.floatscape.dse.input.InputException;

/** Writes a command's files so that a reader, or a crash, never meets half a file. */
public final class OutputFolder {

    private final Path folder;

    /**
     * Makes the folder where it is missing.
     *
     * @throws InputException if the path is a file, or cannot be made or written
     */
    public OutputFolder(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("--output " + folder, "is a file; name a folder");
        }
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new InputException("--output " + folder, "the folder cannot be written");
        }
        this.folder = folder;
    }

    /** Writes each file beside its place, then moves all of them there. */
    public void write(Map<String, String> textsByName) throws IOException {
        for (var file : textsByName.entrySet()) {
            Files.writeString(part(file.getKey()), file.getValue());
        }
        for (String name : textsByName.keySet()) {
            Files.move(
                    part(name),
                    folder.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path part(String name) {
        return folder.resolve("." + name + ".part");
    }
}

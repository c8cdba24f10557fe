package org.floatscape.dse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.Staging;

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

    /** Writes all files, or none where one cannot be written. */
    public void write(Map<String, String> textsByName) throws IOException {
        try (var staging = new Staging()) {
            var parts = new LinkedHashMap<Path, String>();
            textsByName.forEach((name, text) -> parts.put(staging.part(folder.resolve(name)), text));
            for (var part : parts.entrySet()) {
                Files.writeString(part.getKey(), part.getValue());
            }
            staging.commit();
        }
    }
}

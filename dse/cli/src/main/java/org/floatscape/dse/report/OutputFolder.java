package org.floatscape.dse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.Staging;

/** Writes a command's files so that a reader, or a crash, never meets half a file. */
public final class OutputFolder {

    private final Path folder;
    private final List<Path> inputs;

    /**
     * As {@link #OutputFolder(Path, Collection)} for a command that reads no files.
     *
     * @throws InputException if the path is a file, or cannot be made or written
     */
    public OutputFolder(Path folder) throws IOException {
        this(folder, List.of());
    }

    /**
     * Makes the folder where it is missing.
     *
     * @param inputs what the command reads, which no file must replace
     * @throws InputException if the path is a file, or cannot be made or written
     */
    public OutputFolder(Path folder, Collection<Path> inputs) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("--output " + folder, "is a file; name a folder");
        }
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new InputException("--output " + folder, "the folder cannot be written");
        }
        this.folder = folder;
        this.inputs = List.copyOf(inputs);
    }

    /**
     * Nothing, if files of these names can be written; for commands that would work long before they know.
     *
     * @throws InputException if one is an input, or exists and is no plain file
     */
    public void check(Collection<String> names) throws IOException {
        for (String name : names) {
            Staging.checkTarget(folder.resolve(name), inputs);
        }
    }

    /**
     * Writes all files, or none where one cannot be written.
     *
     * @throws InputException if one is an input, or exists and is no plain file
     */
    public void write(Map<String, String> textsByName) throws IOException {
        try (var staging = new Staging(inputs)) {
            var parts = new LinkedHashMap<Path, String>();
            for (var entry : textsByName.entrySet()) {
                parts.put(staging.part(folder.resolve(entry.getKey())), entry.getValue());
            }
            for (var part : parts.entrySet()) {
                Files.writeString(part.getKey(), part.getValue());
            }
            staging.commit();
        }
    }
}

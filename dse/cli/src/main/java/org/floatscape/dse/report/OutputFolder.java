package org.floatscape.dse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
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
    public OutputFolder(Path folder) {
        this(folder, List.of());
    }

    /**
     * Names the folder, before the work for it begins; {@link #write} makes it where it is missing.
     *
     * @param inputs what the command reads, which no file must replace
     * @throws InputException if the path is a file, or cannot be made or written
     */
    public OutputFolder(Path folder, Collection<Path> inputs) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new InputException("--output " + folder, "%s is a file; name a folder".formatted(existing));
        }
        if (!Files.isWritable(existing)) {
            throw new InputException("--output " + folder, "the folder %s cannot be written".formatted(existing));
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
     * @throws InputException if one is an input, or exists and is no plain file, or cannot be written
     */
    public void write(Map<String, String> textsByName) throws IOException {
        Files.createDirectories(folder);
        try (var staging = new Staging(inputs)) {
            for (var entry : textsByName.entrySet()) {
                Path file = folder.resolve(entry.getKey());
                Path part = staging.part(file);
                try {
                    Files.writeString(part, entry.getValue());
                } catch (IOException e) {
                    throw Staging.notWritten(file, e);
                }
            }
            staging.commit();
        }
    }
}

package org.floatscape.dse.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.Staging;

/** Writes one file so that a reader, or a crash, never meets half of it. */
public final class OutputFile {

    private final Path file;
    private final List<Path> inputs;

    /**
     * Names the file, before the work for it begins.
     *
     * @param inputs what the command reads, which the file must not replace
     * @throws InputException if the path is one of the inputs, a folder or anything else that is no plain file
     */
    public OutputFile(Path file, Collection<Path> inputs) throws IOException {
        this.file = file;
        try {
            Staging.checkTarget(file, inputs);
        } catch (InputException e) {
            throw new InputException("--output " + e.getMessage());
        }
        this.inputs = List.copyOf(inputs);
    }

    /**
     * Makes the file's folder where it is missing, and writes.
     *
     * @throws InputException if the folder cannot be written
     */
    public void write(String text) throws IOException {
        new OutputFolder(file.toAbsolutePath().getParent(), inputs)
                .write(Map.of(file.getFileName().toString(), text));
    }
}

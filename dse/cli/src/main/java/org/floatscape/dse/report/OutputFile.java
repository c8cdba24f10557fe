package org.floatscape.dse.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.floatscape.dse.input.InputException;

/** Writes one file so that a reader, or a crash, never meets half of it. */
public final class OutputFile {

    private OutputFile() {}

    /** @throws InputException if the path is a folder, or its folder cannot be written */
    public static void write(Path file, String text) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException("--output " + file, "is a folder; name a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        new OutputFolder(folder).write(Map.of(file.getFileName().toString(), text));
    }
}

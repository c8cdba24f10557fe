package org.floatscape.dse.input;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that users give. */
public final class TextFile {
    private TextFile() {}

    /**
     * The whole text of a file.
     *
     * @throws IOException    if it cannot be read
     * @throws InputException if it is a folder, or not UTF-8
     */
    public static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "is a folder; name a file");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException(file + ":1", "the file is not UTF-8 text");
        }
    }
}

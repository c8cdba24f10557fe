package org.floatscape.dse.input;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that a user gave as a file. */
public final class InputText {
    private InputText() {}

    /**
     * The whole of a file.
     *
     * @throws IOException    if it cannot be read
     * @throws InputException naming the file, if it is a folder or not UTF-8 text
     */
    public static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "is a folder; name a file");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException(file.toString(), "is not UTF-8 text");
        }
    }
}

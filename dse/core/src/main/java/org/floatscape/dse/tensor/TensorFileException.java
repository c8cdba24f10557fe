package org.floatscape.dse.tensor;

import java.nio.file.Path;
import org.floatscape.dse.input.InputException;

/** A tensor file that breaks a rule; the message names the file, the tensor, the rule and the remedy if one is known. */
public final class TensorFileException extends InputException {
    private static final long serialVersionUID = 1;

    public TensorFileException(Path file, String problem) {
        super(file.toString(), problem);
    }

    public TensorFileException(Path file, String tensor, String problem) {
        super(file.toString(), "tensor \"%s\": %s".formatted(printable(tensor), problem));
    }

    /** A text from a file as a terminal may show it: short, and without control characters. */
    public static String printable(String text) {
        String safe = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
        return safe.length() <= 200 ? safe : safe.substring(0, 200) + "…";
    }
}

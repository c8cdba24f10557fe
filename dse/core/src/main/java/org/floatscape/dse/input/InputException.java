package org.floatscape.dse.input;

/**
 * A mistake in what the user gave: a file, an option, a value. The message says where, what, the rule and, where one
 * is known, the remedy; the command prints it alone and ends with exit code 2.
 */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InputException(String message) {
        super(message);
    }

    /**
     * @param where such as {@code study.yaml:12} or {@code --set space.bits=3}
     */
    public InputException(String where, String problem) {
        super(where + ": " + problem);
    }
}

package org.floatscape.dse.format;

/** A format name that does not parse; the message shows where, what was expected and the nearest known name. */
public final class FormatNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    FormatNameException(String message) {
        super(message);
    }
}

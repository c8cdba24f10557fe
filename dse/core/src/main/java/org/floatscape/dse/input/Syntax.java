package org.floatscape.dse.input;

import tools.jackson.core.JacksonException;

/** What is wrong with a text that is not JSON or YAML. */
public final class Syntax {
    private Syntax() {}

    /** The parser's words on one line, without those about the program it is part of. */
    public static String problem(JacksonException e) {
        return e.getOriginalMessage()
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ")
                .replaceFirst(" \\(start marker at .*", "")
                .replaceFirst(", from `[^`]*`", "");
    }

    /** Where the parser stopped, from 1. */
    public static int line(JacksonException e) {
        return e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    }
}

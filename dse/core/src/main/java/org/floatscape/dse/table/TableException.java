package org.floatscape.dse.table;

import org.floatscape.dse.input.InputException;

/** A table the user gave does not hold what it must; the message names file, line and column. */
public final class TableException extends InputException {

    private static final long serialVersionUID = 1L;

    /**
     * @param source  file name, or what else the table came from
     * @param line    line in the source, counted from 1
     * @param problem what is wrong, the rule, and the remedy if known
     */
    TableException(String source, long line, String problem) {
        super("%s:%d".formatted(source, line), problem);
    }

    /** As above, for one cell or one column. */
    TableException(String source, long line, String column, String problem) {
        this(source, line, "column %s: %s".formatted(column, problem));
    }
}

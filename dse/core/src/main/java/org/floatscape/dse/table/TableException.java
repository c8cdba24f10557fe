package org.floatscape.dse.table;

/** A table the user gave does not hold what it must; the message names file, line and column. */
public final class TableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param source  file name, or what else the table came from
     * @param line    line in the source, counted from 1
     * @param problem what is wrong, the rule, and the remedy if known
     */
    TableException(String source, long line, String problem) {
        super("%s:%d: %s".formatted(source, line, problem));
    }

    /** As above, for one cell or one column. */
    TableException(String source, long line, String column, String problem) {
        super("%s:%d: column %s: %s".formatted(source, line, column, problem));
    }
}

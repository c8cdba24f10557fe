package org.floatscape.dse.law;

import org.floatscape.dse.input.InputException;

/** A law was asked about a point where it says nothing: a value out of its domain, or one it needs and was not given. */
public final class LawDomainException extends InputException {

    private static final long serialVersionUID = 1L;

    private final Column column;
    private final String problem;

    /**
     * @param column  the quantity at fault
     * @param problem the value, the rule, and the remedy if known
     */
    LawDomainException(Column column, String problem) {
        super(column.key(), problem);
        this.column = column;
        this.problem = problem;
    }

    public Column column() {
        return column;
    }

    public String problem() {
        return problem;
    }
}

package org.floatscape.dse.study;

/** A value that breaks a rule of its record; the reader adds where the value stands. */
final class FieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * @param field key below the record, as the study file spells it
     * @param rule  what the value must be, and the remedy where one is known
     */
    FieldException(String field, Object value, String rule) {
        super("(%s): %s".formatted(value, rule));
        this.field = field;
    }

    String field() {
        return field;
    }
}

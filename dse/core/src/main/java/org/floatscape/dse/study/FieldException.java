package org.floatscape.dse.study;

/** A value of a study that breaks a rule; {@link StudyReader} adds where the value stands. */
public final class FieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * @param field key below the record or the study that the rule is of, as the study file spells it
     * @param rule  what the value must be, and the remedy where one is known
     */
    public FieldException(String field, Object value, String rule) {
        super("(%s): %s".formatted(value, rule));
        this.field = field;
    }

    String field() {
        return field;
    }
}

package org.floatscape.dse.fit;

import java.util.regex.Pattern;
import org.floatscape.dse.table.CsvTable;

/**
 * A test on one cell of a run, as in {@code lr<=0.002} or {@code forward=BF16}.
 *
 * @param column   in the CSV file's own names
 * @param operator one of {@code = != < <= > >=}
 * @param value    compared as a number where both sides are numbers, as text otherwise
 */
public record Condition(String column, String operator, String value) {

    private static final Pattern FORM = Pattern.compile("(.+?)(<=|>=|!=|=|<|>)(.*)");

    /**
     * Reads one.
     *
     * @throws FitException if the text is not of that form
     */
    public static Condition parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new FitException(
                    "condition (%s): must be COLUMN, one of = != < <= > >=, and a value, such as lr<=0.002"
                            .formatted(text));
        }
        return new Condition(
                match.group(1).strip(), match.group(2), match.group(3).strip());
    }

    /** Whether row {@code row} of the table, counted from 0, passes. */
    boolean holds(CsvTable table, int row) {
        String cell = table.texts(column).get(row).strip();
        return switch (operator) {
            case "=" -> same(cell);
            case "!=" -> !same(cell);
            case "<" -> compare(table, row, cell) < 0;
            case "<=" -> compare(table, row, cell) <= 0;
            case ">" -> compare(table, row, cell) > 0;
            case ">=" -> compare(table, row, cell) >= 0;
            default -> throw new AssertionError(operator);
        };
    }

    private boolean same(String cell) {
        return cell.equals(value)
                || (isNumber(cell) && isNumber(value) && Double.parseDouble(cell) == Double.parseDouble(value));
    }

    private int compare(CsvTable table, int row, String cell) {
        if (!isNumber(value)) {
            throw new FitException("condition (%s): %s must be a number".formatted(this, value));
        }
        if (!isNumber(cell)) {
            throw table.error(row, column, "\"%s\" is not a number, and %s compares it with one".formatted(cell, this));
        }
        return Double.compare(Double.parseDouble(cell), Double.parseDouble(value));
    }

    private static boolean isNumber(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return column + operator + value;
    }
}

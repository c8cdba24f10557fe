package org.floatscape.dse.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.input.TextFile;

/**
 * A comma-separated table (RFC 4180, UTF-8, one header line) whose cells are text until a column is asked for as
 * numbers. Empty lines are skipped; everything else that is not as it must be is a {@link TableException} with file,
 * line and column.
 *
 * @param source  file name for messages
 * @param columns header names, all different
 * @param rows    the lines below the header, each with one cell per column
 */
public record CsvTable(String source, List<String> columns, List<Row> rows) {

    /**
     * One line of the table.
     *
     * @param line  where it starts in the source, counted from 1
     * @param cells one text per column
     */
    public record Row(long line, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** Plain decimal numbers only: Java's own parser also takes 1d, 0x1p3, NaN and Infinity. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+([eE][+-]?\\d+)?");

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @throws IOException    if it cannot be read
     * @throws org.floatscape.dse.input.InputException if it is a folder, or not such a table
     */
    public static CsvTable read(Path file) throws IOException {
        return parse(file.toString(), TextFile.read(file));
    }

    /**
     * Reads a text.
     *
     * @param source what to call it in messages
     * @throws TableException if it is not such a table
     */
    public static CsvTable parse(String source, String text) {
        var records = records(source, text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (records.isEmpty()) {
            throw new TableException(source, 1, "the table is empty; its first line must name the columns");
        }
        var header = records.getFirst();
        var columns = header.getFields().stream().map(String::strip).toList();
        checkHeader(source, header.getStartingLineNumber(), columns);
        var rows = new ArrayList<Row>(records.size());
        for (CsvRecord record : records.subList(1, records.size())) {
            if (record.getFieldCount() != columns.size()) {
                throw new TableException(
                        source,
                        record.getStartingLineNumber(),
                        "%d cells where the header names %d columns%s"
                                .formatted(record.getFieldCount(), columns.size(), hint(record, columns.size())));
            }
            rows.add(new Row(record.getStartingLineNumber(), record.getFields()));
        }
        return new CsvTable(source, columns, rows);
    }

    private static List<CsvRecord> records(String source, String text) {
        var builder = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false);
        var records = new ArrayList<CsvRecord>();
        try (var reader = builder.ofCsvRecord(text)) {
            reader.forEach(records::add);
            return records;
        } catch (CsvParseException e) {
            long line = records.isEmpty() ? 1 : records.getLast().getStartingLineNumber() + 1;
            var cause = e.getCause() == null ? e : e.getCause();
            throw new TableException(source, line, "not readable as CSV from here on: " + cause.getMessage());
        } catch (IOException e) {
            throw new AssertionError("reading from memory failed", e);
        }
    }

    private static void checkHeader(String source, long line, List<String> columns) {
        if (columns.size() == 1
                && (columns.getFirst().contains(";") || columns.getFirst().contains("\t"))) {
            throw new TableException(
                    source, line, "columns must be separated by commas, and decimals written with a point");
        }
        var seen = new HashSet<String>();
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).isEmpty()) {
                throw new TableException(source, line, "column %d has no name".formatted(c + 1));
            }
            if (!seen.add(columns.get(c))) {
                throw new TableException(source, line, columns.get(c), "the header names it twice");
            }
        }
    }

    private static String hint(CsvRecord record, int nColumns) {
        return record.getFieldCount() > nColumns
                ? "; write decimals with a point, and put a text that holds a comma in double quotes"
                : "";
    }

    public boolean has(String column) {
        return columns.contains(column);
    }

    /**
     * The cells of a column as text, top to bottom.
     *
     * @throws TableException if there is no such column
     */
    public List<String> texts(String column) {
        int c = indexOf(column);
        return rows.stream().map(row -> row.cells().get(c)).toList();
    }

    /**
     * The cells of a column as finite numbers, top to bottom.
     *
     * @throws TableException if there is no such column, or a cell is empty, not a plain decimal number, or not finite
     */
    public double[] numbers(String column) {
        int c = indexOf(column);
        return rows.stream().mapToDouble(row -> number(row, column, c)).toArray();
    }

    /**
     * As {@link #numbers}, each greater than zero.
     *
     * @throws TableException also if a number is zero or negative
     */
    public double[] positiveNumbers(String column) {
        double[] numbers = numbers(column);
        for (int r = 0; r < numbers.length; r++) {
            if (numbers[r] <= 0) {
                throw error(
                        r,
                        column,
                        "%s must be greater than 0".formatted(texts(column).get(r)));
            }
        }
        return numbers;
    }

    /** One cell as text; {@code row} counts from 0. */
    public String text(int row, String column) {
        return rows.get(row).cells().get(indexOf(column));
    }

    /** One cell as {@link #numbers} takes it; {@code row} counts from 0. */
    public double number(int row, String column) {
        return number(rows.get(row), column, indexOf(column));
    }

    private double number(Row row, String column, int c) {
        String cell = row.cells().get(c).strip();
        if (cell.isEmpty()) {
            throw new TableException(source, row.line(), column, "the cell is empty; a number is needed");
        }
        if (!NUMBER.matcher(cell).matches()) {
            String remedy = DECIMAL_COMMA.matcher(cell).matches() ? "; write decimals with a point" : "";
            throw new TableException(
                    source, row.line(), column, "\"%s\" is not a finite number%s".formatted(cell, remedy));
        }
        double value = Double.parseDouble(cell);
        if (Double.isInfinite(value)) {
            throw new TableException(source, row.line(), column, "%s is too large for a number".formatted(cell));
        }
        return value;
    }

    /**
     * Nothing, if the table has such a column.
     *
     * @throws TableException if not
     */
    public void requireColumn(String column) {
        indexOf(column);
    }

    private int indexOf(String column) {
        int c = columns.indexOf(column);
        if (c < 0) {
            throw headerError(
                    column,
                    "missing; the header names %s%s"
                            .formatted(
                                    String.join(", ", columns),
                                    Nearest.near(column, columns)
                                            .map(". Maybe %s?"::formatted)
                                            .orElse("")));
        }
        return c;
    }

    /** An error about a column, for rules only the caller knows. */
    public TableException headerError(String column, String problem) {
        return new TableException(source, 1, column, problem);
    }

    /** An error about one cell, for rules only the caller knows; {@code row} counts from 0. */
    public TableException error(int row, String column, String problem) {
        return new TableException(source, rows.get(row).line(), column, problem);
    }

    /**
     * This table with one more column at its right.
     *
     * @param cells one text per row
     * @throws TableException if the table has a column of that name
     */
    public CsvTable with(String column, List<String> cells) {
        if (cells.size() != rows.size()) {
            throw new IllegalArgumentException(
                    "column %s: %d cells for %d rows".formatted(column, cells.size(), rows.size()));
        }
        if (has(column)) {
            throw new TableException(source, 1, column, "already there, and this command writes it; rename yours");
        }
        var wider = new ArrayList<Row>(rows.size());
        for (int r = 0; r < rows.size(); r++) {
            wider.add(new Row(rows.get(r).line(), append(rows.get(r).cells(), cells.get(r))));
        }
        return new CsvTable(source, append(columns, column), wider);
    }

    private static List<String> append(List<String> list, String last) {
        var longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    /** A number as this project writes it into CSV: the shortest text that reads back the same, or {@code inf}. */
    public static String text(double value) {
        if (Double.isNaN(value)) {
            throw new AssertionError("a NaN was to be written into a table");
        }
        return Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : Double.toString(value);
    }

    /** The table as CSV text, lines ended by a line feed. */
    public String toCsv() {
        var text = new StringWriter();
        try (var writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            writer.writeRecord(columns);
            rows.forEach(row -> writer.writeRecord(row.cells()));
        } catch (IOException e) {
            throw new AssertionError("writing to memory failed", e);
        }
        return text.toString();
    }
}

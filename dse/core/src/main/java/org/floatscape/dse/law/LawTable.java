package org.floatscape.dse.law;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import org.floatscape.dse.table.CsvTable;

/** A law over the rows of a table. */
public final class LawTable {

    private static final String CHANNEL = "channel";

    private LawTable() {}

    /**
     * The table with the columns {@code loss_nats}, {@code delta_loss_nats}, {@code critical_tokens} and
     * {@code in_range} at its right.
     *
     * @throws org.floatscape.dse.table.TableException if the table lacks a column of the law or has one of the new
     *     ones, or a cell is no number, or one that the law does not take
     */
    public static CsvTable evaluated(NamedLaw law, CsvTable table) {
        var points = points(law.law(), table);
        var loss = new ArrayList<String>(points.size());
        var delta = new ArrayList<String>(points.size());
        var critical = new ArrayList<String>(points.size());
        var inRange = new ArrayList<String>(points.size());
        for (int r = 0; r < points.size(); r++) {
            var prediction = predict(law.law(), points.get(r), table, r);
            loss.add(CsvTable.text(prediction.lossNats()));
            delta.add(CsvTable.text(prediction.deltaLossNats()));
            critical.add(CsvTable.text(prediction.criticalTokens()));
            inRange.add(Boolean.toString(law.inRange(points.get(r))));
        }
        return table.with("loss_nats", loss)
                .with("delta_loss_nats", delta)
                .with("critical_tokens", critical)
                .with("in_range", inRange);
    }

    private static Prediction predict(Law law, Point point, CsvTable table, int row) {
        try {
            return law.predict(point);
        } catch (LawDomainException e) {
            throw table.error(row, columnOf(e.column(), table), e.problem());
        }
    }

    /** A law that takes one width names the operand whose width is too small; the table has the one width. */
    private static String columnOf(Column column, CsvTable table) {
        return table.has(column.key()) ? column.key() : Column.BITS.key();
    }

    private static List<Point> points(Law law, CsvTable table) {
        var columns = new ArrayList<>(columns(law.form(), table));
        columns.addAll(law.form().optional().stream()
                .filter(column -> table.has(column.key()))
                .toList());
        var points = new ArrayList<Point>(table.rows().size());
        for (int r = 0; r < table.rows().size(); r++) {
            var values = new EnumMap<Column, Double>(Column.class);
            for (Column column : columns) {
                String cell = table.text(r, column.key()).strip();
                if (cell.isEmpty() && law.form().optional().contains(column)) {
                    continue;
                }
                boolean channel = column == Column.BLOCK_SIZE && cell.equals(CHANNEL) && law instanceof CapybaraLaw;
                values.put(column, channel ? CapybaraLaw.CHANNEL_BLOCK : checked(table, r, column));
            }
            points.add(new Point(values));
        }
        return points;
    }

    private static double checked(CsvTable table, int row, Column column) {
        try {
            return column.checked(table.number(row, column.key()));
        } catch (LawDomainException e) {
            throw table.error(row, column.key(), e.problem());
        }
    }

    /** The first set of columns that the table has whole; else the one it lacks least of, which then is an error. */
    private static List<Column> columns(LawForm form, CsvTable table) {
        var nearest = form.columnSets().stream()
                .min(Comparator.comparingLong(set ->
                        set.stream().filter(column -> !table.has(column.key())).count()))
                .orElseThrow();
        nearest.forEach(column -> table.requireColumn(column.key()));
        return nearest;
    }
}

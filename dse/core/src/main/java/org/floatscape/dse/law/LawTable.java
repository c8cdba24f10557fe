package org.floatscape.dse.law;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.table.CsvTable;

/** A law over the rows of a table. */
public final class LawTable {

    private static final String CHANNEL = "channel";

    private final TableLaw source;
    private final Law law;
    private final CsvTable table;
    private final List<Column> columns;

    private LawTable(TableLaw source, CsvTable table) {
        this.source = source;
        this.law = source.law().law();
        this.table = table;
        this.columns = Stream.concat(
                        required().stream(), law.form().optional().stream().filter(this::has))
                .toList();
    }

    /**
     * The table with the columns {@code loss_nats}, {@code delta_loss_nats}, {@code critical_tokens} and
     * {@code in_range} at its right.
     *
     * @throws org.floatscape.dse.table.TableException if the table lacks a column of the law, has one of the new ones,
     *     or columns that say the same twice; or a cell is no number, one that the law does not take or has no finite
     *     loss for, or no class of the law
     */
    public static CsvTable evaluated(TableLaw source, CsvTable table) {
        return new LawTable(source, table).evaluated();
    }

    private CsvTable evaluated() {
        int rows = table.rows().size();
        var loss = new ArrayList<String>(rows);
        var delta = new ArrayList<String>(rows);
        var critical = new ArrayList<String>(rows);
        var inRange = new ArrayList<String>(rows);
        for (int r = 0; r < rows; r++) {
            var point = point(r);
            var prediction = predict(r, point);
            loss.add(CsvTable.text(prediction.lossNats()));
            delta.add(CsvTable.text(prediction.deltaLossNats()));
            critical.add(CsvTable.text(prediction.criticalTokens()));
            inRange.add(Boolean.toString(source.law().inRange(point)));
        }
        return table.with("loss_nats", loss)
                .with("delta_loss_nats", delta)
                .with("critical_tokens", critical)
                .with("in_range", inRange);
    }

    private Prediction predict(int row, Point point) {
        var ofRow = source.law().with(source.ofClass().apply(classes(row)));
        try {
            return ofRow.predict(point);
        } catch (LawDomainException e) {
            throw table.error(row, columnOf(e.column()), e.problem());
        }
    }

    /** A law that takes one width names the operand whose width is too small; the table has the one width. */
    private String columnOf(Column column) {
        if (column == Column.TOKENS && tokensFollowFromFlops()) {
            return flops();
        }
        return has(column) ? name(column) : name(Column.BITS);
    }

    private Point point(int row) {
        var values = new EnumMap<Column, Double>(Column.class);
        for (Column column : columns) {
            if (!(law.form().optional().contains(column) && cell(row, column).isEmpty())) {
                values.put(column, value(row, column, values));
            }
        }
        return new Point(values);
    }

    private double value(int row, Column column, Map<Column, Double> before) {
        try {
            if (column == Column.TOKENS && tokensFollowFromFlops()) {
                double flops = column.checked(table.number(row, flops()));
                return column.checked(flops / (6 * before.get(Column.PARAMS)));
            }
            boolean channel = column == Column.BLOCK_SIZE
                    && law instanceof CapybaraLaw
                    && cell(row, column).equals(CHANNEL);
            return channel ? CapybaraLaw.CHANNEL_BLOCK : column.checked(table.number(row, name(column)));
        } catch (LawDomainException e) {
            throw table.error(row, columnOf(column), e.problem());
        }
    }

    private String cell(int row, Column column) {
        return table.text(row, name(column)).strip();
    }

    private boolean has(Column column) {
        return table.has(name(column));
    }

    /** What the table calls it: its own name, or else that of the runs the law was fitted to. */
    private String name(Column column) {
        String fitted = source.names().getOrDefault(column.key(), column.key());
        return table.has(column.key()) || !table.has(fitted) ? column.key() : fitted;
    }

    private String flops() {
        return source.names().getOrDefault(TableLaw.FLOPS, TableLaw.FLOPS);
    }

    private boolean tokensFollowFromFlops() {
        return !has(Column.TOKENS) && source.names().containsKey(TableLaw.FLOPS) && table.has(flops());
    }

    /** The first set of columns that the table has whole; else the one it lacks least of, which then is an error. */
    private List<Column> required() {
        var nearest = law.columnSets().stream()
                .min(Comparator.comparingLong(
                        set -> set.stream().filter(this::isMissing).count()))
                .orElseThrow();
        nearest.stream().filter(this::isMissing).forEach(column -> table.requireColumn(name(column)));
        for (var other : otherSets(nearest)) {
            for (Column column : other) {
                if (has(column) && !nearest.contains(column)) {
                    throw table.headerError(
                            name(column),
                            "the law takes this or %s, not both; remove or rename what does not count"
                                    .formatted(nearest.stream()
                                            .filter(c -> !other.contains(c))
                                            .map(this::name)
                                            .collect(Collectors.joining(", "))));
                }
            }
        }
        return nearest;
    }

    /** What the law takes in place of a set; not those that hold it whole and have only more, which does not count. */
    private List<List<Column>> otherSets(List<Column> chosen) {
        return law.form().columnSets().stream()
                .filter(set -> !set.containsAll(chosen))
                .toList();
    }

    private boolean isMissing(Column column) {
        return !has(column) && !(column == Column.TOKENS && tokensFollowFromFlops());
    }

    /** The classes of a row, where the table has their columns, but for the reference. */
    private Map<String, String> classes(int row) {
        var found = new HashMap<String, String>();
        source.classes().forEach((column, known) -> {
            var parts = classColumns(column);
            var cells =
                    parts.stream().map(part -> table.text(row, part).strip()).toList();
            String label = cells.stream().allMatch(String::isEmpty) ? "" : String.join("/", cells);
            if (known.contains(label)) {
                found.put(column, label);
            } else if (!label.isEmpty() && !label.equals(source.reference())) {
                throw table.error(row, String.join("+", parts), unknown(label, known));
            }
        });
        return found;
    }

    private String unknown(String label, List<String> known) {
        String hint = Nearest.near(label, known).map("; maybe %s"::formatted).orElse("");
        return "\"%s\" is not a class that the law was fitted on%s. It knows %s; %san empty cell stands for the reference"
                .formatted(
                        label,
                        hint,
                        known.isEmpty() ? "none" : String.join(", ", known),
                        source.reference().isEmpty() ? "" : source.reference() + " or ");
    }

    /** The columns that make a class, none where the table lacks them. */
    private List<String> classColumns(String column) {
        if (table.has(column)) {
            return List.of(column);
        }
        var parts = List.of(source.names().getOrDefault(column, column).split("\\+"));
        return parts.stream().allMatch(table::has) ? parts : List.of();
    }
}

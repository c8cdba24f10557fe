package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.table.TableException;

/**
 * Reads designs, and what they were measured to cost, from a table with the columns {@code arch}, {@code element} and
 * optionally {@code rtl}, {@code element_b}, {@code acc}, {@code lanes}, {@code scale_format}, {@code signed},
 * {@code width}, {@code library}, {@code recipe}, {@code node_nm}, {@code supply_v}, {@code area_um2},
 * {@code energy_gauss_pj}, {@code delay_ns}.
 */
public final class SynthesisTable {

    private static final ByMetric<String> MEASURED = new ByMetric<>("area_um2", "energy_gauss_pj", "delay_ns");

    /** Far beyond any unit in um2, pJ or ns; fits to what lies farther out would not be numbers. */
    private static final double LEAST = 1e-9;

    private static final double MOST = 1e12;

    private final CsvTable table;

    private final String library;
    private final String recipe;

    private SynthesisTable(CsvTable table, String library, String recipe) {
        this.table = table;
        this.library = library;
        this.recipe = recipe;
    }

    /**
     * @param library of rows that name none
     * @param recipe  of rows that name none
     * @throws TableException if a row is not a design, or a measured figure is not positive, or no unit's
     */
    public static List<SynthesisPoint> read(CsvTable table, String library, String recipe) {
        return new SynthesisTable(table, library, recipe).points();
    }

    /**
     * Designs with all that a calibration needs: library, recipe and all three figures, and of one cell library one
     * process.
     *
     * @throws TableException as {@link #read}, or if a row lacks something, or states another process
     */
    public static List<SynthesisPoint> readMeasured(CsvTable table) {
        var points = read(table, "", "");
        requireAll(table);
        requireOneProcess(table, points);
        return points;
    }

    private static void requireOneProcess(CsvTable table, List<SynthesisPoint> points) {
        var firsts = new HashMap<String, SynthesisPoint>();
        for (SynthesisPoint point : points) {
            SynthesisPoint first = firsts.computeIfAbsent(point.library(), _ -> point);
            if (!first.process().equals(point.process())) {
                throw table.error(
                        point.row(),
                        "node_nm",
                        "%s must be %s, as the first row of cells %s says; give cells of another process a name of their own"
                                .formatted(text(point.process()), text(first.process()), point.library()));
            }
        }
    }

    private static String text(Optional<TechnologyNode> process) {
        return process.map(TechnologyNode::text).orElse("empty");
    }

    private static void requireAll(CsvTable table) {
        Stream.concat(Stream.of("library", "recipe"), Stream.of(Metric.values()).map(MEASURED::get))
                .forEach(column -> {
                    List<String> cells = table.texts(column);
                    for (int i = 0; i < cells.size(); i++) {
                        if (cells.get(i).isBlank()) {
                            throw table.error(i, column, "the cell is empty; a calibration needs it of every row");
                        }
                    }
                });
    }

    private List<SynthesisPoint> points() {
        table.requireColumn("arch");
        var points = new ArrayList<SynthesisPoint>();
        for (int i = 0; i < table.rows().size(); i++) {
            int row = i;
            points.add(new SynthesisPoint(
                    i,
                    label(i),
                    design(i),
                    cell("rtl", i),
                    cell("library", i, library),
                    cell("recipe", i, recipe),
                    process(i),
                    ByMetric.of(metric -> measured(MEASURED.get(metric), row))));
        }
        return points;
    }

    /** Empty where the row states no node; a supply alone says nothing. */
    private Optional<TechnologyNode> process(int i) {
        if (cell("node_nm", i).isEmpty()) {
            return Optional.empty();
        }
        double nm = table.number(i, "node_nm");
        located(i, "node_nm", () -> TechnologyNode.of(nm));
        if (cell("supply_v", i).isEmpty()) {
            throw table.error(
                    i,
                    table.has("supply_v") ? "supply_v" : "node_nm",
                    "node_nm (%s) needs supply_v beside it, the supply that energy and delay were found at"
                            .formatted(cell("node_nm", i)));
        }
        double voltage = table.number(i, "supply_v");
        return Optional.of(at(i, "supply_v", () -> new TechnologyNode(nm, voltage)));
    }

    /** Empty where the table has no such column, or nothing in it. */
    private Optional<Double> measured(String column, int i) {
        if (cell(column, i).isEmpty()) {
            return Optional.empty();
        }
        double value = table.number(i, column);
        if (value <= 0) {
            throw table.error(i, column, "%s must be greater than 0".formatted(cell(column, i)));
        }
        if (value < LEAST || value > MOST) {
            throw table.error(
                    i,
                    column,
                    "%s is no unit's: must be 1e-9 to 1e12; is it in the unit that the column's name ends in?"
                            .formatted(cell(column, i)));
        }
        return Optional.of(value);
    }

    private MacDesign design(int i) {
        Architecture architecture = at(i, "arch", () -> Architecture.of(cell("arch", i), cell("rtl", i)));
        if (architecture.isWidthOnly()) {
            requireCell(i, "width", architecture);
            Stream.of("element", "element_b", "acc")
                    .forEach(column -> requireNone(i, column, architecture, "has a width alone"));
            Operand width = at(i, "width", () -> Operand.integer(integer("width", i, 1)));
            return whole(i, architecture, width, width, width);
        }
        table.requireColumn("element");
        requireCell(i, "element", architecture);
        requireNone(i, "width", architecture, "has formats instead of a width");
        if (!architecture.hasThirdFormat()) {
            requireNone(i, "acc", architecture, "has no accumulator and no format of the result to choose");
        }
        Operand a = operand("element", i);
        Operand b = cell("element_b", i).isEmpty() ? a : operand("element_b", i);
        if (!architecture.hasSecondOperand() && !a.equals(b)) {
            requireNone(i, "element_b", architecture, "has no second operand of another format");
        }
        if (architecture.hasAccumulator()) {
            requireCell(i, "acc", architecture);
        }
        Operand c = cell("acc", i).isEmpty() ? a : operand("acc", i);
        return whole(i, architecture, a, b, c);
    }

    private MacDesign whole(int i, Architecture architecture, Operand a, Operand b, Operand c) {
        if (architecture.hasLanes()) {
            requireCell(i, "lanes", architecture);
        }
        int lanes = integer("lanes", i, 1);
        located(i, "lanes", () -> MacDesign.checkLanes(architecture, lanes));
        ScaleKind scale = at(i, "scale_format", () -> ScaleKind.parse(cell("scale_format", i)));
        located(i, "scale_format", () -> MacDesign.checkScale(architecture, scale));
        boolean signed = signed(i);
        located(i, "signed", () -> MacDesign.checkSigned(architecture, signed));
        if (!architecture.isWidthOnly()) {
            Stream.of("element", "element_b", "acc").forEach(column -> requireOwnScale(i, column, scale, lanes));
        }
        return at(
                i,
                "arch",
                () -> new MacDesign(architecture, a, b, c, lanes, scale, signed, architecture.ieeeByDefault(), 0));
    }

    /** A format with a block scale, such as mxfp4, would otherwise be costed with the scale of the row instead. */
    private void requireOwnScale(int i, String column, ScaleKind scale, int lanes) {
        String name = cell(column, i);
        Optional<BlockFormat> block = name.isEmpty() ? Optional.empty() : Operand.block(name);
        if (block.isEmpty()) {
            return;
        }
        ScaleKind own = block.filter(b -> b.group() instanceof Group.Block)
                .map(b -> ScaleKind.of(b.scale()))
                .orElse(ScaleKind.NONE);
        if (own != ScaleKind.NONE && lanes > block.get().elementsPerScale()) {
            throw table.error(
                    i,
                    "lanes",
                    "%d must be at most %.0f, as many elements of %s (column %s) as share a scale"
                            .formatted(lanes, block.get().elementsPerScale(), name, column));
        }
        if (own != scale) {
            throw table.error(
                    i,
                    table.has("scale_format") ? "scale_format" : column,
                    "%s must be %s as %s (column %s) says; or write its element alone there, %s"
                            .formatted(
                                    scale.label(),
                                    own.label(),
                                    name,
                                    column,
                                    operand(column, i).name()));
        }
    }

    private boolean signed(int i) {
        return switch (cell("signed", i)) {
            case "", "1" -> true;
            case "0" -> false;
            case String other ->
                throw table.error(i, "signed", "\"%s\" must be 0 or 1, or empty for 1".formatted(other));
        };
    }

    /** What says nothing of such a unit would be costed as without it. */
    private void requireNone(int i, String column, Architecture architecture, String why) {
        if (!cell(column, i).isEmpty()) {
            throw table.error(
                    i, column, "%s: %s %s; leave the cell empty".formatted(cell(column, i), architecture.label(), why));
        }
    }

    private void requireCell(int i, String column, Architecture architecture) {
        if (cell(column, i).isEmpty()) {
            throw table.error(
                    i,
                    table.has(column) ? column : "arch",
                    "%s needs %s, which is empty".formatted(architecture.label(), column));
        }
    }

    private Operand operand(String column, int i) {
        return at(i, column, () -> Operand.parse(cell(column, i)));
    }

    private interface Read<T> {
        T get();
    }

    /** What {@code read} gives; its complaints located in the table. */
    private <T> T at(int i, String column, Read<T> read) {
        try {
            return read.get();
        } catch (InputException | IllegalArgumentException e) {
            throw table.error(i, column, e.getMessage());
        }
    }

    private void located(int i, String column, Runnable check) {
        at(i, table.has(column) ? column : "arch", () -> {
            check.run();
            return true;
        });
    }

    private int integer(String column, int i, int fallback) {
        String text = cell(column, i);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw table.error(i, column, "\"%s\" is not a whole number".formatted(text));
        }
    }

    private String label(int i) {
        return Stream.of("arch", "element", "element_b", "acc", "lanes", "scale_format", "signed", "width")
                .map(column -> cell(column, i))
                .filter(cell -> !cell.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String cell(String column, int i, String fallback) {
        String cell = cell(column, i);
        return cell.isEmpty() ? fallback : cell;
    }

    /** Empty where the table has no such column. */
    private String cell(String column, int i) {
        int c = table.columns().indexOf(column);
        return c < 0 ? "" : table.rows().get(i).cells().get(c).strip();
    }
}

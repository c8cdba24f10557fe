package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.table.CsvTable;

/**
 * How a CSV file becomes runs: which column is which, and which rows count. The filters apply in the order of the
 * components.
 *
 * @param columns     the file's name for a quantity where it is not the quantity's own: {@code params} to {@code N};
 *                    several columns joined by {@code +} make one class
 * @param where       conditions that a row must all meet; rows that do not are not read any further
 * @param bestPer     of the rows that agree in these columns, only the one of least loss counts; none: all count
 * @param dropTopLoss how many of the rows of greatest loss do not count
 */
public record RunSource(Map<String, String> columns, List<Condition> where, List<String> bestPer, int dropTopLoss) {

    /** A column of compute from which tokens follow by C = 6 N D, where the runs have no tokens. */
    public static final String FLOPS = "flops";

    public RunSource {
        columns = Collections.unmodifiableMap(new TreeMap<>(columns));
        where = List.copyOf(where);
        bestPer = List.copyOf(bestPer);
        for (String quantity : columns.keySet()) {
            if (!Quantity.NAMES.contains(quantity)) {
                throw new FitException("map %s: no law takes it; maybe %s. All: %s"
                        .formatted(quantity, Nearest.of(quantity, Quantity.NAMES), String.join(", ", Quantity.NAMES)));
            }
        }
        if (dropTopLoss < 0) {
            throw new FitException("drop-top-loss (%d): must be 0 or more".formatted(dropTopLoss));
        }
    }

    /** Every row, under the quantities' own names. */
    public static RunSource plain() {
        return new RunSource(Map.of(), List.of(), List.of(), 0);
    }

    /** The filters in words, in the order they apply. */
    public List<String> filters() {
        var words = new ArrayList<String>();
        where.forEach(condition -> words.add("where " + condition));
        if (!bestPer.isEmpty()) {
            words.add("best per " + String.join(", ", bestPer));
        }
        if (dropTopLoss > 0) {
            words.add("drop top loss " + dropTopLoss);
        }
        return List.copyOf(words);
    }

    /**
     * Reads what the laws need.
     *
     * @throws org.floatscape.dse.table.TableException if a column is missing or a cell is not as it must be
     * @throws FitException if no row is left
     */
    public RunTable read(CsvTable table, List<String> laws) {
        columns.values().forEach(column -> requireAll(table, column));
        var passing = passing(table);
        String target = target(laws);
        var runs = dropTop(best(passing, columns(passing, Quantity.of(laws)), target), target);
        if (runs.rows() == 0) {
            throw new FitException("%s: no run is left of %d%s"
                    .formatted(
                            table.source(),
                            table.rows().size(),
                            filters().isEmpty()
                                    ? ": a fit needs more runs than constants"
                                    : " after %s; loosen these".formatted(String.join("; ", filters()))));
        }
        return runs;
    }

    /**
     * Reads points at which a law is to be asked: the same columns but for the loss, and no filters.
     *
     * @throws org.floatscape.dse.table.TableException if a column is missing or a cell is not as it must be
     */
    public RunTable readPoints(CsvTable table, String law) {
        var asked = Quantity.of(List.of(law)).stream()
                .filter(quantity -> !quantity.name().equals(target(List.of(law))))
                .toList();
        asked.stream()
                .map(Quantity::name)
                .filter(columns::containsKey)
                .filter(name -> !name.equals("tokens") || !table.has(column(FLOPS)))
                .forEach(name -> requireAll(table, column(name)));
        return columns(table, asked);
    }

    /** What the file calls a quantity. */
    String column(String quantity) {
        return columns.getOrDefault(quantity, quantity);
    }

    private static void requireAll(CsvTable table, String joined) {
        List.of(joined.split("\\+")).forEach(table::requireColumn);
    }

    private RunTable columns(CsvTable table, List<Quantity> quantities) {
        var numbers = new TreeMap<String, List<Double>>();
        var labels = new TreeMap<String, List<String>>();
        for (var quantity : quantities) {
            String column = column(quantity.name());
            if (quantity.label()) {
                if (!quantity.optional() || hasAll(table, column)) {
                    labels.put(quantity.name(), joined(table, column));
                }
            } else if (table.has(column) || !(quantity.optional() || followsFromFlops(table, quantity))) {
                numbers.put(quantity.name(), quantity.read(table, column));
            }
        }
        if (!numbers.containsKey("tokens")) {
            numbers.put("tokens", tokensOfFlops(table, numbers.get("params")));
        }
        return new RunTable(table.rows().size(), numbers, labels);
    }

    private static String target(List<String> laws) {
        return laws.contains("qid") ? "delta_loss" : "loss";
    }

    private CsvTable passing(CsvTable table) {
        int[] rows = IntStream.range(0, table.rows().size())
                .filter(row -> where.stream().allMatch(condition -> condition.holds(table, row)))
                .toArray();
        return new CsvTable(
                table.source(),
                table.columns(),
                IntStream.of(rows).mapToObj(table.rows()::get).toList());
    }

    private boolean followsFromFlops(CsvTable table, Quantity quantity) {
        return quantity.name().equals("tokens") && table.has(column(FLOPS));
    }

    private List<Double> tokensOfFlops(CsvTable table, List<Double> params) {
        double[] flops = table.positiveNumbers(column(FLOPS));
        return IntStream.range(0, flops.length)
                .mapToObj(i -> flops[i] / (6 * params.get(i)))
                .toList();
    }

    private static boolean hasAll(CsvTable table, String joined) {
        return List.of(joined.split("\\+")).stream().allMatch(table::has);
    }

    private static List<String> joined(CsvTable table, String joined) {
        var parts = List.of(joined.split("\\+")).stream().map(table::texts).toList();
        return IntStream.range(0, table.rows().size())
                .mapToObj(row -> String.join(
                        "/", parts.stream().map(part -> part.get(row).strip()).toList()))
                .toList();
    }

    private RunTable best(CsvTable table, RunTable runs, String target) {
        if (bestPer.isEmpty()) {
            return runs;
        }
        double[] loss = runs.number(target);
        var keys = bestPer.stream().map(name -> table.texts(column(name))).toList();
        var best = new HashMap<List<String>, Integer>();
        for (int i = 0; i < loss.length; i++) {
            int row = i;
            best.merge(
                    keys.stream().map(key -> key.get(row).strip()).toList(),
                    i,
                    (kept, found) -> loss[found] < loss[kept] ? found : kept);
        }
        return runs.select(new TreeSet<>(best.values())
                .stream().mapToInt(Integer::intValue).toArray());
    }

    private RunTable dropTop(RunTable runs, String target) {
        double[] loss = runs.number(target);
        return runs.select(IntStream.range(0, loss.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -loss[i]))
                .skip(dropTopLoss)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray());
    }
}

package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Training runs, column by column, checked: what a fit reads.
 *
 * @param rows    number of runs
 * @param numbers columns of finite numbers, by the names that laws use: {@code params}, {@code tokens}, {@code loss}
 * @param labels  columns of text, such as a format's name
 */
public record RunTable(int rows, Map<String, List<Double>> numbers, Map<String, List<String>> labels) {

    public RunTable {
        numbers = copy(rows, numbers);
        labels = copy(rows, labels);
    }

    private static <T> Map<String, List<T>> copy(int rows, Map<String, List<T>> columns) {
        var copy = new TreeMap<String, List<T>>();
        columns.forEach((name, cells) -> {
            if (cells.size() != rows) {
                throw new IllegalArgumentException(
                        "column %s: %d cells for %d rows".formatted(name, cells.size(), rows));
            }
            copy.put(name, List.copyOf(cells));
        });
        return java.util.Collections.unmodifiableMap(copy);
    }

    /** A table of numbers only. */
    public static RunTable of(Map<String, double[]> numbers) {
        var lists = new TreeMap<String, List<Double>>();
        numbers.forEach(
                (name, cells) -> lists.put(name, Arrays.stream(cells).boxed().toList()));
        return new RunTable(lists.values().iterator().next().size(), lists, Map.of());
    }

    /** This table with a column of text added or replaced. */
    public RunTable withLabels(String name, List<String> cells) {
        var all = new TreeMap<>(labels);
        all.put(name, cells);
        return new RunTable(rows, numbers, all);
    }

    /** This table with a column of numbers added or replaced. */
    public RunTable withNumbers(String name, double[] cells) {
        var all = new TreeMap<>(numbers);
        all.put(name, Arrays.stream(cells).boxed().toList());
        return new RunTable(rows, all, labels);
    }

    public boolean has(String column) {
        return numbers.containsKey(column) || labels.containsKey(column);
    }

    /** A column of numbers, as a fresh array. */
    public double[] number(String column) {
        var cells = numbers.get(column);
        if (cells == null) {
            throw new FitException("column %s: missing from the runs".formatted(column));
        }
        return cells.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Natural logarithm of a column of positive numbers. */
    double[] log(String column) {
        return Arrays.stream(number(column)).map(Math::log).toArray();
    }

    /** A column of text. */
    public List<String> label(String column) {
        var cells = labels.get(column);
        if (cells == null) {
            throw new FitException("column %s: missing from the runs".formatted(column));
        }
        return cells;
    }

    /** How many rows differ in more than this column. */
    int distinctWithout(String column) {
        var others = new ArrayList<List<?>>();
        numbers.forEach((name, cells) -> {
            if (!name.equals(column)) {
                others.add(cells);
            }
        });
        others.addAll(labels.values());
        return (int) IntStream.range(0, rows)
                .mapToObj(row -> others.stream().map(cells -> cells.get(row)).toList())
                .distinct()
                .count();
    }

    /** The named rows, counted from 0, in the order given. */
    public RunTable select(int... picks) {
        return new RunTable(picks.length, pick(numbers, picks), pick(labels, picks));
    }

    private static <T> Map<String, List<T>> pick(Map<String, List<T>> columns, int[] picks) {
        var picked = new TreeMap<String, List<T>>();
        columns.forEach((name, cells) -> {
            var chosen = new ArrayList<T>(picks.length);
            IntStream.of(picks).forEach(i -> chosen.add(cells.get(i)));
            picked.put(name, chosen);
        });
        return picked;
    }
}

package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.table.CsvTable;

/**
 * A column of runs that laws are fitted to.
 *
 * @param name     as laws name it
 * @param least    least number that is allowed; 0 is excluded where {@code positive}
 * @param positive whether it must be above {@code least}
 * @param label    whether it is a class and not a number
 * @param optional whether the law can do without
 */
record Quantity(String name, double least, boolean positive, boolean label, boolean optional) {

    private static final Quantity PARAMS = positive("params");
    private static final Quantity TOKENS = positive("tokens");
    private static final Quantity LOSS = positive("loss");

    /** Every name that a column can be mapped to. */
    static final List<String> NAMES = names();

    private static List<String> names() {
        var names = new LinkedHashSet<String>();
        of(FitForms.IDS).forEach(quantity -> names.add(quantity.name()));
        names.add(RunSource.FLOPS);
        return List.copyOf(names);
    }

    /** What some laws need together. */
    static List<Quantity> of(List<String> laws) {
        var all = new LinkedHashSet<Quantity>();
        laws.forEach(law -> all.addAll(of(law)));
        return new ArrayList<>(all);
    }

    private static List<Quantity> of(String law) {
        var backbone = List.of(PARAMS, TOKENS, LOSS);
        return switch (law) {
            case "chinchilla" -> backbone;
            case "capybara" ->
                with(
                        backbone,
                        new Quantity("exponent_bits", 0, false, false, false),
                        new Quantity("mantissa_bits", 0, false, false, false),
                        new Quantity("block_size", 1, false, false, false));
            case "precision" ->
                with(
                        backbone,
                        optional("bits"),
                        optional("bits_w"),
                        optional("bits_a"),
                        optional("bits_kv"),
                        optional("ptq_bits"));
            case "qid" -> List.of(PARAMS, TOKENS, positive("bits"), positive("delta_loss"));
            case "qat" -> with(backbone, new Quantity("group_size", 1, false, false, false));
            case "quartet" -> with(backbone, label("forward", true), label("backward", true));
            case "efficiency" -> with(backbone, label("format", false));
            default ->
                throw new FitException("law (%s): unknown; one of %s".formatted(law, String.join(", ", FitForms.IDS)));
        };
    }

    private static List<Quantity> with(List<Quantity> first, Quantity... more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toList();
    }

    private static Quantity positive(String name) {
        return new Quantity(name, 0, true, false, false);
    }

    private static Quantity optional(String name) {
        return new Quantity(name, 0, true, false, true);
    }

    private static Quantity label(String name, boolean optional) {
        return new Quantity(name, 0, false, true, optional);
    }

    /** The numbers of a column, each checked. */
    List<Double> read(CsvTable table, String column) {
        double[] numbers = positive ? table.positiveNumbers(column) : table.numbers(column);
        for (int row = 0; row < numbers.length; row++) {
            if (numbers[row] < least) {
                throw table.error(row, column, "%s must be at least %s".formatted(numbers[row], least));
            }
        }
        return Arrays.stream(numbers).boxed().toList();
    }
}

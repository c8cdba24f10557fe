package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A law without its constants.
 *
 * @param id         name of the form in law files and in {@code fit}, such as {@code capybara}
 * @param formula    the law as text, in the symbols of its paper
 * @param constants  what it needs, in the order {@code maker} takes them
 * @param columnSets what it takes at a point: any one of these, the first one first
 * @param optional   what it also takes
 * @param ifAbsent   values of constants that a law file may leave out
 * @param maker      the law of these constants
 */
public record LawForm(
        String id,
        String formula,
        List<Constant> constants,
        List<List<Column>> columnSets,
        List<Column> optional,
        Map<String, Double> ifAbsent,
        Function<double[], Law> maker) {

    /**
     * One constant of a form.
     *
     * @param name    in law files, ending in its unit if that is simple
     * @param unit    such as {@code nats}
     * @param meaning what it is, with the symbol of the paper
     */
    public record Constant(String name, String unit, String meaning) {}

    public LawForm {
        constants = List.copyOf(constants);
        columnSets = columnSets.stream().map(List::copyOf).toList();
        optional = List.copyOf(optional);
        ifAbsent = Map.copyOf(ifAbsent);
    }

    /** Every form, in the order of {@link Laws#all}. */
    public static List<LawForm> all() {
        return List.of(
                ChinchillaLaw.FORM,
                PrecisionLaw.FORM,
                QidLaw.FORM,
                QidPerBitLaw.FORM,
                CapybaraLaw.FORM,
                QatLaw.FORM,
                QuartetLaw.FORM,
                CapacityLaw.FORM);
    }

    /** Whether it takes anything of a number format; else every format loses the same. */
    public boolean seesFormats() {
        return columnSets.stream()
                .flatMap(List::stream)
                .anyMatch(column -> column != Column.PARAMS && column != Column.TOKENS);
    }

    public List<String> constantNames() {
        return constants.stream().map(Constant::name).toList();
    }

    /**
     * The law of constants given by name; those that may be left out have a value of their own.
     *
     * @throws IllegalArgumentException if one is missing, unknown or not finite, naming it
     */
    public Law of(Map<String, Double> values) {
        var names = constantNames();
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "law %s: constant %s is unknown; it has %s".formatted(id, name, String.join(", ", names)));
            }
        }
        double[] ordered = new double[names.size()];
        for (int i = 0; i < ordered.length; i++) {
            Double value = values.getOrDefault(names.get(i), ifAbsent.get(names.get(i)));
            if (value == null || !Double.isFinite(value)) {
                throw new IllegalArgumentException("law %s: constant %s (%s) must be a finite number"
                        .formatted(id, names.get(i), value == null ? "missing" : value));
            }
            ordered[i] = value;
        }
        return maker.apply(ordered);
    }
}

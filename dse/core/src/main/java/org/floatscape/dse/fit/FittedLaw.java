package org.floatscape.dse.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.LawForm;

/** Makes a law of fitted constants. */
public final class FittedLaw {

    private static final String FORMAT = "format";
    private static final String FORWARD = "forward";
    private static final String BACKWARD = "backward";

    private FittedLaw() {}

    /**
     * The law of a form's constants.
     *
     * @param form     as in {@link FitForms}
     * @param forward  class whose efficiency counts parameters, for {@code efficiency} and {@code quartet}; the
     *                 reference if none
     * @param backward class whose efficiency counts tokens, for {@code quartet}; the reference if none
     * @throws FitException if the fit has no such class
     */
    public static Law of(
            String form, Map<String, Double> constants, Optional<String> forward, Optional<String> backward) {
        return switch (form) {
            case "efficiency" -> quartet(constants, 1.0, efficiency(constants, "eff", forward), 1);
            case "quartet" ->
                quartet(
                        constants,
                        constants.get("gamma"),
                        efficiency(constants, "eff_N", forward),
                        efficiency(constants, "eff_D", backward));
            case "precision" -> form("precision").of(untied(constants));
            default -> form(form).of(constants);
        };
    }

    /**
     * The columns of classes that a form has, each with the classes that have an efficiency of their own; the
     * reference has none.
     *
     * @param form as in {@link FitForms}
     */
    public static Map<String, List<String>> classes(String form, Map<String, Double> constants) {
        return switch (form) {
            case "efficiency" -> Map.of(FORMAT, labels(constants, "eff"));
            case "quartet" -> Map.of(FORWARD, labels(constants, "eff_N"), BACKWARD, labels(constants, "eff_D"));
            default -> Map.of();
        };
    }

    /**
     * The law of classes given by their columns, those of {@link #classes}; a column left out is of the reference.
     *
     * @throws FitException if the fit has no such class
     */
    public static Law of(String form, Map<String, Double> constants, Map<String, String> classes) {
        return of(
                form,
                constants,
                Optional.ofNullable(classes.getOrDefault(FORWARD, classes.get(FORMAT))),
                Optional.ofNullable(classes.get(BACKWARD)));
    }

    private static List<String> labels(Map<String, Double> constants, String name) {
        return constants.keySet().stream()
                .filter(constant -> constant.startsWith(name + "[") && constant.endsWith("]"))
                .map(constant -> constant.substring(name.length() + 1, constant.length() - 1))
                .toList();
    }

    private static LawForm form(String id) {
        return LawForm.all().stream()
                .filter(form -> form.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new FitException("law (%s): unknown".formatted(id)));
    }

    private static double efficiency(Map<String, Double> constants, String name, Optional<String> label) {
        if (label.isEmpty()) {
            return 1;
        }
        Double value = constants.get("%s[%s]".formatted(name, label.get()));
        if (value == null) {
            throw new FitException("class (%s): the fit has no efficiency for it".formatted(label.get()));
        }
        return value;
    }

    private static Law quartet(Map<String, Double> constants, Double gamma, double paramsShare, double tokensShare) {
        var values = new LinkedHashMap<String, Double>();
        for (String name : new String[] {"A", "alpha", "B", "beta", "E"}) {
            values.put(name, constants.get(name));
        }
        values.put("gamma", gamma);
        values.put("eff_N", paramsShare);
        values.put("eff_D", tokensShare);
        return form("quartet").of(values);
    }

    /** One width for all operands stands for three equal ones. */
    private static Map<String, Double> untied(Map<String, Double> constants) {
        var values = new LinkedHashMap<>(constants);
        for (String name : new String[] {"gamma_train", "n"}) {
            Double tied = values.remove(name);
            if (tied != null) {
                values.put(name + "_w", tied);
                values.put(name + "_a", tied);
                values.put(name + "_kv", tied);
            }
        }
        return values;
    }
}

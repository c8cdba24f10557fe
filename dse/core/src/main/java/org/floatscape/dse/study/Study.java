package org.floatscape.dse.study;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatscape.dse.format.NamedFormat;

/**
 * What the user asks: for this model, this training budget and this silicon, which format?
 *
 * @param title      heads the report
 * @param law        the accuracy laws, one or several
 * @param budgets    the most that each metric may be
 * @param objectives the first is minimised, the front is over all
 * @param compare    formats to place beside the recommendation
 */
public record Study(
        String title,
        Model model,
        StudyLaws law,
        Hardware hardware,
        Space space,
        Map<Metric, Budget> budgets,
        List<Metric> objectives,
        List<NamedFormat> compare) {

    public Study {
        budgets = budgets.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(budgets));
        objectives = whole("objectives", objectives);
        compare = whole("compare", compare);
        if (objectives.isEmpty()) {
            throw new FieldException("objectives", "[]", "must name at least one metric; the first is minimised");
        }
        if (objectives.stream().distinct().count() < objectives.size()) {
            throw new FieldException("objectives", objectives, "must name each metric once");
        }
        budgets.forEach((metric, budget) -> {
            if (budget instanceof Budget.Absolute(double _, String unit) && !unit.equals(metric.unit())) {
                throw new FieldException(
                        "budgets." + metric.key(), budget.text(), "the unit must be %s".formatted(metric.unit()));
            }
        });
    }

    private static <T> List<T> whole(String field, List<T> values) {
        if (values.stream().anyMatch(Objects::isNull)) {
            throw new FieldException(field, values, "must hold no empty value");
        }
        return List.copyOf(values);
    }
}

package org.floatscape.dse.explore;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.Evaluator;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.front.Front;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.recommend.Recommender;
import org.floatscape.dse.space.DesignSpace;
import org.floatscape.dse.study.Budget;
import org.floatscape.dse.study.Study;

/** Runs a study. */
public final class Explorer {
    private Explorer() {}

    /** Study to space to evaluations to front to recommendation. */
    public static Exploration explore(Study study) {
        var evaluator = Evaluator.of(study);
        var formats = DesignSpace.formats(study.space());
        var evaluations = evaluator.evaluate(formats);
        var front = Front.of(evaluations, study.objectives());
        var limits = limits(study, evaluator);
        var recommendation = Recommender.recommend(evaluations, study.objectives(), limits);
        var compared = compare(study, evaluator, front, limits);
        return new Exploration(
                study,
                evaluator.law(),
                evaluator.cost().library(),
                evaluations,
                compared,
                front,
                limits,
                recommendation);
    }

    private static List<Limit> limits(Study study, Evaluator evaluator) {
        var limits = new ArrayList<Limit>();
        study.budgets().forEach((metric, budget) -> {
            double amount = switch (budget) {
                case Budget.Absolute(double value, String _) -> value;
                case Budget.Relative(double factor, NamedFormat to) ->
                    factor * evaluator.evaluate(List.of(to.format())).getFirst().value(metric);
            };
            limits.add(new Limit(metric, budget, amount));
        });
        return List.copyOf(limits);
    }

    private static List<Compared> compare(Study study, Evaluator evaluator, Front front, List<Limit> limits) {
        var formats = study.compare().stream().map(NamedFormat::format).toList();
        var evaluations = evaluator.evaluate(formats);
        var compared = new ArrayList<Compared>();
        for (int i = 0; i < evaluations.size(); i++) {
            Evaluation evaluation = evaluations.get(i);
            var broken =
                    limits.stream().filter(limit -> limit.brokenBy(evaluation)).toList();
            compared.add(new Compared(study.compare().get(i).name(), evaluation, front.dominator(evaluation), broken));
        }
        return compared;
    }
}

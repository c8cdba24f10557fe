package org.floatscape.dse.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.study.FieldException;
import org.floatscape.dse.study.Metric;
import org.floatscape.dse.study.Model;

/** Accuracy and cost of formats, for one law and one silicon. */
public record Evaluator(AccuracyModel accuracy, CostModel cost) {

    /** Role of the format that a budget names. */
    public static final String REFERENCE = "which a budget of loss is relative to";

    /** The models of a study for one of its laws. */
    public static Evaluator of(NamedLaw law, Model model, CostModel cost) {
        return new Evaluator(new AccuracyModel(law, Point.of(model.nParams(), model.nTokens())), cost);
    }

    /**
     * One format.
     *
     * @param role what it is needed for, a clause for the message
     * @throws FieldException if the law says nothing of it
     */
    public Evaluation evaluate(Format format, String role) {
        return switch (accuracy.of(format)) {
            case Accuracy known ->
                new Evaluation(format, known, cost.of(List.of(format)).getFirst());
            case Answer.Silence(String why) ->
                throw new FieldException(
                        "law", accuracy.law().id(), "says nothing of %s, %s: %s".formatted(format.name(), role, why));
        };
    }

    /**
     * The figure of a metric of one format, in {@link Metric#unit}.
     *
     * @throws FieldException if it is the loss, and the law says nothing of the format
     */
    public double value(Metric metric, Format format) {
        return metric == Metric.LOSS
                ? evaluate(format, REFERENCE).value(metric)
                : Evaluation.value(metric, format, cost.of(List.of(format)).getFirst());
    }

    /** In the order of {@code formats}. */
    public Evaluations evaluate(List<Format> formats) {
        List<Cost> costs = cost.of(formats);
        List<Answer> answers = accuracy.of(formats);
        var answered = new ArrayList<Evaluation>(formats.size());
        var unanswered = new ArrayList<Unanswered>();
        for (int i = 0; i < formats.size(); i++) {
            switch (answers.get(i)) {
                case Accuracy known -> answered.add(new Evaluation(formats.get(i), known, costs.get(i)));
                case Answer.Silence(String why) -> unanswered.add(new Unanswered(formats.get(i), why));
            }
        }
        return new Evaluations(answered, unanswered);
    }
}

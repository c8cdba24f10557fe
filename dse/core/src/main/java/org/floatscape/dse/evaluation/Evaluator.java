package org.floatscape.dse.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.study.Study;

/** Accuracy and cost of formats, for one study. */
public record Evaluator(AccuracyModel accuracy, CostModel cost) {

    /** The models a study names. */
    public static Evaluator of(Study study) {
        NamedLaw law = Laws.named(study.law());
        return new Evaluator(
                new AccuracyModel(law, study.model().nParams(), study.model().nTokens()),
                CostModel.of(study.hardware()));
    }

    public NamedLaw law() {
        return accuracy.law();
    }

    /** In the order of {@code formats}. */
    public List<Evaluation> evaluate(List<Format> formats) {
        List<Cost> costs = cost.of(formats);
        var evaluations = new ArrayList<Evaluation>(formats.size());
        for (int i = 0; i < formats.size(); i++) {
            evaluations.add(new Evaluation(formats.get(i), accuracy.of(formats.get(i)), costs.get(i)));
        }
        return List.copyOf(evaluations);
    }
}

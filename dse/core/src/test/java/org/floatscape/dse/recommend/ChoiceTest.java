package org.floatscape.dse.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.floatscape.dse.evaluation.CostModel;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.Evaluator;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.study.Budget;
import org.floatscape.dse.study.Metric;
import org.floatscape.dse.study.StudyReader;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static List<Evaluation> evaluations() {
        var study = StudyReader.builtIn(List.of());
        var evaluator = Evaluator.of(Laws.CAPYBARA, study.model(), CostModel.of(study.hardware()));
        return evaluator
                .evaluate(List.of(Format.parse("e2m1:b32:fp32"), Format.parse("e2m3:b32:fp32")))
                .answered();
    }

    private static Limit limit(double lossNats) {
        return new Limit(Metric.LOSS, new Budget.Absolute(lossNats, "nats"), lossNats);
    }

    /** 1e-10 nats is a tenth of the search's unit: the same count, so no breach; 1e-8 nats is ten of them. */
    @Test
    void aLimitIsKeptOrBrokenAlikeByTheChoiceTheSearchAndTheReport() {
        var space = evaluations();
        double leastNats = space.get(1).accuracy().lossNats();
        double countedNats = Math.rint(leastNats * 1e9) / 1e9;
        for (double below : new double[] {1e-10, 1e-8}) {
            var limit = limit(countedNats - below);
            boolean kept = below < 1e-9;
            var sample = space.get(1).withLoss(countedNats);
            var choice = Choice.of(List.of(Metric.LOSS)).among(List.of(space.get(0), sample), List.of(limit));
            var proven = Recommender.recommend(List.of(space.get(0), sample), List.of(Metric.LOSS), List.of(limit));
            assertThat(choice.isPresent()).isEqualTo(kept);
            assertThat(proven.chosen().isPresent()).isEqualTo(kept);
            assertThat(limit.brokenBy(sample)).isEqualTo(!kept);
        }
    }
}

package org.floatscape.dse.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.floatscape.dse.explore.Explorer;
import org.floatscape.dse.study.StudyReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budgets={}",
                "budgets={energy: 0.3 x bf16}",
                "budgets={energy: 0.25 x bf16, area: 0.1 x bf16}",
                "budgets={loss: 1.005 x bf16}",
                "budgets={delay: 0.001 ns}",
                "objectives=[energy, loss]",
                "objectives=[area]"
            })
    void lookingAtEveryFormatChoosesWhatTheSearchProves(String set) {
        var study = StudyReader.builtIn(
                Stream.concat(Stream.of(set), Stream.of("space.bits=3..6")).toList());
        var verdict = Explorer.explore(study).verdict();
        var choice = Choice.of(study.objectives()).among(verdict.space(), verdict.limits());
        if (choice.isEmpty()) {
            assertThat(verdict.recommendation()).isInstanceOf(Recommendation.Infeasible.class);
        } else {
            var proven = ((Recommendation.Proven) verdict.recommendation()).best();
            var chosen = verdict.space().get(choice.getAsInt());
            for (var metric : Choice.of(study.objectives()).metrics()) {
                assertThat(Units.count(metric, chosen.value(metric)))
                        .as(metric.key())
                        .isEqualTo(Units.count(metric, proven.value(metric)));
            }
        }
    }
}

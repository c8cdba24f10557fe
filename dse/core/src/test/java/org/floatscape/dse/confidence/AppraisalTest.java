package org.floatscape.dse.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.floatscape.dse.evaluation.CostModel;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.Evaluator;
import org.floatscape.dse.fit.Interval;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.law.CapybaraLaw;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.LawSamples;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.study.Budget;
import org.floatscape.dse.study.Metric;
import org.floatscape.dse.study.StudyReader;
import org.junit.jupiter.api.Test;

class AppraisalTest {

    private static final List<Metric> LOSS_AND_AREA = List.of(Metric.LOSS, Metric.AREA);

    private static List<Evaluation> evaluated(String... formats) {
        var study = StudyReader.builtIn(List.of());
        var evaluator = Evaluator.of(Laws.CAPYBARA, study.model(), CostModel.of(study.hardware()));
        return evaluator
                .evaluate(List.of(formats).stream().map(Format::parse).toList())
                .answered();
    }

    /** Capybara with these exponents of E + 0.5: the greater, the more an exponent bit is worth. */
    private static LawSamples deltas(double... deltas) {
        var law = CapybaraLaw.SUN_2025;
        return new LawSamples(
                "bootstrap",
                1,
                DoubleStream.of(deltas)
                        .<Law>mapToObj(delta -> new CapybaraLaw(
                                law.n(),
                                law.alpha(),
                                law.d(),
                                law.beta(),
                                law.floorNats(),
                                law.gamma(),
                                delta,
                                law.nu()))
                        .toList());
    }

    private static Appraisal appraisal(List<Evaluation> space, List<Limit> limits) {
        return new Appraisal(
                space,
                evaluated("mxfp4"),
                evaluated("bf16").getFirst(),
                Optional.of(space.getFirst()),
                LOSS_AND_AREA,
                limits,
                Optional.of(evaluated("bf16").getFirst()));
    }

    /**
     * E3M2 loses less than E2M3 where (3.5/2.5)^delta > (3.5/2.5)^nu, that is delta > nu = 2.9543: in three samples of
     * four. E2M1 is the smallest and always on the front; it never loses least.
     */
    @Test
    void countsTheSamplesInWhichAFormatIsBestAndOnTheFront() {
        var space = evaluated("e2m3:b32:fp32", "e3m2:b32:fp32", "e2m1:b32:fp32");
        var confidence = appraisal(space, List.of()).under(deltas(2.9, 3.0, 3.1, 3.2));
        assertThat(confidence.pBest()).containsExactly(0.25, 0.75, 0.0);
        assertThat(confidence.space().stream().map(Standing::pFront)).containsExactly(1.0, 0.75, 1.0);
        assertThat(confidence.pFeasible()).isEqualTo(1);
        assertThat(confidence.space().getFirst().aboveChosenNats95()).isEqualTo(new Interval(0, 0));
        assertThat(confidence.space().get(1).isDistinguishable()).isFalse();
        assertThat(confidence.space().get(2).isDistinguishable()).isTrue();
    }

    @Test
    void withoutSpreadTheVerdictIsCertainAndIntervalsArePoints() {
        var space = evaluated("e2m3:b32:fp32", "e3m2:b32:fp32", "e2m1:b32:fp32");
        var law = new LawSamples("bootstrap", 1, Collections.nCopies(5, CapybaraLaw.SUN_2025));
        var confidence = appraisal(space, List.of()).under(law);
        assertThat(confidence.pBest()).containsExactly(0.0, 1.0, 0.0);
        for (int i = 0; i < space.size(); i++) {
            double lossNats = space.get(i).accuracy().lossNats();
            var standing = confidence.space().get(i);
            assertThat(standing.lossNats95().lower()).isCloseTo(lossNats, within(1e-12));
            assertThat(standing.lossNats95().upper())
                    .isEqualTo(standing.lossNats95().lower());
            assertThat(standing.deltaNats95().upper())
                    .isCloseTo(space.get(i).accuracy().deltaLossNats(), within(1e-12));
        }
    }

    /** Losses of all samples fall together with the limit: only its own format's loss decides whether it is kept. */
    @Test
    void aLossBudgetRelativeToAFormatMovesWithTheSample() {
        var space = evaluated("e2m3:b32:fp32");
        var bf16 = evaluated("bf16").getFirst();
        double factor = 1.0078;
        var budget = new Budget.Relative(factor, NamedFormat.parse("bf16"));
        var limit = new Limit(Metric.LOSS, budget, factor * bf16.accuracy().lossNats());
        var samples = deltas(2.0, 3.1926, 4.0);
        var kept = new ArrayList<Boolean>();
        for (Law sample : samples.laws()) {
            kept.add(sample.predict(space.getFirst().accuracy().asked()).lossNats()
                    <= factor * bf16.accuracy().lossNats());
        }
        assertThat(kept).containsExactly(false, true, true);
        assertThat(appraisal(space, List.of(limit)).under(samples).pFeasible()).isCloseTo(2 / 3.0, within(1e-12));
    }

    /** (E + 0.5)^-10000 is zero in float64: a loss divided by it is infinite, and its full-precision limit no number. */
    @Test
    void aSampleWithoutAFiniteLossNeitherChoosesNorCountsForTheFront() {
        var space = evaluated("e2m3:b32:fp32", "e3m2:b32:fp32", "e2m1:b32:fp32");
        var confidence = appraisal(space, List.of()).under(deltas(-10_000, 3.0, 3.1, -10_000));
        assertThat(confidence.pFeasible()).isEqualTo(0.5);
        assertThat(confidence.pBest()).containsExactly(0.0, 0.5, 0.0);
        assertThat(confidence.space()).allSatisfy(standing -> {
            assertThat(standing.pFinite()).isEqualTo(0.5);
            assertThat(standing.pFront()).isEqualTo(0.5);
            assertThat(standing.lossNats95().lower()).isFinite();
            assertThat(standing.lossNats95().upper()).isInfinite();
            assertThat(standing.deltaNats95().lower()).isNotNaN();
            assertThat(standing.deltaNats95().upper()).isNotNaN();
        });
        assertThat(confidence.compared().getFirst().pFinite()).isEqualTo(0.5);
        assertThat(confidence.space().getFirst().aboveChosenNats95()).isEqualTo(new Interval(0, 0));
    }

    @Test
    void nothingKeepsABudgetThatIsAShareOfAnInfiniteLoss() {
        var bf16 = evaluated("bf16").getFirst();
        var limit = new Limit(
                Metric.LOSS,
                new Budget.Relative(2, NamedFormat.parse("bf16")),
                2 * bf16.accuracy().lossNats());
        var confidence = appraisal(evaluated("e2m3:b32:fp32"), List.of(limit)).under(deltas(-10_000, 3.0));
        assertThat(confidence.pFeasible()).isEqualTo(0.5);
    }
}

package org.floatscape.dse.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.floatscape.dse.confidence.Appraisal;
import org.floatscape.dse.confidence.Confidence;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.evaluation.CostModel;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.Evaluations;
import org.floatscape.dse.evaluation.Evaluator;
import org.floatscape.dse.evaluation.Unanswered;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.front.Front;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.recommend.Recommender;
import org.floatscape.dse.space.DesignSpace;
import org.floatscape.dse.study.Budget;
import org.floatscape.dse.study.FieldException;
import org.floatscape.dse.study.Hardware;
import org.floatscape.dse.study.Metric;
import org.floatscape.dse.study.Study;
import org.floatscape.dse.study.StudyLaw;

/** Runs a study. */
public final class Explorer {

    private static final Format FULL_PRECISION = Format.of(FloatElement.FP32);

    private Explorer() {}

    /**
     * Study to space to a verdict of each law.
     *
     * @throws FieldException if a law says nothing of any format of the space, or predicts losses too large to search,
     *                        or the cost library knows nothing of a format's unit
     */
    public static Exploration explore(Study study) {
        try {
            return explored(study);
        } catch (CostException e) {
            Hardware hardware = study.hardware();
            throw hardware.library()
                    .map(library -> new FieldException("hardware.library", library.name(), e.getMessage()))
                    .orElseGet(() -> new FieldException(
                            "hardware.cells", hardware.calibration().library(), e.getMessage()));
        }
    }

    private static Exploration explored(Study study) {
        var cost = CostModel.of(study.hardware());
        var formats = DesignSpace.formats(study.space());
        var verdicts = study.law().all().stream()
                .map(law -> verdict(study, law, Evaluator.of(law.law(), study.model(), cost), formats))
                .toList();
        return new Exploration(study, cost.library(), verdicts.getFirst(), verdicts.subList(1, verdicts.size()));
    }

    /** Space to evaluations to front to recommendation, and how sure they are. */
    private static Verdict verdict(Study study, StudyLaw law, Evaluator evaluator, List<Format> formats) {
        var evaluations = evaluator.evaluate(formats);
        checkAnswers(law, evaluations);
        checkSizes(study, law, evaluations.answered());
        var named = evaluator.evaluate(
                study.compare().stream().map(NamedFormat::format).toList());
        var space = evaluations.answered();
        var front = Front.of(space, study.objectives());
        var limits = limits(study, evaluator);
        var recommendation = Recommender.recommend(space, study.objectives(), limits);
        return new Verdict(
                law,
                space,
                evaluations.unanswered(),
                compare(study, named.answered(), front, limits),
                named.unanswered(),
                front,
                limits,
                recommendation,
                confidence(study, law, evaluator, space, named.answered(), limits, recommendation));
    }

    private static void checkAnswers(StudyLaw law, Evaluations evaluations) {
        if (evaluations.answered().isEmpty()) {
            Unanswered first = evaluations.unanswered().getFirst();
            throw new FieldException(
                    "law",
                    law.name(),
                    "says nothing of any format of the space, such as %s: %s. Change the space, or take another law"
                            .formatted(first.format().name(), first.why()));
        }
    }

    /** The search counts losses; one that has left every bound would not fit. */
    private static void checkSizes(Study study, StudyLaw law, List<Evaluation> space) {
        if (!study.objectives().contains(Metric.LOSS) && !study.budgets().containsKey(Metric.LOSS)) {
            return;
        }
        double largestNats = Recommender.largest(Metric.LOSS, space.size());
        space.stream()
                .filter(e -> Math.abs(e.value(Metric.LOSS)) > largestNats)
                .findFirst()
                .ifPresent(e -> {
                    throw new FieldException(
                            "law",
                            law.name(),
                            String.format(
                                    Locale.ROOT,
                                    "predicts a loss of %.4g nats for %s with model.params (%.4g) and model.tokens"
                                        + " (%.4g): must be at most %.4g nats to be searched exactly among %d formats."
                                        + " Bring the model nearer to the law's range, leave such formats out of the"
                                        + " space, or take another law",
                                    e.value(Metric.LOSS),
                                    e.format().name(),
                                    study.model().nParams(),
                                    study.model().nTokens(),
                                    largestNats,
                                    space.size()));
                });
    }

    private static Optional<Confidence> confidence(
            Study study,
            StudyLaw law,
            Evaluator evaluator,
            List<Evaluation> space,
            List<Evaluation> named,
            List<Limit> limits,
            Recommendation recommendation) {
        if (law.samples().isEmpty()) {
            return Optional.empty();
        }
        var reference = study.budgets().get(Metric.LOSS) instanceof Budget.Relative(double _, var to)
                ? Optional.of(evaluator.evaluate(to.format(), Evaluator.REFERENCE))
                : Optional.<Evaluation>empty();
        return Optional.of(new Appraisal(
                        space,
                        named,
                        evaluator.evaluate(FULL_PRECISION, "above which losses are stated"),
                        recommendation.chosen(),
                        study.objectives(),
                        limits,
                        reference)
                .under(law.samples()));
    }

    private static List<Limit> limits(Study study, Evaluator evaluator) {
        var limits = new ArrayList<Limit>();
        study.budgets().forEach((metric, budget) -> {
            double amount = switch (budget) {
                case Budget.Absolute(double value, String _) -> value;
                case Budget.Relative(double factor, NamedFormat to) -> factor * evaluator.value(metric, to.format());
            };
            limits.add(new Limit(metric, budget, amount));
        });
        return List.copyOf(limits);
    }

    private static List<Compared> compare(Study study, List<Evaluation> named, Front front, List<Limit> limits) {
        var names = new HashMap<Format, Deque<String>>();
        study.compare()
                .forEach(n -> names.computeIfAbsent(n.format(), _ -> new ArrayDeque<>())
                        .add(n.name()));
        return named.stream()
                .map(e -> new Compared(
                        names.get(e.format()).removeFirst(),
                        e,
                        front.dominator(e),
                        limits.stream().filter(limit -> limit.brokenBy(e)).toList()))
                .toList();
    }
}

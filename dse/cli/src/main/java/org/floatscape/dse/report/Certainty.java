package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.floatscape.dse.confidence.Confidence;
import org.floatscape.dse.confidence.Standing;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.fit.Interval;

/** How sure a verdict is, in sentences. */
final class Certainty {

    private static final int NAMED = 4;

    private Certainty() {}

    /** Of the recommended format; one sentence where nothing is known. */
    static List<String> of(Verdict verdict) {
        return verdict.confidence()
                .map(confidence -> known(verdict, confidence))
                .orElseGet(() -> List.of("How sure: unknown, for law %s %s."
                        .formatted(verdict.law().name(), verdict.law().samples().method())));
    }

    private static List<String> known(Verdict verdict, Confidence confidence) {
        int best = indexOfChosen(verdict);
        Standing standing = confidence.space().get(best);
        var lines = new ArrayList<String>();
        lines.add("How sure: P(best) %s, P(on the front) %s, over %s."
                .formatted(
                        share(confidence.pBest().get(best)),
                        share(standing.pFront()),
                        confidence.samples().text()));
        lines.add("95 %% of the samples: loss %s nats, above full precision %s nats."
                .formatted(interval(standing.lossNats95()), interval(standing.deltaNats95())));
        if (standing.pFinite() < 1) {
            lines.add("In %s of the samples the law has no finite loss for it: so loosely are its constants known."
                    .formatted(share(1 - standing.pFinite())));
        }
        if (confidence.pFeasible() < 1) {
            lines.add("Some format meets the budgets in %s of the samples.".formatted(share(confidence.pFeasible())));
        }
        lines.add(rivalsText(verdict, confidence));
        return lines;
    }

    /** Formats within the budgets that are not distinguishable from the recommended one, the likeliest best first. */
    static List<Integer> rivals(Verdict verdict, Confidence confidence) {
        int best = indexOfChosen(verdict);
        return IntStream.range(0, verdict.space().size())
                .filter(i -> i != best && !confidence.space().get(i).isDistinguishable())
                .filter(i -> verdict.limits().stream()
                        .noneMatch(limit -> limit.brokenBy(verdict.space().get(i))))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -confidence.pBest().get(i)))
                .toList();
    }

    private static String rivalsText(Verdict verdict, Confidence confidence) {
        var rivals = rivals(verdict, confidence);
        if (rivals.isEmpty()) {
            return "Every other format within the budgets is distinguishable from it: its loss differs in 95 % of the"
                    + " samples.";
        }
        String named = rivals.stream()
                .limit(NAMED)
                .map(i -> "%s (P(best) %s)"
                        .formatted(
                                ExplorationTables.shortName(
                                        verdict.space().get(i).format()),
                                share(confidence.pBest().get(i))))
                .collect(Collectors.joining(", "));
        return "Not distinguishable from it in loss, within the budgets: %d format%s, %s%s."
                .formatted(
                        rivals.size(),
                        rivals.size() == 1 ? "" : "s",
                        named,
                        rivals.size() > NAMED ? " and others; see points.csv" : "");
    }

    private static int indexOfChosen(Verdict verdict) {
        Evaluation chosen = verdict.recommendation().chosen().orElseThrow();
        return verdict.space().indexOf(chosen);
    }

    /** A probability in percent; never 0 or 100 where it is neither. */
    static String share(double p) {
        String text = Figures.format("%.0f", 100 * p);
        return (p > 0 && text.equals("0") ? "<1" : p < 1 && text.equals("100") ? ">99" : text) + " %";
    }

    static String interval(Interval interval) {
        return bound(interval.lower()) + " .. " + bound(interval.upper());
    }

    private static String bound(double value) {
        return Double.isFinite(value)
                ? Figures.format(Math.abs(value) < 1e6 ? "%.4f" : "%.4g", value)
                : value < 0 ? "-infinite" : "infinite";
    }
}

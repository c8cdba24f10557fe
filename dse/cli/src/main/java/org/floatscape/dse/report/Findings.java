package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.floatscape.dse.evaluation.Caveat;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.recommend.Recommendation.Shortfall;
import org.floatscape.dse.study.Metric;

/** What an exploration says in sentences, one per line of a report. */
final class Findings {
    private Findings() {}

    /** What was recommended, and what makes it so. */
    static List<String> recommendation(Exploration exploration) {
        return switch (exploration.recommendation()) {
            case Recommendation.Proven(var best, var _) -> chosen(exploration, best, "proven least of");
            case Recommendation.Unproven(var best, double bound, var _) -> {
                var lines = new ArrayList<>(chosen(exploration, best, "best found of"));
                Metric objective = exploration.study().objectives().getFirst();
                lines.add("Not proven: the search stopped early; no format has less than %s."
                        .formatted(Figures.withUnit(objective, bound)));
                yield lines;
            }
            case Recommendation.Infeasible(var shortfalls) -> infeasible(shortfalls);
            case Recommendation.Unknown() -> List.of("The search stopped before it found a format within the budgets.");
        };
    }

    private static List<String> chosen(Exploration exploration, Evaluation best, String how) {
        Metric objective = exploration.study().objectives().getFirst();
        var lines = new ArrayList<String>();
        lines.add(org.floatscape.dse.format.NamedFormats.label(best.format()));
        lines.add("%s: %s %s %d formats%s."
                .formatted(
                        Figures.withUnit(objective, best.value(objective)),
                        how,
                        objective.key() + " among",
                        exploration.space().size(),
                        exploration.limits().isEmpty() ? "" : ", within the budgets"));
        for (var limit : exploration.limits()) {
            lines.add("%s: %s, %s of it used."
                    .formatted(
                            capitalized(ExplorationTables.limit(limit)),
                            Figures.withUnit(limit.metric(), best.value(limit.metric())),
                            Figures.format("%.1f %%", 100 * best.value(limit.metric()) / limit.amount())));
        }
        lines.add("Loss above full precision: %s. Critical data size: %s tokens. Unit: %s."
                .formatted(
                        Figures.withUnit(Metric.LOSS, best.accuracy().deltaLossNats()),
                        Figures.count(best.accuracy().criticalTokens()),
                        best.cost().unit()));
        return lines;
    }

    private static List<String> infeasible(List<Shortfall> shortfalls) {
        var lines = new ArrayList<String>();
        lines.add("No format of the space meets the budgets.");
        for (Shortfall shortfall : shortfalls) {
            Metric metric = shortfall.limit().metric();
            String held = shortfall.held().isEmpty()
                    ? ""
                    : " with "
                            + shortfall.held().stream()
                                    .map(ExplorationTables::limit)
                                    .collect(Collectors.joining(" and "));
            lines.add("Budget %s cannot be met%s: the least reachable is %s. Relax it to that, or widen the space."
                    .formatted(
                            ExplorationTables.limit(shortfall.limit()),
                            held,
                            Figures.withUnit(metric, shortfall.leastAmount())));
        }
        return lines;
    }

    /** What a reader must know before quoting a figure. */
    static List<String> warnings(Exploration exploration) {
        var warnings = new ArrayList<String>();
        var model = exploration.study().model();
        for (NamedLaw.Range range : exploration.law().outside(Point.of(model.nParams(), model.nTokens()))) {
            double figure = range.column() == Column.PARAMS ? model.nParams() : model.nTokens();
            warnings.add("Extrapolation: %s %s lie outside the %s .. %s that the law was fitted on."
                    .formatted(
                            Figures.count(figure),
                            range.column().key(),
                            Figures.count(range.min()),
                            Figures.count(range.max())));
        }
        long beyond = exploration.space().stream()
                .filter(e -> e.accuracy().caveats().contains(Caveat.BEYOND_CRITICAL_TOKENS))
                .count();
        if (beyond > 0) {
            warnings.add(
                    "In %d of %d formats the training tokens exceed the critical data size: more data raises the loss."
                            .formatted(beyond, exploration.space().size()));
        }
        List<String> outside = exploration.space().stream()
                .filter(e -> !e.cost().outside().isEmpty())
                .map(e -> e.format().name())
                .toList();
        if (!outside.isEmpty()) {
            warnings.add("Costs of %d of %d formats extrapolate beyond the units that were synthesised, such as %s: %s."
                    .formatted(
                            outside.size(),
                            exploration.space().size(),
                            outside.getFirst(),
                            exploration.space().stream()
                                    .map(e -> e.cost().outside())
                                    .filter(text -> !text.isEmpty())
                                    .findFirst()
                                    .orElseThrow()));
        }
        best(exploration)
                .filter(best -> !best.cost().outside().isEmpty())
                .ifPresent(best -> warnings.add("The recommended format's unit lies outside what was synthesised: %s."
                        .formatted(best.cost().outside())));
        best(exploration)
                .ifPresent(best -> best.accuracy().caveats().stream()
                        .filter(caveat -> caveat != Caveat.EXTRAPOLATED)
                        .forEach(caveat -> warnings.add("The recommended format: %s.".formatted(caveat.text()))));
        return warnings;
    }

    static java.util.Optional<Evaluation> best(Exploration exploration) {
        return switch (exploration.recommendation()) {
            case Recommendation.Proven(var best, var _) -> java.util.Optional.of(best);
            case Recommendation.Unproven(var best, double _, var _) -> java.util.Optional.of(best);
            case Recommendation.Infeasible _, Recommendation.Unknown _ -> java.util.Optional.empty();
        };
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

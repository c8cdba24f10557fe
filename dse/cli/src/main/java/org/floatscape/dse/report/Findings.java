package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.floatscape.dse.cost.Errors;
import org.floatscape.dse.evaluation.Caveat;
import org.floatscape.dse.evaluation.Cost;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.recommend.Recommendation.Shortfall;
import org.floatscape.dse.study.Metric;

/** What an exploration says in sentences, one per line of a report. */
final class Findings {
    private Findings() {}

    /** What was recommended, and what makes it so. */
    static List<String> recommendation(Exploration exploration) {
        Verdict verdict = exploration.verdict();
        return switch (verdict.recommendation()) {
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
        Verdict verdict = exploration.verdict();
        Metric objective = exploration.study().objectives().getFirst();
        var lines = new ArrayList<String>();
        lines.add(NamedFormats.label(best.format()));
        lines.add("%s: %s %s %d formats%s."
                .formatted(
                        Figures.withUnit(objective, best.value(objective)),
                        how,
                        objective.key() + " among",
                        verdict.space().size(),
                        verdict.limits().isEmpty() ? "" : ", within the budgets"));
        for (var limit : verdict.limits()) {
            lines.add("%s: %s, %s of it used."
                    .formatted(
                            capitalized(ExplorationTables.limit(limit)),
                            Figures.withUnit(limit.metric(), best.value(limit.metric())),
                            Figures.format("%.1f %%", 100 * best.value(limit.metric()) / limit.amount())));
        }
        Cost cost = best.cost();
        lines.add(Figures.format(
                "Per MAC: energy %.4f pJ, of it the unit %.4f, its operands' memories %.4f, conversions %.2g; area"
                        + " %.2f um2, of it converters %.2g.",
                cost.energyPj(),
                cost.macEnergyPj(),
                cost.memoryEnergyPj(),
                cost.conversionEnergyPj(),
                cost.areaUm2(),
                cost.conversionAreaUm2()));
        lines.add("The unit's held-out error: energy %s; area %s."
                .formatted(
                        heldOut(cost.errors().energy()), heldOut(cost.errors().area())));
        lines.add("Loss above full precision: %s. Critical data size: %s tokens. Unit: %s."
                .formatted(
                        Figures.withUnit(Metric.LOSS, best.accuracy().deltaLossNats()),
                        Figures.count(best.accuracy().criticalTokens()),
                        best.cost().unit()));
        lines.addAll(Certainty.of(verdict));
        return lines;
    }

    private static String heldOut(Errors errors) {
        return Figures.format(
                "half within %.1f %%, nine in ten within %.1f %% of %d points",
                100 * errors.median(), 100 * errors.p90(), errors.points());
    }

    /** What a reader of one format's figures must know, of its loss and of its cost. */
    static List<String> caveats(Evaluation evaluation) {
        var caveats = new ArrayList<>(
                evaluation.accuracy().caveats().stream().map(Caveat::text).toList());
        String outside = evaluation.cost().outside();
        if (!outside.isEmpty()) {
            caveats.add("cost extrapolated beyond the synthesised units: " + outside);
        }
        return caveats;
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
                            Figures.roundedUp(metric, shortfall.leastAmount())));
        }
        return lines;
    }

    /** What a reader must know before quoting a figure. */
    static List<String> warnings(Exploration exploration) {
        var warnings = new ArrayList<String>(LawWarnings.of(exploration.study(), exploration.verdict(), ""));
        for (Verdict other : exploration.others()) {
            warnings.addAll(
                    LawWarnings.of(exploration.study(), other, other.law().name() + ": "));
        }
        exploration
                .verdict()
                .recommendation()
                .chosen()
                .ifPresent(best -> best.accuracy().caveats().stream()
                        .filter(caveat -> caveat != Caveat.EXTRAPOLATED)
                        .forEach(caveat -> warnings.add("The recommended format: %s.".formatted(caveat.text()))));
        Silicon.warning(exploration.study().hardware()).ifPresent(warnings::add);
        warnings.addAll(beyondSyntheses(exploration.verdict()));
        beyondConverters(exploration.verdict()).ifPresent(warnings::add);
        warnings.add(LawWarnings.blindSpots(exploration.verdict()));
        exploration.others().forEach(other -> warnings.add(LawWarnings.blindSpots(other)));
        return warnings;
    }

    private static List<String> beyondSyntheses(Verdict verdict) {
        List<Evaluation> outside = verdict.space().stream()
                .filter(e -> !e.cost().outside().isEmpty())
                .toList();
        if (outside.isEmpty()) {
            return List.of();
        }
        var first = outside.getFirst();
        var warnings = new ArrayList<String>();
        warnings.add("Costs of %d of %d formats extrapolate beyond the units that were synthesised, such as %s: %s."
                .formatted(
                        outside.size(),
                        verdict.space().size(),
                        first.format().name(),
                        first.cost().outside()));
        verdict.recommendation()
                .chosen()
                .filter(best -> !best.cost().outside().isEmpty())
                .ifPresent(best -> warnings.add("The recommended format's unit lies outside what was synthesised: %s."
                        .formatted(best.cost().outside())));
        return warnings;
    }

    /** Where conversions are counted; how little they are says how much it matters. */
    private static Optional<String> beyondConverters(Verdict verdict) {
        List<Evaluation> outside = verdict.space().stream()
                .filter(e -> !e.cost().conversionOutside().isEmpty())
                .toList();
        return outside.stream()
                .findFirst()
                .map(first -> Figures.format(
                        "The converters of %d of %d formats lie outside those that were synthesised, such as %s's, %s."
                                + " Conversion is at most %.2g %% of their energy.",
                        outside.size(),
                        verdict.space().size(),
                        first.format().name(),
                        first.cost().conversionOutside(),
                        100
                                * outside.stream()
                                        .map(Evaluation::cost)
                                        .mapToDouble(cost -> cost.conversionEnergyPj() / cost.energyPj())
                                        .max()
                                        .orElseThrow()));
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

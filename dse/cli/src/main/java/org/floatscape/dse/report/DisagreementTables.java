package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Disagreement;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Verdict;

/** Where the laws of a study disagree. */
final class DisagreementTables {

    private static final String NONE = "-";
    private static final int SWAPS = 5;

    private DisagreementTables() {}

    /** One row a law: what it would choose, and what the decided format loses under it. */
    static TextTable choices(Exploration exploration) {
        var table = new TextTable(
                "law", "<it would choose", "loss above full", "decided format above", "rank tau", "of formats");
        table.row(
                exploration.verdict().law().name() + " (decides)",
                chosen(exploration.verdict()),
                aboveFull(exploration.verdict()),
                NONE,
                NONE,
                String.valueOf(exploration.verdict().space().size()));
        for (Disagreement d : exploration.disagreements()) {
            table.row(
                    d.other().law().name(),
                    chosen(d.other()),
                    aboveFull(d.other()),
                    d.regretNats().isPresent()
                            ? Figures.format("%+.4f", d.regretNats().getAsDouble())
                            : NONE,
                    d.rankTau().isPresent() ? Figures.format("%.2f", d.rankTau().getAsDouble()) : NONE,
                    String.valueOf(d.nShared()));
        }
        return table;
    }

    private static String chosen(Verdict verdict) {
        return verdict.recommendation()
                .chosen()
                .map(e -> ExplorationTables.shortName(e.format()))
                .orElse("nothing: budgets not met");
    }

    private static String aboveFull(Verdict verdict) {
        return verdict.recommendation()
                .chosen()
                .map(e -> Figures.format("%.4f", e.accuracy().deltaLossNats()))
                .orElse(NONE);
    }

    /** One row a named format: its loss above full precision under each law. */
    static TextTable named(Exploration exploration) {
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(exploration.verdict());
        verdicts.addAll(exploration.others());
        var header = new ArrayList<>(List.of("loss above full precision, nats"));
        verdicts.forEach(v -> header.add(v.law().name()));
        var table = new TextTable(header.toArray(String[]::new));
        var byLaw = verdicts.stream().map(DisagreementTables::deltaNats).toList();
        exploration.study().compare().forEach(named -> {
            var cells = new ArrayList<>(List.of(named.name()));
            byLaw.forEach(deltas -> cells.add(deltas.getOrDefault(named.name(), NONE)));
            table.row(cells.toArray(String[]::new));
        });
        return table;
    }

    private static Map<String, String> deltaNats(Verdict verdict) {
        var deltas = new HashMap<String, String>();
        for (Compared c : verdict.compared()) {
            String bound = c.evaluation().accuracy().isLowerBound() ? ">= " : "";
            deltas.put(
                    c.name(),
                    bound + Figures.format("%.4f", c.evaluation().accuracy().deltaLossNats()));
        }
        return deltas;
    }

    /** The opposite orders that differ most, one sentence each. */
    static List<String> swaps(Exploration exploration) {
        var lines = new ArrayList<String>();
        for (Disagreement d : exploration.disagreements()) {
            String other = d.other().law().name();
            d.swapped().stream()
                    .sorted(Comparator.comparingDouble(s -> -Math.min(s.decidingNats(), s.otherNats())))
                    .limit(SWAPS)
                    .forEach(s -> lines.add("%s loses less than %s by %s nats under %s, and more by %s under %s."
                            .formatted(
                                    s.lower(),
                                    s.higher(),
                                    Figures.format("%.4f", s.decidingNats()),
                                    exploration.verdict().law().name(),
                                    Figures.format("%.4f", s.otherNats()),
                                    other)));
            if (d.swapped().size() > SWAPS) {
                lines.add("%s and %s order %d more pairs of named formats oppositely."
                        .formatted(
                                exploration.verdict().law().name(),
                                other,
                                d.swapped().size() - SWAPS));
            }
        }
        return lines;
    }
}

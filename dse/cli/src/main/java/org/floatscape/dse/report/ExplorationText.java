package org.floatscape.dse.report;

import java.util.List;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.recommend.Recommendation;

/** An exploration for a terminal of 100 columns. */
public final class ExplorationText {

    private static final int FRONT_ROWS = 24;

    private ExplorationText() {}

    /** The whole text, every line ended. */
    public static String of(Exploration exploration) {
        var study = exploration.study();
        var text = new StringBuilder();
        text.append(Paragraph.of(
                "",
                "  ",
                "%s: %s parameters, %s tokens, %s, %s."
                        .formatted(
                                study.title(),
                                Figures.count(study.model().nParams()),
                                Figures.count(study.model().nTokens()),
                                Silicon.text(study.hardware()),
                                laws(exploration))));
        heading(text, "Recommended");
        Findings.recommendation(exploration).forEach(line -> text.append(Paragraph.of("  ", "    ", line)));
        switch (exploration.verdict().recommendation()) {
            case Recommendation.Proven(var best, var neighbours) -> neighbours(text, best, neighbours);
            case Recommendation.Unproven(var best, double _, var neighbours) -> neighbours(text, best, neighbours);
            case Recommendation.Infeasible _, Recommendation.Unknown _ -> {}
        }
        front(text, exploration);
        if (!exploration.verdict().compared().isEmpty()) {
            heading(text, "Named formats (%s over budget)".formatted(ExplorationTables.OVER));
            text.append(ExplorationTables.compared(exploration.verdict()).text());
        }
        if (!exploration.others().isEmpty()) {
            heading(text, "Where the laws disagree");
            text.append(DisagreementTables.choices(exploration).text()).append('\n');
            text.append(DisagreementTables.named(exploration).text());
            DisagreementTables.swaps(exploration).forEach(line -> text.append(Paragraph.of("  ", "    ", "- " + line)));
        }
        var warnings = Findings.warnings(exploration);
        if (!warnings.isEmpty()) {
            heading(text, "Warnings");
            warnings.forEach(warning -> text.append(Paragraph.of("  ", "    ", "- " + warning)));
        }
        return text.toString();
    }

    private static String laws(Exploration exploration) {
        var names = exploration.study().law().names();
        return names.size() == 1
                ? "law " + names.getFirst()
                : "laws %s (decides), %s"
                        .formatted(names.getFirst(), String.join(", ", names.subList(1, names.size())));
    }

    private static void neighbours(
            StringBuilder text,
            org.floatscape.dse.evaluation.Evaluation best,
            List<Recommendation.Neighbour> neighbours) {
        heading(text, "One step away from it");
        text.append(ExplorationTables.neighbours(best, neighbours).text());
    }

    private static void front(StringBuilder text, Exploration exploration) {
        var verdict = exploration.verdict();
        var points = verdict.front().points();
        var objectives = verdict.front().objectives().stream().map(m -> m.key()).toList();
        heading(
                text,
                "Front over %s: %d of %d formats"
                        .formatted(
                                String.join(", ", objectives),
                                points.size(),
                                verdict.space().size()));
        text.append(ExplorationTables.front(verdict, Math.min(FRONT_ROWS, points.size()))
                .text());
        if (points.size() > FRONT_ROWS) {
            text.append("  … and %d more in front.csv\n".formatted(points.size() - FRONT_ROWS));
        }
    }

    private static void heading(StringBuilder text, String heading) {
        text.append('\n').append(heading).append('\n');
    }
}

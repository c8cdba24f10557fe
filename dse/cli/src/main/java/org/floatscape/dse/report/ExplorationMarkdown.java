package org.floatscape.dse.report;

import java.util.List;
import java.util.stream.Collectors;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.study.StudyReader;

/** An exploration as a document to put beside a spec. */
final class ExplorationMarkdown {
    private ExplorationMarkdown() {}

    static String of(Exploration exploration) {
        var study = exploration.study();
        var text = new StringBuilder("# " + study.title() + "\n\n");
        text.append("%s parameters without embeddings, %s training tokens, %s.\n\n"
                .formatted(
                        Figures.count(study.model().nParams()),
                        Figures.count(study.model().nTokens()),
                        Silicon.text(study.hardware())));
        text.append("## Recommended\n\n");
        text.append(bullets(Findings.recommendation(exploration)));
        switch (exploration.verdict().recommendation()) {
            case Recommendation.Proven(var best, var neighbours) -> neighbours(text, best, neighbours);
            case Recommendation.Unproven(var best, double _, var neighbours) -> neighbours(text, best, neighbours);
            case Recommendation.Infeasible _, Recommendation.Unknown _ -> {}
        }
        text.append("\n![Front](front.svg)\n");
        text.append("\n## Named formats\n\nA figure over its budget is marked `%s`.\n\n"
                        .formatted(ExplorationTables.OVER))
                .append(ExplorationTables.compared(exploration.verdict()).markdown());
        text.append("\n## Front over %s\n\n%d of %d formats; all of them in points.csv.\n\n"
                .formatted(
                        exploration.verdict().front().objectives().stream()
                                .map(m -> m.key())
                                .collect(Collectors.joining(", ")),
                        exploration.verdict().front().points().size(),
                        exploration.verdict().space().size()));
        text.append(ExplorationTables.front(
                        exploration.verdict(),
                        exploration.verdict().front().points().size())
                .markdown());
        disagreements(text, exploration);
        text.append("\n## Warnings\n\n").append(bullets(Findings.warnings(exploration)));
        law(text, exploration.verdict());
        exploration.others().forEach(other -> law(text, other));
        text.append("\n## Where the costs come from\n\nCost library %s: %s; sha256 %s.\n"
                .formatted(
                        Silicon.library(study.hardware()),
                        exploration.costLibrary(),
                        study.hardware().costLibrary().sha256()));
        text.append("\n## Study\n\n```yaml\n").append(StudyReader.toYaml(study)).append("```\n");
        return text.toString();
    }

    private static void neighbours(StringBuilder text, Evaluation best, List<Recommendation.Neighbour> neighbours) {
        text.append("\nOne step away from it:\n\n")
                .append(ExplorationTables.neighbours(best, neighbours).markdown());
    }

    private static void disagreements(StringBuilder text, Exploration exploration) {
        if (exploration.others().isEmpty()) {
            return;
        }
        text.append("\n## Where the laws disagree\n\n")
                .append("Decided format above: what the format that the first law decides for loses under this law"
                        + " above ")
                .append("this law's own choice, nats per token. Rank tau: Kendall's, of the losses of the formats"
                        + " that ")
                .append("both speak of.\n\n")
                .append(DisagreementTables.choices(exploration).markdown())
                .append('\n')
                .append(DisagreementTables.named(exploration).markdown());
        var swaps = DisagreementTables.swaps(exploration);
        text.append('\n').append(swaps.isEmpty() ? "No two named formats change places.\n" : bullets(swaps));
    }

    private static void law(StringBuilder text, Verdict verdict) {
        NamedLaw law = verdict.law().law();
        text.append("\n## Where the loss comes from: %s\n\n%s (%s).\n\n`%s`\n\n"
                .formatted(
                        verdict.law().name(),
                        law.title(),
                        law.source(),
                        law.law().form().formula()));
        text.append(verdict.confidence()
                .map(c ->
                        "Uncertainty: %s; that its form is right, that it holds for this model, and the costs are taken as given."
                                .formatted(c.samples().text()))
                .orElse("Nothing is known of the uncertainty of its constants: its losses are point estimates."));
        text.append("\n\nIt assumes:\n\n").append(bullets(law.assumes()));
        text.append("\nIt cannot see:\n\n").append(bullets(law.cannotSee()));
    }

    private static String bullets(List<String> lines) {
        return lines.isEmpty()
                ? "None.\n"
                : lines.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
    }
}

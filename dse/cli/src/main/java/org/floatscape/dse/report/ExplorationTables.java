package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.recommend.Recommendation.Neighbour;
import org.floatscape.dse.study.Metric;

/** The tables that the terminal and the Markdown report share. */
final class ExplorationTables {
    private ExplorationTables() {}

    /** A format under its alias where it has one. */
    static String shortName(Format format) {
        return NamedFormats.alias(format).orElseGet(format::name);
    }

    static TextTable neighbours(Evaluation best, List<Neighbour> neighbours) {
        var table = new TextTable("step", "<format", "loss nats", "energy", "area", "bits", "<in budget");
        for (Neighbour neighbour : neighbours) {
            Evaluation e = neighbour.evaluation();
            table.row(
                    neighbour.step(),
                    shortName(e.format()),
                    Figures.format("%+.4f", e.value(Metric.LOSS) - best.value(Metric.LOSS)),
                    Figures.percent(best.value(Metric.ENERGY), e.value(Metric.ENERGY)),
                    Figures.percent(best.value(Metric.AREA), e.value(Metric.AREA)),
                    Figures.format("%+.3f", e.value(Metric.STORAGE) - best.value(Metric.STORAGE)),
                    neighbour.broken().isEmpty() ? "yes" : "no: " + metrics(neighbour.broken()));
        }
        return table;
    }

    /** The first rows of the front; with probabilities where the law's uncertainty is known. */
    static TextTable front(Verdict verdict, int rows) {
        var header =
                new ArrayList<>(List.of("format", "loss nats", "energy pJ", "area um2", "delay ns", "bits/element"));
        verdict.confidence().ifPresent(_ -> header.addAll(List.of("P(best)", "P(front)")));
        var table = new TextTable(header.toArray(String[]::new));
        for (Evaluation e : verdict.front().points().subList(0, rows)) {
            var cells = new ArrayList<>(List.of(
                    shortName(e.format()),
                    figure(e, Metric.LOSS),
                    figure(e, Metric.ENERGY),
                    figure(e, Metric.AREA),
                    figure(e, Metric.DELAY),
                    figure(e, Metric.STORAGE)));
            verdict.confidence().ifPresent(confidence -> {
                int at = verdict.space().indexOf(e);
                cells.add(Certainty.share(confidence.pBest().get(at)));
                cells.add(Certainty.share(confidence.space().get(at).pFront()));
            });
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    /** A figure that breaks its budget is marked with {@link #OVER}; P(front) where the law's uncertainty is known. */
    static TextTable compared(Verdict verdict) {
        var table = new TextTable(
                "format",
                "loss nats ",
                "energy pJ ",
                "area um2 ",
                verdict.confidence().isPresent() ? "P(front)" : "bits ",
                "<where it stands");
        for (int i = 0; i < verdict.compared().size(); i++) {
            Compared c = verdict.compared().get(i);
            String bound = c.evaluation().accuracy().isLowerBound() ? ">= " : "";
            int at = i;
            table.row(
                    c.name(),
                    bound + marked(c, Metric.LOSS),
                    marked(c, Metric.ENERGY),
                    marked(c, Metric.AREA),
                    verdict.confidence()
                            .map(known ->
                                    Certainty.share(known.compared().get(at).pFront()))
                            .orElseGet(() -> marked(c, Metric.STORAGE)),
                    standing(c));
        }
        return table;
    }

    /** Marks a figure that is over its budget. */
    static final String OVER = "!";

    private static String marked(Compared compared, Metric metric) {
        boolean over = compared.broken().stream().anyMatch(limit -> limit.metric() == metric);
        return figure(compared.evaluation(), metric) + (over ? OVER : " ");
    }

    private static String standing(Compared compared) {
        return compared.dominator()
                .map(better -> "dominated by " + shortName(better.format()))
                .orElse("on the front");
    }

    private static String metrics(List<Limit> limits) {
        return limits.stream().map(limit -> limit.metric().key()).collect(Collectors.joining(", "));
    }

    private static String figure(Evaluation evaluation, Metric metric) {
        return Figures.amount(metric, evaluation.value(metric));
    }

    /** A budget with what it comes to. */
    static String limit(Limit limit) {
        return "%s at most %s%s"
                .formatted(
                        limit.metric().key(),
                        Figures.withUnit(limit.metric(), limit.amount()),
                        limit.budget() instanceof org.floatscape.dse.study.Budget.Relative
                                ? " (" + limit.budget().text() + ")"
                                : "");
    }
}

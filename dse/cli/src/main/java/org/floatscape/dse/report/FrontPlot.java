package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.floatscape.dse.confidence.Standing;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.study.Metric;

/** Loss, or whatever is minimised, against cost: the space, its front, the named formats and the recommended one. */
final class FrontPlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;

    private static final String PALE_BLUE = "#a9cbe6";
    private static final String PALE_ORANGE = "#f4b183";

    private final Exploration exploration;
    private final Verdict verdict;
    private final Metric xMetric;
    private final Metric yMetric;
    private final List<Evaluation> shown;
    private final Axis x;
    private final Axis y;

    /** Where labels stand already, x and baseline. */
    private final List<double[]> labels = new ArrayList<>();

    private FrontPlot(Exploration exploration) {
        this.exploration = exploration;
        this.verdict = exploration.verdict();
        var objectives = exploration.study().objectives();
        this.yMetric = objectives.getFirst();
        this.xMetric = objectives.size() > 1 ? objectives.get(1) : Metric.STORAGE;
        this.shown = new ArrayList<>(verdict.space());
        verdict.compared().forEach(compared -> shown.add(compared.evaluation()));
        this.x = Axis.log(least(this::xFigure), most(this::xFigure), 90, WIDTH - 30);
        this.y = Axis.log(least(this::yFigure), most(this::yFigure), HEIGHT - 70, 60);
    }

    /** The figure as SVG text. */
    static String of(Exploration exploration) {
        return new FrontPlot(exploration).draw();
    }

    private double xFigure(Evaluation evaluation) {
        return evaluation.value(xMetric);
    }

    /** Of a loss, what quantization adds: formats differ by far less than what all of them lose. */
    private double yFigure(Evaluation evaluation) {
        return yMetric == Metric.LOSS ? evaluation.accuracy().deltaLossNats() : evaluation.value(yMetric);
    }

    private double least(ToDoubleFunction<Evaluation> figure) {
        return shown.stream().mapToDouble(figure).filter(f -> f > 0).min().orElse(1);
    }

    private double most(ToDoubleFunction<Evaluation> figure) {
        return shown.stream().mapToDouble(figure).filter(f -> f > 0).max().orElse(1);
    }

    private String draw() {
        var svg = new Svg(WIDTH, HEIGHT, exploration.study().title());
        String yTitle = yMetric == Metric.LOSS
                ? "loss above full precision (nats per token)"
                : "%s (%s)".formatted(yMetric.key(), yMetric.unit());
        Chart.frame(
                svg, x, y, exploration.study().title(), xMetric.key() + " per MAC (" + xMetric.unit() + ")", yTitle);
        verdict.space().forEach(e -> dot(svg, e, 2, "#c4c4c4"));
        drawLimit(svg);
        drawIntervals(svg);
        verdict.front().points().forEach(e -> dot(svg, e, 3.2, Chart.BLUE));
        drawCompared(svg);
        drawOtherChoices(svg);
        verdict.recommendation().chosen().ifPresent(best -> drawBest(svg, best));
        drawKey(svg);
        return svg.text();
    }

    /** What a format is, for those who point at it. */
    private String tip(Evaluation e) {
        return verdict.confidence()
                .map(confidence -> {
                    int at = verdict.space().indexOf(e);
                    return at < 0
                            ? e.format().name()
                            : "%s, P(best) %s, P(front) %s"
                                    .formatted(
                                            e.format().name(),
                                            Certainty.share(confidence.pBest().get(at)),
                                            Certainty.share(
                                                    confidence.space().get(at).pFront()));
                })
                .orElseGet(e.format()::name);
    }

    private void dot(Svg svg, Evaluation e, double radius, String color) {
        svg.circle(x.px(xFigure(e)), yPx(e), radius, color, tip(e));
    }

    /** Where the law's uncertainty is known: the middle 95 % of what a format of the front loses. */
    private void drawIntervals(Svg svg) {
        if (yMetric == Metric.LOSS) {
            verdict.confidence()
                    .ifPresent(confidence -> verdict.front()
                            .points()
                            .forEach(e -> drawInterval(
                                    svg,
                                    e,
                                    confidence.space().get(verdict.space().indexOf(e)))));
        }
    }

    private void drawInterval(Svg svg, Evaluation e, Standing standing) {
        double at = x.px(xFigure(e));
        double low = Math.clamp(standing.deltaNats95().lower(), y.from(), y.to());
        double high = Math.clamp(standing.deltaNats95().upper(), y.from(), y.to());
        svg.line(at, y.px(low), at, y.px(high), standing.isDistinguishable() ? PALE_BLUE : PALE_ORANGE, 3);
    }

    /** What loses nothing has no place on a logarithmic axis and sits on its foot. */
    private double yPx(Evaluation evaluation) {
        return yFigure(evaluation) > 0 ? y.px(yFigure(evaluation)) : y.fromPx();
    }

    private void drawLimit(Svg svg) {
        verdict.limits().stream()
                .filter(limit -> limit.metric() == xMetric && limit.amount() > x.from() && limit.amount() < x.to())
                .forEach(limit -> {
                    double at = x.px(limit.amount());
                    svg.line(at, y.fromPx(), at, y.toPx(), Chart.ORANGE, 1.2);
                    svg.label(
                            at + 5,
                            y.toPx() + 12,
                            "budget " + limit.budget().text(),
                            Svg.Anchor.START,
                            11,
                            Chart.ORANGE);
                });
    }

    private void drawCompared(Svg svg) {
        verdict.recommendation()
                .chosen()
                .ifPresent(best -> labels.add(new double[] {x.px(xFigure(best)), yPx(best) + 4}));
        for (Compared compared : verdict.compared()) {
            double px = x.px(xFigure(compared.evaluation()));
            double py = yPx(compared.evaluation());
            svg.path("M %s %s l 5 5 l -5 5 l -5 -5 z".formatted(Svg.px(px), Svg.px(py - 5)), Chart.INK, "#ffffff", 1);
            boolean right = px < x.toPx() - 130;
            svg.label(
                    px + (right ? 9 : -9),
                    labelY(px, py),
                    compared.name(),
                    right ? Svg.Anchor.START : Svg.Anchor.END,
                    11,
                    Chart.INK);
        }
    }

    /** Beside the mark, or the nearest line above or below where neither a label nor the ring around the best is yet. */
    private double labelY(double px, double py) {
        double free = IntStream.of(4, 16, -8, 28, -20, 40, -32)
                .mapToDouble(offset -> py + offset)
                .filter(y -> labels.stream().noneMatch(l -> Math.abs(l[0] - px) < 110 && Math.abs(l[1] - y) < 11))
                .findFirst()
                .orElse(py + 4);
        labels.add(new double[] {px, free});
        return free;
    }

    private void drawBest(Svg svg, Evaluation best) {
        double px = x.px(xFigure(best));
        double py = yPx(best);
        ring(svg, px, py, 8, Chart.GREEN);
        String name = NamedFormats.alias(best.format()).orElse(best.format().name());
        String sure = verdict.confidence()
                .map(confidence -> ", P(best) "
                        + Certainty.share(confidence.pBest().get(verdict.space().indexOf(best))))
                .orElse("");
        svg.label(px - 12, py > y.fromPx() - 40 ? py - 14 : py + 24, name + sure, Svg.Anchor.END, 12, Chart.GREEN);
    }

    /** What the study's other laws would choose, where the deciding one puts it. */
    private void drawOtherChoices(Svg svg) {
        for (Verdict other : exploration.others()) {
            var choice = other.recommendation().chosen().map(Evaluation::format);
            verdict.space().stream()
                    .filter(e -> choice.filter(e.format()::equals).isPresent())
                    .forEach(e -> {
                        double px = x.px(xFigure(e));
                        ring(svg, px, yPx(e), 6, Chart.ORANGE);
                        svg.label(
                                px - 10,
                                labelY(px, yPx(e)),
                                other.law().name() + " would choose",
                                Svg.Anchor.END,
                                11,
                                Chart.ORANGE);
                    });
        }
    }

    private static void ring(Svg svg, double centerX, double centerY, int radius, String color) {
        String path = "M %s %s a %3$d %3$d 0 1 0 %4$d 0 a %3$d %3$d 0 1 0 -%4$d 0"
                .formatted(Svg.px(centerX - radius), Svg.px(centerY), radius, 2 * radius);
        svg.path(path, "none", color, 2.5);
    }

    private void drawKey(Svg svg) {
        double keyY = 20;
        svg.circle(WIDTH - 420, keyY, 3, "#c4c4c4", "")
                .text(WIDTH - 412, keyY + 4, "space", Svg.Anchor.START, 11, Chart.INK);
        svg.circle(WIDTH - 360, keyY, 3.2, Chart.BLUE, "")
                .text(WIDTH - 352, keyY + 4, "front", Svg.Anchor.START, 11, Chart.INK);
        svg.path("M %d %s l 5 5 l -5 5 l -5 -5 z".formatted(WIDTH - 300, Svg.px(keyY - 5)), Chart.INK, "#ffffff", 1)
                .text(WIDTH - 290, keyY + 4, "named format", Svg.Anchor.START, 11, Chart.INK);
        ring(svg, WIDTH - 184, keyY, 6, Chart.GREEN);
        svg.text(WIDTH - 172, keyY + 4, "recommended", Svg.Anchor.START, 11, Chart.INK);
        if (verdict.confidence().isPresent() && yMetric == Metric.LOSS) {
            svg.line(WIDTH - 420, keyY + 10, WIDTH - 420, keyY + 24, PALE_BLUE, 3);
            svg.line(WIDTH - 412, keyY + 10, WIDTH - 412, keyY + 24, PALE_ORANGE, 3);
            svg.text(
                    WIDTH - 402,
                    keyY + 21,
                    "middle 95 % of the samples; orange: not distinguishable from it",
                    Svg.Anchor.START,
                    11,
                    Chart.INK);
        }
    }
}

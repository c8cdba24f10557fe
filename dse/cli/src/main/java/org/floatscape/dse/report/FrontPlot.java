package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.study.Metric;

/** Loss, or whatever is minimised, against cost: the space, its front, the named formats and the recommended one. */
final class FrontPlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;

    private final Exploration exploration;
    private final Metric xMetric;
    private final Metric yMetric;
    private final List<Evaluation> shown;
    private final Axis x;
    private final Axis y;

    private FrontPlot(Exploration exploration) {
        this.exploration = exploration;
        var objectives = exploration.study().objectives();
        this.yMetric = objectives.getFirst();
        this.xMetric = objectives.size() > 1 ? objectives.get(1) : Metric.STORAGE;
        this.shown = new ArrayList<>(exploration.space());
        exploration.compared().forEach(compared -> shown.add(compared.evaluation()));
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
        exploration.space().forEach(e -> dot(svg, e, 2, "#c4c4c4"));
        drawLimit(svg);
        exploration.front().points().forEach(e -> dot(svg, e, 3.2, Chart.BLUE));
        drawCompared(svg);
        switch (exploration.recommendation()) {
            case Recommendation.Proven(var best, var _) -> drawBest(svg, best);
            case Recommendation.Unproven(var best, double _, var _) -> drawBest(svg, best);
            case Recommendation.Infeasible _, Recommendation.Unknown _ -> {}
        }
        drawKey(svg);
        return svg.text();
    }

    private void dot(Svg svg, Evaluation e, double radius, String color) {
        svg.circle(x.px(xFigure(e)), yPx(e), radius, color, e.format().name());
    }

    /** What loses nothing has no place on a logarithmic axis and sits on its foot. */
    private double yPx(Evaluation evaluation) {
        return yFigure(evaluation) > 0 ? y.px(yFigure(evaluation)) : y.fromPx();
    }

    private void drawLimit(Svg svg) {
        exploration.limits().stream()
                .filter(limit -> limit.metric() == xMetric && limit.amount() > x.from() && limit.amount() < x.to())
                .forEach(limit -> {
                    double at = x.px(limit.amount());
                    svg.line(at, y.fromPx(), at, y.toPx(), Chart.ORANGE, 1.2);
                    svg.text(
                            at + 5,
                            y.toPx() + 12,
                            "budget " + limit.budget().text(),
                            Svg.Anchor.START,
                            11,
                            Chart.ORANGE);
                });
    }

    private void drawCompared(Svg svg) {
        var taken = new ArrayList<double[]>();
        for (Compared compared : exploration.compared()) {
            double px = x.px(xFigure(compared.evaluation()));
            double py = yPx(compared.evaluation());
            svg.path("M %s %s l 5 5 l -5 5 l -5 -5 z".formatted(Svg.px(px), Svg.px(py - 5)), Chart.INK, "#ffffff", 1);
            double labelY = labelY(taken, px, py);
            taken.add(new double[] {px, labelY});
            boolean right = px < x.toPx() - 130;
            svg.text(
                    px + (right ? 9 : -9),
                    labelY,
                    compared.name(),
                    right ? Svg.Anchor.START : Svg.Anchor.END,
                    11,
                    Chart.INK);
        }
    }

    /** Beside the mark, or the nearest line above or below that no label holds yet. */
    private static double labelY(List<double[]> taken, double px, double py) {
        return IntStream.of(4, 16, -8, 28, -20, 40, -32)
                .mapToDouble(offset -> py + offset)
                .filter(y -> taken.stream().noneMatch(t -> Math.abs(t[0] - px) < 110 && Math.abs(t[1] - y) < 11))
                .findFirst()
                .orElse(py + 4);
    }

    private void drawBest(Svg svg, Evaluation best) {
        double px = x.px(xFigure(best));
        double py = yPx(best);
        svg.path(
                "M %s %s a 8 8 0 1 0 16 0 a 8 8 0 1 0 -16 0".formatted(Svg.px(px - 8), Svg.px(py)),
                "none",
                Chart.GREEN,
                2.5);
        svg.text(
                px,
                py > y.fromPx() - 40 ? py - 14 : py + 24,
                NamedFormats.alias(best.format()).orElse(best.format().name()),
                Svg.Anchor.MIDDLE,
                12,
                Chart.GREEN);
    }

    private static void drawKey(Svg svg) {
        double keyY = 20;
        svg.circle(WIDTH - 420, keyY, 3, "#c4c4c4", "")
                .text(WIDTH - 412, keyY + 4, "space", Svg.Anchor.START, 11, Chart.INK);
        svg.circle(WIDTH - 360, keyY, 3.2, Chart.BLUE, "")
                .text(WIDTH - 352, keyY + 4, "front", Svg.Anchor.START, 11, Chart.INK);
        svg.path("M %d %s l 5 5 l -5 5 l -5 -5 z".formatted(WIDTH - 300, Svg.px(keyY - 5)), Chart.INK, "#ffffff", 1)
                .text(WIDTH - 290, keyY + 4, "named format", Svg.Anchor.START, 11, Chart.INK);
        svg.path(
                        "M %d %s a 6 6 0 1 0 12 0 a 6 6 0 1 0 -12 0".formatted(WIDTH - 190, Svg.px(keyY)),
                        "none",
                        Chart.GREEN,
                        2)
                .text(WIDTH - 172, keyY + 4, "recommended", Svg.Anchor.START, 11, Chart.INK);
    }
}

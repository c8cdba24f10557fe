package org.floatscape.dse.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.floatscape.dse.fit.Fit;

/** A fit at a glance: predicted against observed loss on the left, what is left over against compute on the right. */
public final class FitPlot {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 520;
    private static final double BOTTOM_PX = HEIGHT - 70;
    private static final double TOP_PX = 60;
    private static final double PERCENT = 100;
    private static final double WIDE = 10;

    private final String title;
    private final String panelTitle;
    private final String quantity;
    private final double[] observed;
    private final double[] predicted;
    private final double[] params;
    private final double[] tokens;

    private FitPlot(Fit fit, String title) {
        this.title = title;
        this.panelTitle = "%s, %d runs".formatted(fit.form().id(), fit.runs().rows());
        this.quantity = fit.form().target().replace("delta_loss", "loss above full precision");
        this.observed = fit.runs().number(fit.form().target());
        this.predicted = fit.predict(fit.runs());
        this.params = fit.runs().number("params");
        this.tokens = fit.runs().number("tokens");
    }

    /** The figure as SVG text. */
    public static String of(Fit fit, String title) {
        return new FitPlot(fit, title).draw();
    }

    private String draw() {
        var svg = new Svg(WIDTH, HEIGHT, title);
        drawFit(svg);
        drawResiduals(svg);
        return svg.text();
    }

    private void drawFit(Svg svg) {
        double least = both().min().orElseThrow();
        double most = both().max().orElseThrow();
        boolean log = most > WIDE * least;
        var x = axis(log, least, most, 90, WIDTH / 2.0 - 20);
        var y = axis(log, least, most, BOTTOM_PX, TOP_PX);
        Chart.frame(
                svg,
                x,
                y,
                panelTitle,
                "predicted %s (nats per token)".formatted(quantity),
                "observed %s (nats per token)".formatted(quantity));
        svg.line(x.px(least), y.px(least), x.px(most), y.px(most), Chart.GREY, 1.2);
        for (int i = 0; i < observed.length; i++) {
            svg.circle(x.px(predicted[i]), y.px(observed[i]), 3, Chart.BLUE, tip(i));
        }
    }

    /** Losses within one decade read better on an even scale. */
    private static Axis axis(boolean log, double least, double most, double fromPx, double toPx) {
        return log ? Axis.log(least, most, fromPx, toPx) : Axis.linear(least, most, fromPx, toPx);
    }

    private void drawResiduals(Svg svg) {
        double[] flops = IntStream.range(0, params.length)
                .mapToDouble(i -> 6 * params[i] * tokens[i])
                .toArray();
        double[] residual = IntStream.range(0, observed.length)
                .mapToDouble(i -> PERCENT * Math.log(observed[i] / predicted[i]))
                .toArray();
        double largest = Arrays.stream(residual).map(Math::abs).max().orElseThrow();
        var x = Axis.log(
                Arrays.stream(flops).min().orElseThrow(),
                Arrays.stream(flops).max().orElseThrow(),
                WIDTH / 2.0 + 90,
                WIDTH - 30);
        var y = Axis.linear(-largest, largest, BOTTOM_PX, TOP_PX);
        Chart.frame(svg, x, y, "Residuals", "training compute 6 N D (FLOP)", "100 ln(observed / predicted)");
        svg.line(x.fromPx(), y.px(0), x.toPx(), y.px(0), Chart.GREY, 1.2);
        for (int i = 0; i < observed.length; i++) {
            svg.circle(x.px(flops[i]), y.px(residual[i]), 3, Chart.BLUE, tip(i));
        }
    }

    private DoubleStream both() {
        return DoubleStream.concat(Arrays.stream(observed), Arrays.stream(predicted));
    }

    private String tip(int i) {
        return Figures.format(
                "N %.4g, D %.4g: observed %.4f, predicted %.4f", params[i], tokens[i], observed[i], predicted[i]);
    }
}

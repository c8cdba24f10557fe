package org.floatscape.dse.report;

import java.util.stream.Stream;
import org.floatscape.dse.cost.MacBreakdown;
import org.floatscape.dse.cost.Metric;

/** A unit's area, energy and delay, each a bar stacked from its parts. */
public final class CostPlot {

    private static final int WIDTH = 900;
    private static final int BAR_LEFT = 130;
    private static final int BAR_WIDTH = 730;
    private static final int BAR_HEIGHT = 46;
    private static final String[] COLORS = {
        "#1f6fb4", "#d95f02", "#1b8a5a", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d", "#666666", "#8dd3c7",
        "#fb8072", "#80b1d3", "#bc80bd", "#b3de69", "#fdb462", "#4d4d4d", "#8c6bb1", "#c7c7c7", "#1a1a1a"
    };

    private CostPlot() {}

    /** The figure as SVG text; a metric that the source does not give has no bar. */
    public static String of(MacBreakdown breakdown) {
        String title = breakdown.unit().design().label();
        var metrics = Stream.of(Metric.values())
                .filter(metric -> breakdown.total(metric) > 0)
                .toList();
        int legend = 76 + 70 * metrics.size();
        int legendRows = (breakdown.parts().size() + 3) / 4;
        var svg = new Svg(WIDTH, legend + 4 + 20 * legendRows, title);
        svg.text(24, 30, title, Svg.Anchor.START, 15, Chart.INK);
        for (int i = 0; i < metrics.size(); i++) {
            bar(svg, breakdown, metrics.get(i), 54 + 70 * i);
        }
        for (int i = 0; i < breakdown.parts().size(); i++) {
            double x = 24 + 215 * (i % 4);
            double y = legend + 20 * (i / 4);
            svg.rect(x, y - 10, 12, 12, color(i), "");
            svg.text(x + 18, y, breakdown.parts().get(i).name(), Svg.Anchor.START, 12, Chart.INK);
        }
        return svg.text();
    }

    /** Another for each part: each time round half way to white. */
    private static String color(int i) {
        int rgb = Integer.parseInt(COLORS[i % COLORS.length].substring(1), 16);
        for (int round = i / COLORS.length; round > 0; round--) {
            rgb = ((rgb & 0xfefefe) >> 1) + 0x7f7f7f;
        }
        return "#%06x".formatted(rgb);
    }

    private static void bar(Svg svg, MacBreakdown breakdown, Metric metric, double y) {
        double total = breakdown.total(metric);
        svg.text(BAR_LEFT - 12, y + 20, metric.label(), Svg.Anchor.END, 13, Chart.INK);
        String figure = Figures.format(total < 1000 ? "%.4g %s" : "%.0f %s", total, unit(metric));
        svg.text(BAR_LEFT - 12, y + 36, figure, Svg.Anchor.END, 12, Chart.INK);
        double x = BAR_LEFT;
        for (int i = 0; i < breakdown.parts().size(); i++) {
            var part = breakdown.parts().get(i);
            double width = BAR_WIDTH * part.get(metric) / total;
            if (width > 0) {
                String color = color(i);
                String share = Figures.format("%.1f %%", 100 * part.get(metric) / total);
                svg.rect(x, y, width, BAR_HEIGHT, color, part.name() + " " + share);
                if (width > 44) {
                    svg.text(x + width / 2, y + 28, share, Svg.Anchor.MIDDLE, 11, on(color));
                }
            }
            x += width;
        }
    }

    /** A colour that reads on {@code fill}: its luma by Rec. 601 decides. */
    private static String on(String fill) {
        int rgb = Integer.parseInt(fill.substring(1), 16);
        double luma = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
        return luma > 140 ? Chart.INK : "#ffffff";
    }

    private static String unit(Metric metric) {
        return metric == Metric.ENERGY ? "pJ" : metric.unit();
    }
}

package org.floatscape.dse.report;

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

    /** The figure as SVG text. */
    public static String of(MacBreakdown breakdown) {
        String title = breakdown.total().design().label();
        int legendRows = (breakdown.parts().size() + 3) / 4;
        var svg = new Svg(WIDTH, 290 + 20 * legendRows, title);
        svg.text(24, 30, title, Svg.Anchor.START, 15, Chart.INK);
        for (Metric metric : Metric.values()) {
            bar(svg, breakdown, metric, 54 + 70 * metric.ordinal());
        }
        for (int i = 0; i < breakdown.parts().size(); i++) {
            double x = 24 + 215 * (i % 4);
            double y = 286 + 20 * (i / 4);
            svg.rect(x, y - 10, 12, 12, COLORS[i % COLORS.length], "");
            svg.text(x + 18, y, breakdown.parts().get(i).name(), Svg.Anchor.START, 12, Chart.INK);
        }
        return svg.text();
    }

    private static void bar(Svg svg, MacBreakdown breakdown, Metric metric, double y) {
        double total = breakdown.total().get(metric);
        svg.text(BAR_LEFT - 12, y + 20, metric.label(), Svg.Anchor.END, 13, Chart.INK);
        svg.text(BAR_LEFT - 12, y + 36, Figures.format("%.4g %s", total, unit(metric)), Svg.Anchor.END, 12, Chart.INK);
        double x = BAR_LEFT;
        for (int i = 0; i < breakdown.parts().size(); i++) {
            var part = breakdown.parts().get(i);
            double width = total == 0 ? 0 : BAR_WIDTH * part.get(metric) / total;
            if (width > 0) {
                String share = Figures.format("%.1f %%", 100 * part.get(metric) / total);
                svg.rect(x, y, width, BAR_HEIGHT, COLORS[i % COLORS.length], part.name() + " " + share);
                if (width > 44) {
                    svg.text(x + width / 2, y + 28, share, Svg.Anchor.MIDDLE, 11, "#ffffff");
                }
            }
            x += width;
        }
    }

    private static String unit(Metric metric) {
        return switch (metric) {
            case AREA -> "um2";
            case ENERGY -> "pJ";
            case DELAY -> "ns";
        };
    }
}

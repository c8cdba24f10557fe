package org.floatscape.dse.report;

/** The frame of a figure: title, two axes with their ticks and grid, an area to draw in. */
final class Chart {

    static final String INK = "#1a1a1a";
    static final String FAINT = "#e4e4e4";
    static final String GREY = "#9a9a9a";
    static final String BLUE = "#1f6fb4";
    static final String ORANGE = "#d95f02";
    static final String GREEN = "#1b8a5a";

    private static final int LABEL_PX = 12;

    private Chart() {}

    /**
     * Draws the frame.
     *
     * @param x      left to right
     * @param y      bottom to top
     * @param xTitle with the unit
     * @param yTitle with the unit
     */
    static void frame(Svg svg, Axis x, Axis y, String title, String xTitle, String yTitle) {
        svg.text(x.fromPx(), y.toPx() - 18, title, Svg.Anchor.START, 15, INK);
        for (double tick : x.ticks()) {
            svg.line(x.px(tick), y.fromPx(), x.px(tick), y.toPx(), FAINT, 1);
            svg.text(x.px(tick), y.fromPx() + 18, Axis.label(tick), Svg.Anchor.MIDDLE, LABEL_PX, INK);
        }
        for (double tick : y.ticks()) {
            svg.line(x.fromPx(), y.px(tick), x.toPx(), y.px(tick), FAINT, 1);
            svg.text(x.fromPx() - 8, y.px(tick) + 4, Axis.label(tick), Svg.Anchor.END, LABEL_PX, INK);
        }
        svg.line(x.fromPx(), y.fromPx(), x.toPx(), y.fromPx(), INK, 1);
        svg.line(x.fromPx(), y.fromPx(), x.fromPx(), y.toPx(), INK, 1);
        svg.text((x.fromPx() + x.toPx()) / 2, y.fromPx() + 42, xTitle, Svg.Anchor.MIDDLE, 13, INK);
        svg.textUpwards(x.fromPx() - 58, (y.fromPx() + y.toPx()) / 2, yTitle, 13, INK);
    }
}

package org.floatscape.dse.report;

import java.util.Locale;

/** Writes one SVG figure, element by element; lengths in pixels, to two decimals. */
public final class Svg {

    /** Where a text is held. */
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /**
     * An empty figure on white.
     *
     * @param title read out by screen readers, shown by browsers on hover
     */
    public Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /** A straight line. */
    public Svg line(double x1, double y1, double x2, double y2, String color, double strokeWidth) {
        return add("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>"
                .formatted(px(x1), px(y1), px(x2), px(y2), color, px(strokeWidth)));
    }

    /** A filled disc with a tooltip; none where {@code tip} is empty. */
    public Svg circle(double x, double y, double radius, String fill, String tip) {
        return add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"%s"
                .formatted(px(x), px(y), px(radius), fill, closed("circle", tip)));
    }

    /** A filled rectangle with a tooltip; none where {@code tip} is empty. */
    public Svg rect(double x, double y, double rectWidth, double rectHeight, String fill, String tip) {
        return add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"%s"
                .formatted(px(x), px(y), px(rectWidth), px(rectHeight), fill, closed("rect", tip)));
    }

    /** A path in SVG's own notation, such as {@code M 0 0 L 10 10}; {@code fill} may be {@code none}. */
    public Svg path(String path, String fill, String stroke, double strokeWidth) {
        return add("<path d=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>"
                .formatted(path, fill, stroke, px(strokeWidth)));
    }

    /** A line of text whose baseline is at {@code y}. */
    public Svg text(double x, double y, String text, Anchor anchor, int sizePx, String color) {
        return text(x, y, text, anchor, sizePx, color, "");
    }

    /** A line of text that stays legible over marks: its letters are outlined in white. */
    public Svg label(double x, double y, String text, Anchor anchor, int sizePx, String color) {
        return text(
                x,
                y,
                text,
                anchor,
                sizePx,
                color,
                " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }

    private Svg text(double x, double y, String text, Anchor anchor, int sizePx, String color, String outline) {
        return add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\"%s>%s</text>"
                .formatted(px(x), px(y), anchor.name().toLowerCase(Locale.ROOT), sizePx, color, outline, escape(text)));
    }

    /** A line of text that reads upwards. */
    public Svg textUpwards(double x, double y, String text, int sizePx, String color) {
        return add(
                "<text transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"middle\" font-size=\"%d\" fill=\"%s\">%s</text>"
                        .formatted(px(x), px(y), sizePx, color, escape(text)));
    }

    private Svg add(String element) {
        body.append("  ").append(element).append('\n');
        return this;
    }

    private static String closed(String element, String tip) {
        return tip.isEmpty() ? "/>" : "><title>%s</title></%s>".formatted(escape(tip), element);
    }

    /** A length as figures spell it. */
    public static String px(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.equals("-0.00") ? "0" : text.replaceAll("\\.?0+$", "");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The whole file. */
    public String text() {
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
            font-family="Helvetica, Arial, sans-serif" role="img">
              <title>%3$s</title>
              <rect width="100%%" height="100%%" fill="#ffffff"/>
            %4$s</svg>
            """.formatted(width, height, escape(title), body);
    }
}

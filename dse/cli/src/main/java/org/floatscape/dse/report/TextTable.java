package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: the first column to the left, the others to the right unless said otherwise. */
final class TextTable {

    private final List<String> header;
    private final boolean[] left;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param header column titles; one that begins with {@code <} heads a column held left
     */
    TextTable(String... header) {
        this.header = new ArrayList<>();
        this.left = new boolean[header.length];
        for (int c = 0; c < header.length; c++) {
            left[c] = c == 0 || header[c].startsWith("<");
            this.header.add(header[c].startsWith("<") ? header[c].substring(1) : header[c]);
        }
    }

    TextTable row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, header.size()));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** For a terminal: two blanks between columns, every line ended. */
    String text() {
        int[] widths = new int[header.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = header.get(c).length();
            for (var row : rows) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        var text = new StringBuilder(line(header, widths));
        rows.forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String blank = " ".repeat(widths[c] - cells.get(c).length());
            line.append("  ").append(left[c] ? cells.get(c) + blank : blank + cells.get(c));
        }
        return line.toString().stripTrailing() + "\n";
    }

    /** As a Markdown table. */
    String markdown() {
        var text = new StringBuilder("| " + String.join(" | ", header) + " |\n|");
        for (boolean toLeft : left) {
            text.append(toLeft ? "---|" : "--:|");
        }
        text.append('\n');
        rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
        return text.toString();
    }
}

package org.floatscape.dse.report;

/** Text for a terminal of 100 columns. */
public final class Paragraph {

    private static final int WIDTH = 100;

    private Paragraph() {}

    /**
     * Lines that end in a line feed, broken at blanks; a longer word stands alone.
     *
     * @param first what the first line begins with
     * @param rest  what the others begin with
     */
    public static String of(String first, String rest, String text) {
        var lines = new StringBuilder();
        var line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" (?=\\S)")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder(rest);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return lines.append(line).append('\n').toString();
    }
}

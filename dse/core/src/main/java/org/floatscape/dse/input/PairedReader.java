package org.floatscape.dse.input;

import java.io.Reader;

/**
 * A text in pieces that do not end between the halves of a surrogate pair. The YAML parser reads past its buffer where
 * one does, so that a rare character in the wrong place of a file would stop it.
 */
public final class PairedReader extends Reader {

    private final String text;
    private int next;

    public PairedReader(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int length) {
        if (next == text.length()) {
            return -1;
        }
        int end = Math.min(text.length(), next + length);
        if (end - next > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int read = end - next;
        text.getChars(next, end, target, offset);
        next = end;
        return read;
    }

    @Override
    public void close() {}
}

package org.floatscape.dse.tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the Python dictionary in the header of an .npy file, of which only the keys it must have are allowed. */
final class NpyHeaderParser {

    private final Path path;
    private final String text;
    private int at;

    private Optional<String> descr = Optional.empty();
    private Optional<Boolean> fortranOrder = Optional.empty();
    private Optional<List<Long>> shape = Optional.empty();

    NpyHeaderParser(Path path, String text) {
        this.path = path;
        this.text = text;
    }

    NpyHeader parse() {
        expect('{');
        while (!skip('}')) {
            entry();
            if (!skip(',')) {
                expect('}');
                break;
            }
        }
        skipBlanks();
        if (at < text.length()) {
            throw expected("the end of the header");
        }
        return new NpyHeader(
                descr.orElseThrow(() -> missing("descr")),
                fortranOrder.orElseThrow(() -> missing("fortran_order")),
                shape.orElseThrow(() -> missing("shape")));
    }

    private void entry() {
        String key = string("a key in quotes");
        expect(':');
        switch (key) {
            case "descr" -> descr = once(key, descr, descr());
            case "fortran_order" -> fortranOrder = once(key, fortranOrder, bool());
            case "shape" -> shape = once(key, shape, shape());
            default ->
                throw problem("the key \"%s\" is not one of descr, fortran_order and shape"
                        .formatted(TensorFileException.printable(key)));
        }
    }

    private <T> Optional<T> once(String key, Optional<T> before, T value) {
        if (before.isPresent()) {
            throw problem("the key \"%s\" occurs twice".formatted(key));
        }
        return Optional.of(value);
    }

    private String descr() {
        skipBlanks();
        if (at < text.length() && (text.charAt(at) == '[' || text.charAt(at) == '(')) {
            throw problem("elements are records of several fields; save one field instead");
        }
        return string("a type in quotes, such as '<f4'");
    }

    private boolean bool() {
        skipBlanks();
        if (text.startsWith("True", at)) {
            at += "True".length();
            return true;
        }
        if (text.startsWith("False", at)) {
            at += "False".length();
            return false;
        }
        throw expected("True or False");
    }

    private List<Long> shape() {
        var lengths = new ArrayList<Long>();
        expect('(');
        while (!skip(')')) {
            lengths.add(number());
            if (!skip(',')) {
                expect(')');
                if (lengths.size() == 1) {
                    throw problem("the shape is a number, not a tuple; one dimension is written (3,)");
                }
                break;
            }
        }
        return lengths;
    }

    private long number() {
        skipBlanks();
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == at) {
            throw expected("the length of a dimension");
        }
        if (end - at > 18) {
            throw problem(
                    "a dimension of %s elements".formatted(TensorFileException.printable(text.substring(at, end))));
        }
        long number = Long.parseLong(text, at, end, 10);
        at = end;
        return number;
    }

    private String string(String what) {
        skipBlanks();
        char quote = at < text.length() ? text.charAt(at) : 0;
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw expected(what);
        }
        String string = text.substring(at + 1, end);
        if (string.indexOf('\\') >= 0) {
            throw expected(what + " without escapes");
        }
        at = end + 1;
        return string;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw expected("'" + c + "'");
        }
    }

    private boolean skip(char c) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private TensorFileException missing(String key) {
        return problem("the key \"%s\" is missing".formatted(key));
    }

    private TensorFileException expected(String what) {
        String found = at < text.length()
                ? "\"" + TensorFileException.printable(text.substring(at, Math.min(at + 20, text.length()))) + "\""
                : "the end";
        return problem("at character %d (%s) expected %s".formatted(at, found, what));
    }

    private TensorFileException problem(String problem) {
        return new TensorFileException(path, "header: " + problem);
    }
}

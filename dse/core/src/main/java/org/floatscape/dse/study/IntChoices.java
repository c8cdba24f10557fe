package org.floatscape.dse.study;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Integers to choose from: {@code 4}, {@code 4..8} or a list of both.
 *
 * @param values ascending, each once
 */
public record IntChoices(List<Integer> values) {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");

    public IntChoices {
        values = values.stream().distinct().sorted().toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("([]): must hold at least one number");
        }
    }

    /**
     * Reads numbers and ranges.
     *
     * @throws IllegalArgumentException if one is neither, or a range runs backwards
     */
    static IntChoices parse(List<String> texts) {
        return new IntChoices(texts.stream().flatMap(IntChoices::range).toList());
    }

    private static Stream<Integer> range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "(%s): must be a whole number, a range such as 4..8, or a list of them".formatted(text));
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
        if (from > to) {
            throw new IllegalArgumentException(
                    "(%s): the range must not run backwards. Maybe %d..%d".formatted(text, to, from));
        }
        return IntStream.rangeClosed(from, to).boxed();
    }

    int min() {
        return values.getFirst();
    }

    int max() {
        return values.getLast();
    }

    public boolean contains(int value) {
        return values.contains(value);
    }

    @Override
    public String toString() {
        boolean run = values.size() > 2 && max() - min() == values.size() - 1;
        return run ? min() + ".." + max() : values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

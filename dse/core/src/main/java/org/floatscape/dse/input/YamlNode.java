package org.floatscape.dse.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A value of a YAML text that knows where it stands, so that whatever is wrong with it is one message: file, line, key,
 * value, rule.
 *
 * @param source  file name for messages
 * @param line    of its key, where it has one, counted from 1
 * @param path    keys from the root, such as {@code calibrations[0].library}; empty at the root
 * @param content what it holds
 */
public record YamlNode(String source, int line, String path, Content content) {

    /** What a value is. */
    public sealed interface Content {}

    /** In the order of the file. */
    public record Mapping(Map<String, YamlNode> values) implements Content {}

    /** In the order of the file. */
    public record Sequence(List<YamlNode> values) implements Content {}

    /** Anything plain: a text, a number, a boolean. */
    public record Scalar(String text) implements Content {}

    /** An empty value, {@code ~} or {@code null}. */
    public record Nothing() implements Content {}

    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final int LONGEST_VALUE = 60;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * The root of a text.
     *
     * @throws InputException if it is not one YAML document, or holds a key twice
     */
    public static YamlNode parse(String source, String text) {
        try (JsonParser parser = YAML.createParser(new PairedReader(text))) {
            if (parser.nextToken() == null) {
                throw new InputException(source + ":1", "the file is empty");
            }
            YamlNode root = read(source, "", 1, parser);
            if (parser.nextToken() != null) {
                throw new InputException(
                        source + ":" + line(parser.currentTokenLocation().getLineNr()),
                        "a second document begins here; one file holds one");
            }
            return root;
        } catch (JacksonException e) {
            throw new InputException(source + ":" + Syntax.line(e), "not valid YAML: " + Syntax.problem(e));
        }
    }

    private static int line(int line) {
        return Math.max(1, line);
    }

    private static YamlNode read(String source, String path, int line, JsonParser parser) {
        return new YamlNode(
                source,
                line,
                path,
                switch (parser.currentToken()) {
                    case START_OBJECT -> mapping(source, path, parser);
                    case START_ARRAY -> sequence(source, path, parser);
                    case VALUE_NULL -> new Nothing();
                    default -> new Scalar(parser.getString());
                });
    }

    private static Mapping mapping(String source, String path, JsonParser parser) {
        var values = new LinkedHashMap<String, YamlNode>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = line(parser.currentTokenLocation().getLineNr());
            parser.nextToken();
            values.put(key, read(source, path.isEmpty() ? key : path + "." + key, line, parser));
        }
        return new Mapping(values);
    }

    private static Sequence sequence(String source, String path, JsonParser parser) {
        var values = new ArrayList<YamlNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int line = line(parser.currentTokenLocation().getLineNr());
            values.add(read(source, "%s[%d]".formatted(path, values.size()), line, parser));
        }
        return new Sequence(values);
    }

    /** An error about this value: where, key, value, and the rule it breaks with the remedy. */
    public InputException error(String rule) {
        String value = switch (content) {
            case Mapping _ -> "a mapping";
            case Sequence _ -> "a list";
            case Nothing _ -> "empty";
            case Scalar(var text) -> text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
        };
        return new InputException(
                source + ":" + line, "%s (%s): %s".formatted(path.isEmpty() ? "the file" : path, value, rule));
    }

    /** @throws InputException if this is not a mapping */
    public Map<String, YamlNode> mapping() {
        if (content instanceof Mapping(var values)) {
            return values;
        }
        throw error("must be a mapping of keys");
    }

    /** @throws InputException if this is not a mapping, or has a key that is none of {@code known} */
    public YamlNode onlyKeys(Collection<String> known) {
        mapping().forEach((key, value) -> {
            if (!known.contains(key)) {
                throw value.error("unknown key. Maybe %s (known here: %s)"
                        .formatted(Nearest.of(key, known), String.join(", ", known)));
            }
        });
        return this;
    }

    /** @throws InputException if this is not a mapping, or lacks the key */
    public YamlNode at(String key) {
        YamlNode value = mapping().get(key);
        if (value == null) {
            throw new InputException(
                    source + ":" + line,
                    "%s (missing): needed here".formatted(path.isEmpty() ? key : path + "." + key));
        }
        return value;
    }

    /** The value of a key that may be absent or empty. */
    public Optional<YamlNode> find(String key) {
        return Optional.ofNullable(mapping().get(key)).filter(value -> !(value.content() instanceof Nothing));
    }

    /** @throws InputException if this is not a list */
    public List<YamlNode> list() {
        if (content instanceof Sequence(var values)) {
            return values;
        }
        throw error("must be a list");
    }

    /** @throws InputException if this is not a plain value */
    public String text() {
        if (content instanceof Scalar(var text)) {
            return text;
        }
        throw error("must be a text");
    }

    /** @throws InputException if this is not a finite number of at least 0; {@code what} says so, such as {@code a number from 0} */
    public double numberFromZero(String what) {
        if (content instanceof Scalar(var text) && Decimal.isFromZero(text)) {
            return Decimal.finite(text).orElseThrow();
        }
        throw error("must be " + what);
    }

    /** @throws InputException if this is not a whole number from {@code least} to 999999999 */
    public int whole(int least) {
        if (content instanceof Scalar(var text) && WHOLE.matcher(text).matches()) {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        }
        throw error("must be a whole number from %d".formatted(least));
    }

    /**
     * What {@code parse} makes of the text.
     *
     * @throws InputException with the place, if it complains
     */
    public <T> T as(Function<String, T> parse) {
        String text = text();
        try {
            return parse.apply(text);
        } catch (InputException | IllegalArgumentException e) {
            throw error(e.getMessage());
        }
    }
}

package org.floatscape.dse.study;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Turns a tree into a {@link Study}, and each way in which that can fail into one located message. */
final class StudyBinder {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(module())
            .build();

    /** Context attribute: the {@link Folders}. */
    private static final String FOLDERS = "folders";

    /**
     * Where relative paths of files that a study names start from.
     *
     * @param laws      of law files
     * @param libraries of cost libraries
     */
    record Folders(Path laws, Path libraries) {}

    private static final String SCALES =
            "fp32, bf16, fp16, e4m3fn, ue5m3, e8m0 (/floor, /ceil, /even, /rceil), e4m3fn+fp32 (/te, /torchao,"
                    + " /modelopt)";

    private StudyBinder() {}

    private static SimpleModule module() {
        return new SimpleModule()
                .addDeserializer(StudyLaws.class, new Texts<>(StudyLaws.class, true, StudyBinder::laws))
                .addDeserializer(StudyLibrary.class, new Texts<>(StudyLibrary.class, false, StudyBinder::library))
                .addDeserializer(
                        IntChoices.class, new Texts<>(IntChoices.class, true, (texts, _) -> IntChoices.parse(texts)))
                .addDeserializer(Budget.class, Texts.one(Budget.class, Budget::parse))
                .addDeserializer(NamedFormat.class, Texts.one(NamedFormat.class, NamedFormat::parse))
                .addDeserializer(Architecture.class, Texts.one(Architecture.class, Architecture::of))
                .addDeserializer(Operand.class, Texts.one(Operand.class, Operand::parse))
                .addDeserializer(MemoryShares.class, new SharesDeserializer())
                .addDeserializer(Group.class, Texts.one(Group.class, StudyBinder::group))
                .addDeserializer(ScaleFormat.class, Texts.one(ScaleFormat.class, StudyBinder::scale));
    }

    private static StudyLaws laws(List<String> names, DeserializationContext context) {
        return StudyLaws.of(names, ((Folders) context.getAttribute(FOLDERS)).laws());
    }

    private static StudyLibrary library(List<String> names, DeserializationContext context) {
        return StudyLibrary.of(names.getFirst(), ((Folders) context.getAttribute(FOLDERS)).libraries());
    }

    /** Block sizes are spelled 32 or channel in a study; b32 in a format name. */
    private static Group group(String text) {
        String name = text.matches("\\d+") ? "b" + text : text;
        return block(name + ":fp32", text, "a block size such as 32, or channel")
                .group();
    }

    private static ScaleFormat scale(String text) {
        return block("b16:" + text, text, "a scale format: " + SCALES).scale();
    }

    private static BlockFormat block(String name, String text, String what) {
        try {
            return Format.parse("e2m1:" + name).block().orElseThrow();
        } catch (FormatNameException e) {
            throw new IllegalArgumentException("(%s): must be %s".formatted(text, what), e);
        }
    }

    /** A value that is written as one text, or as one or a list of texts. */
    private static final class Texts<T> extends StdDeserializer<T> {
        private final boolean mayBeList;
        private final BiFunction<List<String>, DeserializationContext, T> parse;

        Texts(Class<T> type, boolean mayBeList, BiFunction<List<String>, DeserializationContext, T> parse) {
            super(type);
            this.mayBeList = mayBeList;
            this.parse = parse;
        }

        static <T> Texts<T> one(Class<T> type, Function<String, T> parse) {
            return new Texts<>(type, false, (texts, _) -> parse.apply(texts.getFirst()));
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode node = context.readTree(parser);
            List<String> texts = List.of();
            try {
                texts = (mayBeList && node.isArray() ? node.valueStream() : Stream.of(node))
                        .map(StudyBinder::scalar)
                        .toList();
                return parse.apply(texts, context);
            } catch (IllegalArgumentException e) {
                boolean quotesValue = e.getMessage().startsWith("(") || e instanceof FormatNameException;
                throw MismatchedInputException.from(
                        parser,
                        handledType(),
                        quotesValue ? e.getMessage() : "(%s): %s".formatted(String.join(", ", texts), e.getMessage()));
            }
        }
    }

    /** Memory to share, kept in the order of the file. */
    private static final class SharesDeserializer extends StdDeserializer<MemoryShares> {
        SharesDeserializer() {
            super(MemoryShares.class);
        }

        @Override
        public MemoryShares deserialize(JsonParser parser, DeserializationContext context) {
            var type = context.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Double.class);
            Map<String, Double> shares = context.readValue(parser, type);
            try {
                return new MemoryShares(shares);
            } catch (FieldException e) {
                throw ValueInstantiationException.from(
                        parser, e.getMessage(), context.constructType(MemoryShares.class), e);
            }
        }
    }

    private static String scalar(JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            throw new IllegalArgumentException("(%s): must be one plain value".formatted(node));
        }
        return node.asString();
    }

    /**
     * The study a tree describes.
     *
     * @throws InputException for the first thing that is wrong
     */
    static Study bind(StudyTree tree, Folders folders) {
        try {
            return MAPPER.readerFor(Study.class).withAttribute(FOLDERS, folders).readValue(tree.root());
        } catch (DatabindException e) {
            throw located(tree, e);
        }
    }

    private static InputException located(StudyTree tree, DatabindException failure) {
        String path = path(failure.getPath());
        return switch (failure) {
            case UnrecognizedPropertyException e -> unknownKey(tree, path, e);
            case ValueInstantiationException e
            when e.getCause() instanceof FieldException rule -> {
                String field = Stream.of(path, rule.field())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("."));
                yield new InputException(tree.place(field), field + " " + rule.getMessage());
            }
            case MismatchedInputException e ->
                new InputException(tree.place(path), path + " " + mismatch(tree, path, e));
            default -> throw failure;
        };
    }

    private static InputException unknownKey(StudyTree tree, String path, UnrecognizedPropertyException e) {
        var known =
                e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
        return new InputException(
                tree.place(path),
                "%s: unknown key. Maybe %s (known here: %s)"
                        .formatted(path, Nearest.of(e.getPropertyName(), known), String.join(", ", known)));
    }

    private static String mismatch(StudyTree tree, String path, MismatchedInputException e) {
        if (e.getOriginalMessage().startsWith("(") || e.getOriginalMessage().startsWith("format ")) {
            return e.getOriginalMessage();
        }
        JsonNode value = tree.at(path);
        if (value.isMissingNode() || value.isNull()) {
            return "(missing): needed here; floatscape explore --print-study shows one";
        }
        String text = e instanceof InvalidFormatException bad ? String.valueOf(bad.getValue()) : text(value);
        return "(%s): must be %s".formatted(text, wanted(e.getTargetType(), text));
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    private static String wanted(Class<?> type, String text) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            var names = Stream.of(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList();
            return "one of %s. Maybe %s".formatted(String.join(", ", names), Nearest.of(text, names));
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list, such as [a, b]";
        }
        return "a mapping of keys";
    }

    private static String path(List<JacksonException.Reference> references) {
        var path = new StringBuilder();
        for (var reference : references) {
            if (reference.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }
}

package org.floatscape.dse.workload;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.input.Syntax;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the shape of a model from the {@code config.json} of Hugging Face Transformers. Only keys that give the shape
 * count; the rest is skipped, a window of attention too: every token attends to all before it.
 */
public final class ModelConfig {

    /** Families whose layers are those of {@link ModelShape}. */
    private static final Set<String> FAMILIES =
            new TreeSet<>(Set.of("llama", "mistral", "qwen2", "qwen3", "gemma", "granite", "olmo", "olmo2", "smollm3"));

    /** What families name the number of feed-forward networks that each layer chooses among. */
    private static final List<String> EXPERTS = List.of("num_local_experts", "num_experts", "n_routed_experts");

    private static final String LIST_PRODUCTS =
            "Of another model, list the matrix products in a CSV (name,m,n,k,count)";

    private static final long MAX_SIZE = 1 << 20;

    /** Of a key that is there twice the last would count, silently. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String source;
    private final ObjectNode root;

    private ModelConfig(String source, ObjectNode root) {
        this.source = source;
        this.root = root;
    }

    /**
     * @param source file name for messages
     * @throws InputException with file and key, if it is not JSON, is of another family, or a size is missing or wrong
     */
    public static ModelShape parse(String source, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new InputException(source + ":" + Syntax.line(e), "not valid JSON: " + Syntax.problem(e));
        }
        if (!(root instanceof ObjectNode object)) {
            throw new InputException(source, "must hold one JSON object, the config.json of a model");
        }
        return new ModelConfig(source, object).shape();
    }

    private ModelShape shape() {
        requireFamily();
        requireDense();
        long hidden = size("hidden_size");
        long heads = size("num_attention_heads");
        long kvHeads = optional("num_key_value_heads").orElse(heads);
        if (heads % kvHeads != 0) {
            throw error(
                    "num_key_value_heads",
                    Long.toString(kvHeads),
                    "must divide num_attention_heads (%d)".formatted(heads));
        }
        long headSize = optional("head_dim").orElseGet(() -> {
            if (hidden % heads != 0) {
                throw error(
                        "num_attention_heads",
                        Long.toString(heads),
                        "must divide hidden_size (%d) where there is no head_dim".formatted(hidden));
            }
            return hidden / heads;
        });
        return new ModelShape(
                size("num_hidden_layers"),
                hidden,
                size("intermediate_size"),
                heads,
                kvHeads,
                headSize,
                size("vocab_size"));
    }

    private void requireFamily() {
        JsonNode family = root.get("model_type");
        String name = family == null ? "missing" : family.asString("not a text");
        if (!FAMILIES.contains(name)) {
            throw error(
                    "model_type",
                    name,
                    "must be one of %s: dense decoders with gated feed-forward layers. "
                                    .formatted(String.join(", ", FAMILIES))
                            + LIST_PRODUCTS);
        }
    }

    private void requireDense() {
        for (String key : EXPERTS) {
            JsonNode experts = root.get(key);
            if (experts != null && !experts.isNull() && !(experts.isIntegralNumber() && experts.asLong() <= 1)) {
                throw error(
                        key,
                        experts.toString(),
                        "must be missing or at most 1: a mixture of experts is no dense decoder. " + LIST_PRODUCTS);
            }
        }
    }

    private long size(String key) {
        return optional(key)
                .orElseThrow(() -> new InputException(
                        source, "key %s is missing. Maybe %s?".formatted(key, Nearest.of(key, root.propertyNames()))));
    }

    private Optional<Long> optional(String key) {
        JsonNode value = root.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1 || value.asLong() > MAX_SIZE) {
            throw error(key, value.toString(), "must be a whole number, 1 to %d".formatted(MAX_SIZE));
        }
        return Optional.of(value.asLong());
    }

    private InputException error(String key, String value, String rule) {
        return new InputException(source, "key %s (%s): %s".formatted(key, value, rule));
    }
}

package org.floatscape.dse.study;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.floatscape.dse.input.Nearest;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Models that a study can name; {@code model-presets.yaml} holds them with their sources. */
public final class ModelPresets {

    private static final Map<String, ModelPreset> PRESETS = read();

    private ModelPresets() {}

    private static Map<String, ModelPreset> read() {
        var mapper = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        InputStream in = ModelPresets.class.getResourceAsStream("model-presets.yaml");
        return mapper.readValue(in, new TypeReference<TreeMap<String, ModelPreset>>() {});
    }

    public static Set<String> names() {
        return PRESETS.keySet();
    }

    /** Empty where no preset has that name. */
    public static Optional<ModelPreset> find(String name) {
        return Optional.ofNullable(PRESETS.get(name));
    }

    static ModelPreset require(String name) {
        ModelPreset preset = PRESETS.get(name);
        if (preset == null) {
            throw new FieldException(
                    "preset",
                    name,
                    "must be one of %s. Maybe %s".formatted(String.join(", ", names()), Nearest.of(name, names())));
        }
        return preset;
    }
}

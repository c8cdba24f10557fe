package org.floatscape.dse.study;

import java.util.Optional;

/**
 * The model and its training budget, as written: a preset, or numbers, or a preset with a number put over it.
 *
 * @param preset name in {@link ModelPresets}
 * @param params parameters without embeddings
 * @param tokens training tokens
 */
public record Model(Optional<String> preset, Optional<Double> params, Optional<Double> tokens) {

    public Model {
        preset.ifPresent(ModelPresets::require);
        params.ifPresent(value -> positive("params", value));
        tokens.ifPresent(value -> positive("tokens", value));
        if (preset.isEmpty() && params.isEmpty()) {
            throw new FieldException(
                    "params", "missing", "needed where no preset is named; parameters without embeddings");
        }
        if (preset.isEmpty() && tokens.isEmpty()) {
            throw new FieldException("tokens", "missing", "needed where no preset is named; training tokens");
        }
    }

    private static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new FieldException(field, value, "must be a positive number");
        }
    }

    /** The preset's name, or how many parameters. */
    public String name() {
        return preset.orElse("custom model");
    }

    /** Parameters without embeddings. */
    public double nParams() {
        return params.orElseGet(() -> ModelPresets.require(preset.orElseThrow()).nParams());
    }

    /** Training tokens. */
    public double nTokens() {
        return tokens.orElseGet(() -> ModelPresets.require(preset.orElseThrow()).tokens());
    }
}

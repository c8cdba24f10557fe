package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.floatscape.dse.format.ScaleFormat;

/** What hardware does to apply a block scale. */
public enum ScaleKind {
    NONE,
    /** A power of two: exponents are added. */
    E8M0,
    /** A small float: significands are multiplied. */
    E4M3,
    /** A binary32. */
    FP32;

    /** How the scale of a format is applied; 16-bit floats and UE5M3 count as the next wider kind. */
    public static ScaleKind of(ScaleFormat scale) {
        return switch (scale) {
            case ScaleFormat.PowerOfTwo _ -> E8M0;
            case ScaleFormat.TwoLevel _ -> E4M3;
            case ScaleFormat.Plain plain ->
                switch (plain) {
                    case E4M3FN, UE5M3 -> E4M3;
                    case FP32, BF16, FP16 -> FP32;
                };
        };
    }

    /** The name of a scale that {@link #of} counts as another; empty where it is its own kind. */
    private static Optional<String> standIn(ScaleFormat scale) {
        return switch (scale) {
            case ScaleFormat.PowerOfTwo _, ScaleFormat.TwoLevel _ -> Optional.empty();
            case ScaleFormat.Plain plain ->
                switch (plain) {
                    case E4M3FN, FP32 -> Optional.empty();
                    case UE5M3, BF16, FP16 -> Optional.of(plain.name().toLowerCase(Locale.ROOT));
                };
        };
    }

    /** {@code ue5m3 (costed as e4m3)}; empty where a scale is its own kind. */
    public static Optional<String> costedAs(ScaleFormat scale) {
        return standIn(scale)
                .map(name -> "%s (costed as %s)".formatted(name, of(scale).label()));
    }

    /**
     * Reads {@code e8m0}, {@code e4m3}, {@code fp32} or {@code none}; empty is none.
     *
     * @throws CostException if it is another text
     */
    @JsonCreator
    public static ScaleKind parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new CostException("scale format (%s) must be one of %s"
                        .formatted(
                                text,
                                Arrays.stream(values()).map(ScaleKind::label).collect(Collectors.joining(", ")))));
    }

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

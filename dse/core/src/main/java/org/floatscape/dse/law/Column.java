package org.floatscape.dse.law;

import java.util.Arrays;
import java.util.Optional;

/** What a law may take. One vocabulary for CSV headers, law files and studies. */
public enum Column {
    PARAMS("params", "weights", "non-embedding parameters N", Rule.POSITIVE),
    TOKENS("tokens", "tokens", "training tokens D", Rule.POSITIVE),
    EXPONENT_BITS("exponent_bits", "bits", "exponent bits E of an element", Rule.NOT_NEGATIVE),
    MANTISSA_BITS("mantissa_bits", "bits", "stored mantissa bits M of an element", Rule.NOT_NEGATIVE),
    BLOCK_SIZE(
            "block_size", "elements", "elements B that share a scale along the reduction dimension", Rule.AT_LEAST_ONE),
    BITS("bits", "bits", "width P, sign included; of every operand that the law quantizes", Rule.POSITIVE),
    BITS_W("bits_w", "bits", "width of the weights in training", Rule.POSITIVE),
    BITS_A("bits_a", "bits", "width of the activations in training", Rule.POSITIVE),
    BITS_KV("bits_kv", "bits", "width of the KV cache in training", Rule.POSITIVE),
    PTQ_BITS("ptq_bits", "bits", "width of the weights after post-training quantization", Rule.POSITIVE),
    GROUP_SIZE(
            "group_size",
            "elements",
            "elements G that share a scale in quantization-aware training",
            Rule.AT_LEAST_ONE),
    GMSE("gmse", "no unit", "mean squared error of the weights' format on samples of N(0, 1)", Rule.BELOW_ONE),
    GMSE_A("gmse_a", "no unit", "the same of the activations' format", Rule.BELOW_ONE);

    private enum Rule {
        POSITIVE("must be greater than 0"),
        NOT_NEGATIVE("must be 0 or more"),
        AT_LEAST_ONE("must be 1 or more"),
        BELOW_ONE("must be greater than 0 and less than 1");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        private boolean holds(double value) {
            return switch (this) {
                case POSITIVE -> value > 0;
                case NOT_NEGATIVE -> value >= 0;
                case AT_LEAST_ONE -> value >= 1;
                case BELOW_ONE -> value > 0 && value < 1;
            };
        }
    }

    private final String key;
    private final String unit;
    private final String meaning;
    private final Rule rule;

    Column(String key, String unit, String meaning, Rule rule) {
        this.key = key;
        this.unit = unit;
        this.meaning = meaning;
        this.rule = rule;
    }

    /** The column of that name, if there is one. */
    public static Optional<Column> named(String key) {
        return Arrays.stream(values()).filter(column -> column.key.equals(key)).findFirst();
    }

    /** Its name in CSV headers and files, such as {@code exponent_bits}. */
    public String key() {
        return key;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    /** The value. Throws {@link LawDomainException} if no law takes such a one. */
    double checked(double value) {
        if (!Double.isFinite(value) || !rule.holds(value)) {
            throw new LawDomainException(this, "%s %s".formatted(value, rule.text));
        }
        return value;
    }
}

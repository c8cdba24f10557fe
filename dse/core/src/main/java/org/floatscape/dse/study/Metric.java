package org.floatscape.dse.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a format is judged by; less is better in each. */
public enum Metric {
    /** Predicted training loss, nats per token. */
    @JsonProperty("loss")
    LOSS("nats"),
    /** Energy of one MAC with the memory traffic of its operands, pJ. */
    @JsonProperty("energy")
    ENERGY("pJ"),
    /** Silicon per MAC, µm². */
    @JsonProperty("area")
    AREA("um2"),
    /** Critical path of the MAC unit, ns. */
    @JsonProperty("delay")
    DELAY("ns"),
    /** Storage per element with its share of the scale, bits. */
    @JsonProperty("storage")
    STORAGE("bits");

    private final String unit;

    Metric(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }

    /** As studies and reports spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

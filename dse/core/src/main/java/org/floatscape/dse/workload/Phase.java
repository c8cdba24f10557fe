package org.floatscape.dse.workload;

import java.util.Locale;

/** What the model does. */
public enum Phase {
    /** Forward pass, and the gradients of both operands of every product. */
    TRAINING,
    /** All tokens of a prompt at once. */
    PREFILL,
    /** One new token per sequence, which attends to all tokens so far. */
    DECODE;

    /** {@code training}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.floatscape.dse.evaluation;

/** What a reader of one format's figures must know. */
public enum Caveat {
    /** Outside the region the law was fitted on. */
    EXTRAPOLATED("extrapolated beyond the law's fitted range"),
    /** More data raises the loss in this format. */
    BEYOND_CRITICAL_TOKENS("tokens beyond the critical data size"),
    /** The law saw scales in high precision. */
    SCALE_ROUNDING("scale rounding not in the law"),
    /** The nearest the law knows to an integer of W bits is E = 0, M = W - 1. */
    INTEGER_AS_FIXED_POINT("integer taken as e0m(W-1)"),
    /** Some laws know an element by its width. */
    WIDTH_ALONE("the law sees its width alone: not the layout, the block size or the scale"),
    /** The QAT law's runs had integers of 4 bits. */
    TAKEN_AS_INT4("taken as an integer of 4 bits, which the law was fitted on"),
    /** The law counts from 16-bit training. */
    FULL_PRECISION("taken as the law's full-precision limit"),
    /** Constants for one scale per tensor are unpublished. */
    TENSOR_SCALE("loss is a lower bound: the law has no constants for one scale per tensor, log2 B = 16 assumed"),
    /** Every run behind the law had a scale. */
    NO_SCALE("loss is a lower bound: the law saw no format without a scale, log2 B = 16 assumed");

    private final String text;

    Caveat(String text) {
        this.text = text;
    }

    /** For reports. */
    public String text() {
        return text;
    }
}

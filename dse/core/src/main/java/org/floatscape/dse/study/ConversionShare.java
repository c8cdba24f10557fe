package org.floatscape.dse.study;

import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.NamedFormat;

/**
 * How often numbers are converted. Each operand is quantised from a wider format once and then serves many
 * multiply-accumulates; each sum is rounded to that format once.
 *
 * @param from  format that operands come in and results leave in: a float without a shared scale
 * @param share of all operand reads, those that follow a conversion, and of all multiply-accumulates, those that end a
 *              sum; 0 to 1, no unit
 */
public record ConversionShare(NamedFormat from, double share) {

    /** Conversions are not counted. */
    public static final ConversionShare NONE = new ConversionShare(NamedFormat.parse("bf16"), 0);

    public ConversionShare {
        if (from.format().block().isPresent() || !(from.format().element() instanceof FloatElement)) {
            throw new FieldException("from", from.name(), "must be a float without a shared scale, such as bf16");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new FieldException("share", share, "must be a share, 0 to 1");
        }
    }
}

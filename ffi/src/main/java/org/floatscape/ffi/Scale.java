package org.floatscape.ffi;

import org.floatscape.ffi.generated.floatscape_h;

/** The format of the scale that a group of elements shares, and how it follows from the group's largest magnitude. */
public sealed interface Scale {

    /** No scale: elements are rounded as they are. */
    record None() implements Scale {}

    /** A power of two, as in OCP MX. Integer elements count in units of {@code 2^-(bits-2)}. */
    record E8m0(Rule rule, Group group) implements Scale {}

    /** Two levels, as in NVFP4: E4M3FN per group, float32 per tensor. */
    record E4m3F32(Recipe recipe, Group group) implements Scale {}

    /** Largest magnitude by the element's largest value, rounded to {@code format}. */
    record Quotient(Format format, Group group) implements Scale {}

    /** How the exponent of an E8M0 scale is chosen. */
    enum Rule {
        /** OCP MX. */
        FLOOR(floatscape_h.FS_RULE_FLOOR()),
        CEIL(floatscape_h.FS_RULE_CEIL()),
        EVEN(floatscape_h.FS_RULE_EVEN()),
        /** NVIDIA. */
        RCEIL(floatscape_h.FS_RULE_RCEIL());

        final int code;

        Rule(int code) {
            this.code = code;
        }
    }

    /** Whose order of operations a two-level scale follows. */
    enum Recipe {
        /** TransformerEngine. */
        TE(floatscape_h.FS_RULE_TE()),
        TORCHAO(floatscape_h.FS_RULE_TORCHAO()),
        MODELOPT(floatscape_h.FS_RULE_MODELOPT());

        final int code;

        Recipe(int code) {
            this.code = code;
        }
    }

    /** How a quotient scale is stored. */
    enum Format {
        E4M3(floatscape_h.FS_SCALE_E4M3()),
        /** Unsigned E5M3, bias 15. */
        UE5M3(floatscape_h.FS_SCALE_UE5M3()),
        F16(floatscape_h.FS_SCALE_F16()),
        BF16(floatscape_h.FS_SCALE_BF16()),
        F32(floatscape_h.FS_SCALE_F32());

        final int code;

        Format(int code) {
            this.code = code;
        }
    }
}

package org.floatscape.dse.format;

/** How the scale shared by a group of elements is stored and chosen. */
public sealed interface ScaleFormat {

    /** A float of its own: amax / max rounded to nearest even. */
    enum Plain implements ScaleFormat {
        FP32(32),
        BF16(16),
        FP16(16),
        /** OCP E4M3 without a second level. */
        E4M3FN(8),
        /** Unsigned, 5 exponent and 3 mantissa bits. */
        UE5M3(8);

        private final int bits;

        Plain(int bits) {
            this.bits = bits;
        }
    }

    /** E8M0, the power-of-two scale of OCP MX v1.0: 2^(code - 127), code 255 is NaN. */
    record PowerOfTwo(Rule rule) implements ScaleFormat {}

    /** E4M3 per block and one binary32 per tensor, as in NVFP4. */
    record TwoLevel(Recipe recipe) implements ScaleFormat {}

    /** How the power of two is chosen from a block's largest magnitude. */
    enum Rule {
        /** floor(log2 amax) - emax: OCP MX. */
        FLOOR,
        /** ceil(log2 amax) - emax. */
        CEIL,
        /** As floor, after rounding amax half up to the element's mantissa. */
        EVEN,
        /** ceil(log2(amax / max)): NVIDIA, cuBLAS. */
        RCEIL;
    }

    /** Whose order of operations computes the two scale levels; all binary32. */
    enum Recipe {
        TE,
        TORCHAO,
        MODELOPT
    }

    /** Bits stored per group; the one binary32 per tensor of {@link TwoLevel} is not counted. */
    default int bitsPerGroup() {
        return switch (this) {
            case Plain scale -> scale.bits;
            case PowerOfTwo _, TwoLevel _ -> 8;
        };
    }

    /** How names of the grammar of {@link Format#parse} spell it, with the rule or recipe spelled out. */
    default String spelling() {
        return switch (this) {
            case Plain scale -> Names.lower(scale);
            case PowerOfTwo(var rule) -> "e8m0/" + Names.lower(rule);
            case TwoLevel(var recipe) -> "e4m3fn+fp32/" + Names.lower(recipe);
        };
    }
}

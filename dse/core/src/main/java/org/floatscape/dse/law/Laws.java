package org.floatscape.dse.law;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.law.NamedLaw.Range;

/** Every published law, by name. */
public final class Laws {

    private Laws() {}

    /** Sun et al. 2025. The block size was varied for E1M1 only, 32 to 512 and channel. */
    public static final NamedLaw CAPYBARA = new NamedLaw(
            "capybara",
            "Capybara: floating-point quantized training",
            CapybaraLaw.SUN_2025,
            "Sun et al. 2025, arXiv:2501.02423v3, table 2",
            List.of(
                    new Range(Column.PARAMS, 40_894_464, 679_477_248),
                    new Range(Column.TOKENS, 10_485_760_000L, 104_857_600_000L),
                    new Range(Column.EXPONENT_BITS, 0, 6),
                    new Range(Column.MANTISSA_BITS, 1, 7),
                    new Range(Column.BLOCK_SIZE, 32, CapybaraLaw.CHANNEL_BLOCK)),
            List.of(
                    "quantized in training: weights forward (P2) and backward (P4), inputs of the weight-gradient GEMM"
                            + " (P6)",
                    "kept in BF16: inputs forward (P1), both output gradients (P3, P5), attention products, classifier",
                    "scale = largest normal / largest magnitude of the block, in high precision; no zero point",
                    "subnormals kept, no code spent on Inf or NaN, round to nearest (QPyTorch)",
                    "dense decoder-only models (LLaMA architecture) on Dolma v1.7"),
            List.of(
                    "rounding of the scale (E8M0, E4M3), bias, rounding mode, reserved codes, outliers",
                    "block size apart from E1M1: its effect was measured there only",
                    "integer formats: M bits at E = 0 are the nearest it knows",
                    "one scale per tensor: its constants are not published"));

    private static final List<NamedLaw> ALL = List.of(CAPYBARA);

    /** All of them, in the order of their publication. */
    public static List<NamedLaw> all() {
        return ALL;
    }

    public static Optional<NamedLaw> named(String id) {
        return ALL.stream().filter(law -> law.id().equals(id)).findFirst();
    }
}

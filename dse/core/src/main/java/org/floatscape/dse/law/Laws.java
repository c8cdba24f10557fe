package org.floatscape.dse.law;

import static org.floatscape.dse.law.Column.BITS;
import static org.floatscape.dse.law.Column.BITS_A;
import static org.floatscape.dse.law.Column.BITS_KV;
import static org.floatscape.dse.law.Column.BITS_W;
import static org.floatscape.dse.law.Column.BLOCK_SIZE;
import static org.floatscape.dse.law.Column.EXPONENT_BITS;
import static org.floatscape.dse.law.Column.GROUP_SIZE;
import static org.floatscape.dse.law.Column.MANTISSA_BITS;
import static org.floatscape.dse.law.Column.PARAMS;
import static org.floatscape.dse.law.Column.PTQ_BITS;
import static org.floatscape.dse.law.Column.TOKENS;

import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.law.NamedLaw.Range;

/** Every published law, by name. */
public final class Laws {

    private static final String DENSE = "dense decoder-only models; nothing is known of mixtures of experts";
    private static final String NO_FORMAT = "number formats: every format loses nothing";
    private static final String FAR =
            "models and budgets of today: the fitted ones are hundreds of times smaller, the rest is extrapolation";

    private Laws() {}

    /** Hoffmann et al. 2022. */
    public static final NamedLaw CHINCHILLA_HOFFMANN = new NamedLaw(
            "chinchilla-hoffmann",
            "Chinchilla as published: full-precision training",
            ChinchillaLaw.HOFFMANN_2022,
            "Hoffmann et al. 2022, arXiv:2203.15556, approach 3",
            List.of(new Range(PARAMS, 70e6, 16e9), new Range(TOKENS, 5e9, 500e9)),
            List.of("full-precision training on MassiveText", DENSE),
            List.of(NO_FORMAT, "its own runs: the published constants do not fit them, see chinchilla-besiroglu"));

    /** Besiroglu et al. 2024. */
    public static final NamedLaw CHINCHILLA_BESIROGLU = new NamedLaw(
            "chinchilla-besiroglu",
            "Chinchilla refitted: full-precision training",
            ChinchillaLaw.BESIROGLU_2024,
            "Besiroglu et al. 2024, arXiv:2404.10102, on 240 runs read off a figure of Hoffmann et al. 2022",
            List.of(new Range(PARAMS, 57_334_197, 16_183_346_311.0), new Range(TOKENS, 818_680_776, 317_754_489_344.0)),
            List.of("full-precision training on MassiveText", DENSE),
            List.of(NO_FORMAT, "A and alpha, B and beta apart: their errors are correlated beyond 0.99"));

    private static final List<Range> KUMAR_RANGE =
            List.of(new Range(PARAMS, 30e6, 220e6), new Range(TOKENS, 1.5e9, 26.2e9), new Range(PTQ_BITS, 3, 6));

    private static final List<String> KUMAR_CANNOT_SEE = List.of(
            "how a width is split, its block size or its scale: integers, one scale per channel or tensor",
            "low-precision weights quantized further after training: the constants of equation 9 are not published",
            "the backward pass: only the forward pass was quantized",
            FAR,
            "transfer: its authors hold the constants unlikely to be useful elsewhere");

    /** Kumar et al. 2024. */
    public static final NamedLaw PRECISION = new NamedLaw(
            "precision",
            "Scaling laws for precision: integer training, and quantization afterwards",
            PrecisionLaw.KUMAR_2024,
            "Kumar et al. 2024, arXiv:2411.04330, appendix K, table 2, with its biases",
            Stream.concat(
                            KUMAR_RANGE.stream(),
                            Stream.of(
                                    new Range(BITS, 4, 16),
                                    new Range(BITS_W, 3, 16),
                                    new Range(BITS_A, 4, 16),
                                    new Range(BITS_KV, 4, 16)))
                    .toList(),
            List.of(
                    "quantized forward, to nearest: weights per channel, activations and KV cache per tensor",
                    "quantization after training by GPTQ",
                    "OLMo-style models on Dolma v1.7; " + DENSE),
            KUMAR_CANNOT_SEE);

    /** Kumar et al. 2024, floating-point weights. */
    public static final NamedLaw PRECISION_FP_WEIGHTS = new NamedLaw(
            "precision-fp-weights",
            "Scaling laws for precision: training with floating-point weights alone",
            PrecisionLaw.KUMAR_2024_FP_WEIGHTS,
            "Kumar et al. 2024, arXiv:2411.04330, appendix N, 140 runs",
            Stream.concat(KUMAR_RANGE.stream(), Stream.of(new Range(BITS, 3, 12), new Range(BITS_W, 3, 12)))
                    .toList(),
            List.of(
                    "weights as E2M0, E3M0, E4M1, E3M2, E4M2, E5M2, E5M6; activations and KV cache are not quantized",
                    "OLMo-style models on Dolma v1.7; " + DENSE),
            KUMAR_CANNOT_SEE);

    private static final List<Range> OUYANG_RANGE =
            List.of(new Range(PARAMS, 160e6, 12e9), new Range(TOKENS, 1e9, 206e9), new Range(BITS, 2, 4));

    private static final List<String> OUYANG_ASSUMES = List.of(
            "weights quantized after training by GPTQ; loss on RefinedWeb",
            "Pythia 160M to 12B, all checkpoints; " + DENSE);

    private static final List<String> OUYANG_CANNOT_SEE = List.of(
            "how a width is split, its block size or its scale",
            "other quantizers and model families: their constants are not at hand",
            "random guessing: the 16-bit loss grows past it for few tokens, the degradation for many",
            "the learning-rate decay, which arXiv:2510.06213 holds responsible rather than the data");

    /** Ouyang et al. 2024, one law for all widths. */
    public static final NamedLaw QID = new NamedLaw(
            "qid",
            "Quantization-induced degradation: weights quantized after training, any width",
            QidLaw.OUYANG_2024,
            "Ouyang et al. 2024, arXiv:2411.17691v1, figures 6 and 7",
            OUYANG_RANGE,
            OUYANG_ASSUMES,
            OUYANG_CANNOT_SEE);

    /** Ouyang et al. 2024, a law for each width. */
    public static final NamedLaw QID_PER_BIT = new NamedLaw(
            "qid-per-bit",
            "Quantization-induced degradation: weights quantized after training to 2-4 bits",
            QidPerBitLaw.OUYANG_2024_TABLE_1,
            "recovered from table 1 of Ouyang et al. 2024, arXiv:2411.17691v1, which it gives to the last digit",
            OUYANG_RANGE,
            OUYANG_ASSUMES,
            OUYANG_CANNOT_SEE);

    /** Sun et al. 2025. */
    public static final NamedLaw CAPYBARA = new NamedLaw(
            "capybara",
            "Capybara: floating-point quantized training",
            CapybaraLaw.SUN_2025,
            "Sun et al. 2025, arXiv:2501.02423v3, table 2",
            List.of(
                    new Range(PARAMS, 40_894_464, 679_477_248),
                    new Range(TOKENS, 10_485_760_000L, 104_857_600_000L),
                    new Range(EXPONENT_BITS, 0, 6),
                    new Range(MANTISSA_BITS, 1, 7),
                    new Range(BLOCK_SIZE, 32, CapybaraLaw.CHANNEL_BLOCK)),
            List.of(
                    "quantized: weights forward (P2) and backward (P4), inputs of the weight-gradient GEMM (P6)",
                    "kept in BF16: inputs forward (P1), output gradients (P3, P5), attention products, classifier",
                    "scale = largest normal / largest magnitude of the block, in high precision; no zero point",
                    "subnormals kept, no code spent on Inf or NaN, round to nearest (QPyTorch)",
                    "LLaMA-style models on Dolma v1.7; " + DENSE),
            List.of(
                    "rounding of the scale (E8M0, E4M3), exponent bias, rounding mode, reserved codes, outliers",
                    "block sizes of other formats than E1M1: their effect was measured there alone",
                    "integer formats: M bits at E = 0 are the nearest it knows",
                    "one scale per tensor: its constants are not published",
                    FAR));

    private static NamedLaw qat(String id, String what, QatLaw law) {
        return new NamedLaw(
                "qat-" + id,
                "4-bit quantization-aware training: " + what,
                law,
                "Chen et al. 2025, arXiv:2505.14302, 268 runs",
                List.of(new Range(PARAMS, 74e6, 595e6), new Range(TOKENS, 10e9, 100e9), new Range(GROUP_SIZE, 32, 256)),
                List.of(
                        "FC2 is the second feed-forward layer",
                        "INT4 scaled by the largest magnitude of the group; activations of wide groups clipped (LAC)",
                        "Llama-3-style models on OLMo2-Mix-1124; " + DENSE),
                List.of(
                        "widths other than 4 bits",
                        "E2M1: it follows the same trend, 0.015 nats above INT4 per channel",
                        "rounding of the scale",
                        FAR));
    }

    private static NamedLaw quartet(String id, String what, QuartetLaw law) {
        return new NamedLaw(
                id,
                "4-bit training: " + what,
                law,
                "Castro et al. 2025, arXiv:2505.14669, and its published notebook",
                List.of(new Range(PARAMS, 30e6, 200e6), new Range(TOKENS, 25 * 30e6, 800 * 200e6)),
                List.of("Llama-style models on C4, 25 to 800 tokens per parameter; " + DENSE),
                List.of("formats other than its own: the shares are measured, not derived", FAR));
    }

    /** Panferov et al. 2025 over the full-precision law of Castro et al. 2025. */
    public static final NamedLaw CAPACITY = new NamedLaw(
            "capacity",
            "Capacity: training in any format, by its error on Gaussian samples",
            CapacityLaw.PANFEROV_2025,
            "Panferov et al. 2025, arXiv:2506.01863, table 3 (L, F, C); Castro et al. 2025, arXiv:2505.14669 (the"
                    + " rest)",
            List.of(new Range(PARAMS, 30e6, 200e6), new Range(TOKENS, 25 * 30e6, 800 * 200e6)),
            List.of("Llama-style models on C4; " + DENSE),
            List.of(
                    "tensors that are not Gaussian: outliers cost more than it says",
                    "the backward pass: data counts in full",
                    "A and B of its own paper, which are not at hand",
                    FAR));

    private static final List<NamedLaw> ALL = List.of(
            CHINCHILLA_HOFFMANN,
            CHINCHILLA_BESIROGLU,
            PRECISION,
            PRECISION_FP_WEIGHTS,
            QID,
            QID_PER_BIT,
            CAPYBARA,
            qat("w4a4", "weights and activations", QatLaw.CHEN_2025_W4A4),
            qat("w4a16", "weights alone", QatLaw.CHEN_2025_W4A16),
            qat("w16a4", "activations alone", QatLaw.CHEN_2025_W16A4),
            qat("w4a4-fc2-8bit", "weights and activations, 8 bits into FC2", QatLaw.CHEN_2025_W4A4_FC2_8BIT),
            qat("w16a4-fc2-8bit", "activations alone, 8 bits into FC2", QatLaw.CHEN_2025_W16A4_FC2_8BIT),
            quartet("quartet", "Quartet, MXFP4 forward and backward", QuartetLaw.CASTRO_2025_QUARTET),
            quartet("quartet-sr", "MXFP4 rounded stochastically", QuartetLaw.CASTRO_2025_SR),
            quartet("quartet-rtn", "MXFP4 rounded to nearest", QuartetLaw.CASTRO_2025_RTN),
            quartet("quartet-quest", "MXFP4 by QuEST", QuartetLaw.CASTRO_2025_QUEST),
            quartet("quartet-luq-int4", "INT4 by LUQ", QuartetLaw.CASTRO_2025_LUQ_INT4),
            quartet("quartet-luq-fp4", "FP4 by LUQ", QuartetLaw.CASTRO_2025_LUQ_FP4),
            CAPACITY);

    /** All of them. */
    public static List<NamedLaw> all() {
        return ALL;
    }

    public static List<String> ids() {
        return ALL.stream().map(NamedLaw::id).toList();
    }

    /**
     * The law of that name.
     *
     * @throws InputException if there is none
     */
    public static NamedLaw named(String id) {
        return ALL.stream()
                .filter(law -> law.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "law %s".formatted(id),
                        "unknown%s. All: %s; the name of a law file of 'floatscape fit' must end in .json"
                                .formatted(
                                        Nearest.near(id, ids())
                                                .map("; maybe %s"::formatted)
                                                .orElse(""),
                                        String.join(", ", ids()))));
    }
}

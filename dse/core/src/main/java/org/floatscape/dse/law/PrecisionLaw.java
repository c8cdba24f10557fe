package org.floatscape.dse.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of integer-quantized training, and of quantizing afterwards, Kumar et al. 2024 (arXiv:2411.04330), equations 2
 * to 4:
 *
 * <pre>  L = A / Neff^alpha + B / D^beta + E + delta_PTQ
 *   Neff = N · (1 - e^(-Pw/gamma_w + n_w)) · (1 - e^(-Pa/gamma_a + n_a)) · (1 - e^(-Pkv/gamma_kv + n_kv))
 *   delta_PTQ = C_T · D^gamma_D / N^gamma_N · e^(-Ppost/gamma_post + b)</pre>
 *
 * The biases n and b stand in the paper's table of constants and not in its equations. Only with them, and with this
 * sign, does the law give the paper's results: 7 to 8 bits at best, 4 bits needing a model more than four times as
 * large, activations unstable at 3 bits. delta_PTQ is that of equation 2, for training in high precision; the factors
 * of equation 9 for training in low precision need constants C that are not published. It is zero where the weights
 * were trained at the width they are quantized to, or below it.
 *
 * @param a           A, nats at Neff = 1
 * @param alpha       exponent of Neff, no unit
 * @param b           B, nats at D = 1
 * @param beta        exponent of D, no unit
 * @param floorNats   E, the loss no model goes below, nats per token
 * @param weights     what quantized weights leave of N
 * @param activations what quantized activations leave of N
 * @param kvCache     what a quantized KV cache leaves of N
 * @param ptq         loss added by quantizing after training
 */
public record PrecisionLaw(
        double a,
        double alpha,
        double b,
        double beta,
        double floorNats,
        Operand weights,
        Operand activations,
        Operand kvCache,
        PostTraining ptq)
        implements Law {

    /** arXiv:2411.04330, appendix K, table 2; alpha and beta are fitted as one. */
    public static final PrecisionLaw KUMAR_2024 = new PrecisionLaw(
            4.299e3,
            0.4965,
            1.806e4,
            0.4965,
            2.7648,
            new Operand(2.6745, 0.3037),
            new Operand(2.2102, 1.4072),
            new Operand(0.9578, 2.4185),
            new PostTraining(0.0598, 0.5068, 0.3439, 0.5907, 1.1277));

    /** arXiv:2411.04330, appendix N: floating-point weights of 3 to 12 bits; nothing else is quantized in training. */
    public static final PrecisionLaw KUMAR_2024_FP_WEIGHTS = new PrecisionLaw(
            KUMAR_2024.a,
            KUMAR_2024.alpha,
            KUMAR_2024.b,
            KUMAR_2024.beta,
            KUMAR_2024.floorNats,
            new Operand(2.8111, 0.1240),
            Operand.NOT_QUANTIZED,
            Operand.NOT_QUANTIZED,
            KUMAR_2024.ptq);

    /** Constants of parts that were not quantized: factors of 1, and no loss after training. */
    private static final Map<String, Double> IF_ABSENT = Map.ofEntries(
            Map.entry("gamma_train_w", 0.0),
            Map.entry("n_w", 0.0),
            Map.entry("gamma_train_a", 0.0),
            Map.entry("n_a", 0.0),
            Map.entry("gamma_train_kv", 0.0),
            Map.entry("n_kv", 0.0),
            Map.entry("C_T", 0.0),
            Map.entry("gamma_D", 0.0),
            Map.entry("gamma_N", 0.0),
            Map.entry("gamma", 1.0),
            Map.entry("b", 0.0));

    static final LawForm FORM = new LawForm(
            "precision",
            "L = A/Neff^alpha + B/D^beta + E + C_T D^gamma_D/N^gamma_N e^(-Ppost/gamma + b), "
                    + "Neff = N product over x = w, a, kv of (1 - e^(-P_x/gamma_train_x + n_x))",
            List.of(
                    new Constant("A", "nats", "the parameter term at Neff = 1"),
                    new Constant("alpha", "no unit", "exponent of Neff"),
                    new Constant("B", "nats", "the data term at D = 1"),
                    new Constant("beta", "no unit", "exponent of D"),
                    new Constant("E", "nats", "the loss that no model goes below"),
                    new Constant("gamma_train_w", "bits", "gamma_w of the weights; 0 where they are not quantized"),
                    new Constant("n_w", "no unit", "bias of the weights"),
                    new Constant("gamma_train_a", "bits", "gamma_a of the activations; 0 where they are not quantized"),
                    new Constant("n_a", "no unit", "bias of the activations"),
                    new Constant("gamma_train_kv", "bits", "gamma_kv of the KV cache; 0 where they are not quantized"),
                    new Constant("n_kv", "no unit", "bias of the KV cache"),
                    new Constant("C_T", "nats", "scale of quantization after training"),
                    new Constant("gamma_D", "no unit", "exponent of D after training"),
                    new Constant("gamma_N", "no unit", "exponent of N after training"),
                    new Constant(
                            "gamma",
                            "bits",
                            "gamma_post, bits that divide the error by e in quantization after training"),
                    new Constant("b", "no unit", "bias of quantization after training")),
            List.of(
                    List.of(Column.PARAMS, Column.TOKENS, Column.BITS),
                    List.of(Column.PARAMS, Column.TOKENS, Column.BITS_W, Column.BITS_A, Column.BITS_KV)),
            List.of(Column.PTQ_BITS),
            IF_ABSENT,
            c -> new PrecisionLaw(
                    c[0],
                    c[1],
                    c[2],
                    c[3],
                    c[4],
                    new Operand(c[5], c[6]),
                    new Operand(c[7], c[8]),
                    new Operand(c[9], c[10]),
                    new PostTraining(c[11], c[12], c[13], c[14], c[15])));

    /**
     * How the share of N that an operand leaves grows with its width: 1 - e^(-P / gamma + bias).
     *
     * @param gammaBits gamma, bits; 0 for an operand that is not quantized
     * @param bias      n, no unit
     */
    public record Operand(double gammaBits, double bias) {

        static final Operand NOT_QUANTIZED = new Operand(0, 0);

        boolean isQuantized() {
            return gammaBits != 0;
        }

        /** Share at {@code bits}; zero or negative where the width is too small for the law. */
        double share(double bits) {
            return gammaBits == 0 ? 1 : -Math.expm1(bias - bits / gammaBits);
        }

        /** Derivative of ln share by the width, per bit. */
        double logSlope(double bits) {
            return gammaBits == 0 ? 0 : 1 / (gammaBits * Math.expm1(bits / gammaBits - bias));
        }

        /** The width at which nothing is left. */
        double leastBits() {
            return gammaBits * bias;
        }
    }

    /**
     * Loss added by quantizing the weights after training.
     *
     * @param scaleNats      C_T, nats
     * @param tokensExponent gamma_D, no unit
     * @param paramsExponent gamma_N, no unit
     * @param gammaBits      gamma_post, bits
     * @param bias           b, no unit
     */
    public record PostTraining(
            double scaleNats, double tokensExponent, double paramsExponent, double gammaBits, double bias) {

        /** delta_PTQ, nats per token; equation 2. */
        double deltaNats(double params, double tokens, double bits) {
            return scaleNats
                    * Math.pow(tokens, tokensExponent)
                    * Math.pow(params, -paramsExponent)
                    * Math.exp(bias - bits / gammaBits);
        }
    }

    /**
     * Neff over N, no unit.
     *
     * @throws LawDomainException naming the width if one is so small that the law leaves nothing
     */
    public double effectiveShare(double bitsW, double bitsA, double bitsKv) {
        return share(weights, Column.BITS_W, bitsW)
                * share(activations, Column.BITS_A, bitsA)
                * share(kvCache, Column.BITS_KV, bitsKv);
    }

    private static double share(Operand operand, Column column, double bits) {
        double share = operand.share(bits);
        if (!(share > 0)) {
            throw new LawDomainException(
                    column,
                    "%s must be above %.4f: at or below it the law leaves no parameters"
                            .formatted(bits, operand.leastBits()));
        }
        return share;
    }

    /** Loss before any quantization after training, nats per token. */
    public double trainedLossNats(double params, double tokens, double bitsW, double bitsA, double bitsKv) {
        return lossNats(params * effectiveShare(bitsW, bitsA, bitsKv), tokens);
    }

    /** Loss in full precision, nats per token. */
    public double lossNats(double params, double tokens) {
        return a * Math.pow(params, -alpha) + b * Math.pow(tokens, -beta) + floorNats;
    }

    /** Loss added by quantizing weights of {@code bitsW} to {@code ptqBits} after training, nats per token. */
    public double ptqDeltaNats(double params, double tokens, double bitsW, double ptqBits) {
        return ptqBits >= bitsW ? 0 : ptq.deltaNats(params, tokens, ptqBits);
    }

    /**
     * Tokens beyond which more data raises the loss after quantization of high-precision weights to {@code ptqBits},
     * equation 13 with the bias.
     */
    public double criticalTokens(double params, double ptqBits) {
        double perToken = ptq.tokensExponent() * ptq.deltaNats(params, 1, ptqBits);
        return CriticalTokens.of(beta * b, beta, perToken, ptq.tokensExponent());
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        return new double[] {
            a,
            alpha,
            b,
            beta,
            floorNats,
            weights.gammaBits(),
            weights.bias(),
            activations.gammaBits(),
            activations.bias(),
            kvCache.gammaBits(),
            kvCache.bias(),
            ptq.scaleNats(),
            ptq.tokensExponent(),
            ptq.paramsExponent(),
            ptq.gammaBits(),
            ptq.bias()
        };
    }

    @Override
    public Prediction predict(Point point) {
        double params = point.params();
        double tokens = point.tokens();
        double bitsW = bits(point, weights, Column.BITS_W);
        double trained = trainedLossNats(
                params, tokens, bitsW, bits(point, activations, Column.BITS_A), bits(point, kvCache, Column.BITS_KV));
        double ptqBits = point.has(Column.PTQ_BITS) ? point.get(Column.PTQ_BITS) : bitsW;
        double lossNats = trained + ptqDeltaNats(params, tokens, bitsW, ptqBits);
        return new Prediction(
                lossNats,
                lossNats - lossNats(params, tokens),
                ptqBits >= bitsW ? CriticalTokens.of(beta * b, beta, 0, 0) : criticalTokens(params, ptqBits));
    }

    /** An operand that the law does not quantize may go without a width, and then has all bits. */
    private static double bits(Point point, Operand operand, Column column) {
        if (point.has(Column.BITS)) {
            return point.get(Column.BITS);
        }
        return operand.isQuantized() || point.has(column) ? point.get(column) : Double.POSITIVE_INFINITY;
    }

    /** One width for all operands, or one each for those that the law quantizes. */
    @Override
    public List<List<Column>> columnSets() {
        var each = new ArrayList<>(List.of(Column.PARAMS, Column.TOKENS));
        Map.of(Column.BITS_W, weights, Column.BITS_A, activations, Column.BITS_KV, kvCache).entrySet().stream()
                .filter(entry -> entry.getValue().isQuantized())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(each::add);
        return List.of(FORM.columnSets().getFirst(), List.copyOf(each));
    }
}

package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of 4-bit quantization-aware training, Chen et al. 2025 (arXiv:2505.14302):
 *
 * <pre>  L(N, D, G) = A / N^alpha + B / D^beta + E + k · D^gamma_D · log2(G)^gamma_G / N^gamma_N</pre>
 *
 * G elements share a scale; a group of one loses nothing. Which operands have 4 bits is in the constants.
 *
 * @param base           A, alpha, B, beta and E
 * @param scaleNats      k, nats
 * @param paramsExponent gamma_N, no unit
 * @param tokensExponent gamma_D, no unit
 * @param groupExponent  gamma_G, no unit
 */
public record QatLaw(
        ChinchillaLaw base, double scaleNats, double paramsExponent, double tokensExponent, double groupExponent)
        implements Law {

    private static final ChinchillaLaw CHEN_BASE = new ChinchillaLaw(237.7042, 0.3022, 596.2490, 0.3022, 1.9279);

    /** Weights and activations in 4 bits. */
    public static final QatLaw CHEN_2025_W4A4 = new QatLaw(CHEN_BASE, 0.1582, 0.2186, 0.0745, 0.7779);
    /** Weights in 4 bits, activations in 16. */
    public static final QatLaw CHEN_2025_W4A16 = new QatLaw(CHEN_BASE, 0.2522, 0.3589, 0.1610, 0.3533);
    /** Activations in 4 bits, weights in 16; the paper's text once says 0.9821 for the last exponent. */
    public static final QatLaw CHEN_2025_W16A4 = new QatLaw(CHEN_BASE, 0.1004, 0.1816, 0.0331, 0.9812);
    /** As {@link #CHEN_2025_W4A4} with 8 bits at the input of the second feed-forward layer. */
    public static final QatLaw CHEN_2025_W4A4_FC2_8BIT = new QatLaw(CHEN_BASE, 0.3519, 0.2637, 0.0964, 0.3407);
    /** As {@link #CHEN_2025_W16A4} with 8 bits at that input; the paper's text once says 0.4471 for the last exponent. */
    public static final QatLaw CHEN_2025_W16A4_FC2_8BIT = new QatLaw(CHEN_BASE, 0.1273, 0.2347, 0.0827, 0.4491);

    static final LawForm FORM = new LawForm(
            "qat",
            "L = A/N^alpha + B/D^beta + E + k D^gamma_D log2(G)^gamma_G / N^gamma_N",
            List.of(
                    new Constant("A", "nats", "the parameter term at N = 1"),
                    new Constant("alpha", "no unit", "exponent of N"),
                    new Constant("B", "nats", "the data term at D = 1"),
                    new Constant("beta", "no unit", "exponent of D"),
                    new Constant("E", "nats", "the loss that no model goes below"),
                    new Constant("k", "nats", "the quantization error at N = D = 1, G = 2"),
                    new Constant("gamma_N", "no unit", "exponent of N in the quantization error"),
                    new Constant("gamma_D", "no unit", "exponent of D in the quantization error"),
                    new Constant("gamma_G", "no unit", "exponent of log2 G in the quantization error")),
            List.of(List.of(Column.PARAMS, Column.TOKENS, Column.GROUP_SIZE)),
            List.of(),
            Map.of(),
            c -> new QatLaw(new ChinchillaLaw(c[0], c[1], c[2], c[3], c[4]), c[5], c[6], c[7], c[8]));

    /** Loss added by quantization, nats per token. */
    public double deltaNats(double params, double tokens, double groupSize) {
        return perToken(params, groupSize) * Math.pow(tokens, tokensExponent);
    }

    private double perToken(double params, double groupSize) {
        return scaleNats * Math.pow(params, -paramsExponent) * Math.pow(CapybaraLaw.log2(groupSize), groupExponent);
    }

    /** Tokens beyond which more data raises the loss; infinite for a group of one. */
    public double criticalTokens(double params, double groupSize) {
        return CriticalTokens.of(
                base.beta() * base.b(), base.beta(), tokensExponent * perToken(params, groupSize), tokensExponent);
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        return new double[] {
            base.a(),
            base.alpha(),
            base.b(),
            base.beta(),
            base.floorNats(),
            scaleNats,
            paramsExponent,
            tokensExponent,
            groupExponent
        };
    }

    @Override
    public Prediction predict(Point point) {
        double groupSize = point.get(Column.GROUP_SIZE);
        double deltaNats = deltaNats(point.params(), point.tokens(), groupSize);
        return new Prediction(
                base.lossNats(point.params(), point.tokens()) + deltaNats,
                deltaNats,
                criticalTokens(point.params(), groupSize));
    }
}

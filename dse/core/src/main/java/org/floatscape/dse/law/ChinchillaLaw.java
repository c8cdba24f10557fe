package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of full-precision training, Hoffmann et al. 2022 (arXiv:2203.15556), equation 10:
 *
 * <pre>  L(N, D) = A / N^alpha + B / D^beta + E</pre>
 *
 * It knows no number format: every format loses nothing.
 *
 * @param a         A, nats at N = 1
 * @param alpha     exponent of N, no unit
 * @param b         B, nats at D = 1
 * @param beta      exponent of D, no unit
 * @param floorNats E, the loss no model goes below, nats per token
 */
public record ChinchillaLaw(double a, double alpha, double b, double beta, double floorNats) implements Law {

    /** As published: arXiv:2203.15556, equation 10 with the constants of its appendix D.3. */
    public static final ChinchillaLaw HOFFMANN_2022 = new ChinchillaLaw(406.4, 0.34, 410.7, 0.28, 1.69);

    /** Besiroglu et al. 2024 (arXiv:2404.10102): the same runs, fitted again; table 1. */
    public static final ChinchillaLaw BESIROGLU_2024 = new ChinchillaLaw(482.01, 0.3478, 2085.43, 0.3658, 1.8172);

    /** Of the operations that compute counts. */
    public static final int FULL_PRECISION_BITS = 16;

    static final LawForm FORM = new LawForm(
            "chinchilla",
            "L = A/N^alpha + B/D^beta + E",
            List.of(
                    new Constant("A", "nats", "the parameter term at N = 1"),
                    new Constant("alpha", "no unit", "exponent of N"),
                    new Constant("B", "nats", "the data term at D = 1"),
                    new Constant("beta", "no unit", "exponent of D"),
                    new Constant("E", "nats", "the loss that no model goes below")),
            List.of(List.of(Column.PARAMS, Column.TOKENS)),
            List.of(),
            Map.of(),
            c -> new ChinchillaLaw(c[0], c[1], c[2], c[3], c[4]));

    /** Model and data for a given compute. */
    public record Optimum(double params, double tokens, double lossNats) {}

    /** Loss, nats per token. */
    public double lossNats(double params, double tokens) {
        return a * Math.pow(params, -alpha) + b * Math.pow(tokens, -beta) + floorNats;
    }

    /**
     * The model and data that lose least for C = 6 N D operations; arXiv:2203.15556, equation 4.
     *
     * @throws LawDomainException if more of the one or the other never loses less
     */
    public Optimum forCompute(double compute) {
        Optima.requireModelTerm("A", a, alpha);
        Optima.requireDataTerm("B", b, beta);
        double product = compute / 6;
        double params = Math.pow(alpha * a / (beta * b) * Math.pow(product, beta), 1 / (alpha + beta));
        double tokens = product / params;
        double lossNats = lossNats(params, tokens);
        Optima.requireTold(compute, FULL_PRECISION_BITS, params, tokens, lossNats);
        return new Optimum(params, tokens, lossNats);
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        return new double[] {a, alpha, b, beta, floorNats};
    }

    @Override
    public Prediction predict(Point point) {
        return new Prediction(lossNats(point.params(), point.tokens()), 0, CriticalTokens.of(beta * b, beta, 0, 0));
    }
}

package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of training whose forward pass costs parameters and whose backward pass costs data, Castro et al. 2025
 * (arXiv:2505.14669):
 *
 * <pre>  L(N, D) = (A / (N eff_N)^alpha + B / (D eff_D)^beta)^gamma + E</pre>
 *
 * Each training scheme has its own pair of shares; a share of 1 is full precision.
 *
 * @param a           A, no unit
 * @param alpha       exponent of N, no unit
 * @param b           B, no unit
 * @param beta        exponent of D, no unit
 * @param floorNats   E, the loss no model goes below, nats per token
 * @param gamma       exponent of the sum, no unit
 * @param paramsShare eff_N, no unit
 * @param tokensShare eff_D, no unit
 */
public record QuartetLaw(
        double a,
        double alpha,
        double b,
        double beta,
        double floorNats,
        double gamma,
        double paramsShare,
        double tokensShare)
        implements Law {

    /** The full-precision law under all schemes of arXiv:2505.14669. */
    public static final QuartetLaw CASTRO_2025_BASE = new QuartetLaw(1.52e5, 0.589, 5.25e5, 0.544, 1.35, 0.274, 1, 1);

    /** The paper's own scheme: MXFP4 forward and backward. */
    public static final QuartetLaw CASTRO_2025_QUARTET = CASTRO_2025_BASE.withShares(0.65, 0.95);
    /** Stochastic rounding to MXFP4, scaled by the largest magnitude. */
    public static final QuartetLaw CASTRO_2025_SR = CASTRO_2025_BASE.withShares(0.42, 0.88);
    /** Rounding to nearest MXFP4, scaled by the largest magnitude. */
    public static final QuartetLaw CASTRO_2025_RTN = CASTRO_2025_BASE.withShares(0.59, 0.93);
    /** QuEST rounding to MXFP4. */
    public static final QuartetLaw CASTRO_2025_QUEST = CASTRO_2025_BASE.withShares(0.64, 0.83);
    /** LUQ with INT4. */
    public static final QuartetLaw CASTRO_2025_LUQ_INT4 = CASTRO_2025_BASE.withShares(0.49, 0.15);
    /** LUQ with FP4. */
    public static final QuartetLaw CASTRO_2025_LUQ_FP4 = CASTRO_2025_BASE.withShares(0.01, 0.07);

    static final LawForm FORM = new LawForm(
            "quartet",
            "L = (A/(N eff_N)^alpha + B/(D eff_D)^beta)^gamma + E",
            List.of(
                    new Constant("A", "no unit", "the parameter term at N eff_N = 1"),
                    new Constant("alpha", "no unit", "exponent of N"),
                    new Constant("B", "no unit", "the data term at D eff_D = 1"),
                    new Constant("beta", "no unit", "exponent of D"),
                    new Constant("E", "nats", "the loss that no model goes below"),
                    new Constant("gamma", "no unit", "exponent of the sum"),
                    new Constant("eff_N", "no unit", "share of N that the forward pass leaves"),
                    new Constant("eff_D", "no unit", "share of D that the backward pass leaves")),
            List.of(List.of(Column.PARAMS, Column.TOKENS)),
            List.of(),
            Map.of("eff_N", 1.0, "eff_D", 1.0),
            c -> new QuartetLaw(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]));

    /** The same law of another training scheme. */
    public QuartetLaw withShares(double newParamsShare, double newTokensShare) {
        return new QuartetLaw(a, alpha, b, beta, floorNats, gamma, newParamsShare, newTokensShare);
    }

    /** Loss, nats per token. */
    public double lossNats(double params, double tokens) {
        return Math.pow(a * Math.pow(params * paramsShare, -alpha) + b * Math.pow(tokens * tokensShare, -beta), gamma)
                + floorNats;
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        return new double[] {a, alpha, b, beta, floorNats, gamma, paramsShare, tokensShare};
    }

    @Override
    public Prediction predict(Point point) {
        double lossNats = lossNats(point.params(), point.tokens());
        double fullNats = withShares(1, 1).lossNats(point.params(), point.tokens());
        return new Prediction(lossNats, lossNats - fullNats, criticalTokens());
    }

    /** Infinite: more data always helps, unless the constants have it that they never do. */
    double criticalTokens() {
        return CriticalTokens.of(gamma * beta * b, beta, 0, 0);
    }
}

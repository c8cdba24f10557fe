package org.floatscape.dse.law;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Loss that quantizing after training adds at one width, the quantization-induced degradation (QiD) of Ouyang et al.
 * 2024 (arXiv:2411.17691): k D^beta / N^alpha.
 *
 * @param scaleNats      k, nats at N = D = 1
 * @param tokensExponent beta, no unit
 * @param paramsExponent alpha, no unit
 */
public record QidTerm(double scaleNats, double tokensExponent, double paramsExponent) {

    /** Nats per token. */
    public double deltaNats(double params, double tokens) {
        return scaleNats * Math.pow(tokens, tokensExponent) * Math.pow(params, -paramsExponent);
    }

    /**
     * The training tokens at which a model of {@code params} loses {@code deltaNats} by quantization. Given a measured
     * degradation this is an estimate of how far the model is trained: few tokens for its size, and it quantizes well.
     *
     * @throws LawDomainException if no number of tokens does that
     */
    public double tokensFor(double params, double deltaNats) {
        if (!(scaleNats > 0) || tokensExponent == 0) {
            throw new LawDomainException(
                    Column.TOKENS,
                    "none tell a degradation of %s nats: the law's k (%s nats at this width) must be greater than 0 and its beta (%s) not 0, or the degradation does not depend on the data; take another law"
                            .formatted(deltaNats, scaleNats, tokensExponent));
        }
        double tokens = Math.pow(deltaNats / scaleNats * Math.pow(params, paramsExponent), 1 / tokensExponent);
        if (!(tokens > 0 && Double.isFinite(tokens))) {
            throw new LawDomainException(
                    Column.TOKENS,
                    "a degradation of %s nats at %s params takes %s, which is no number of tokens; give a degradation nearer to 0.1 nats, or a model nearer to the law's"
                            .formatted(deltaNats, params, tokens));
        }
        return tokens;
    }

    /**
     * Tokens beyond which more data raises the quantized loss, when {@code loss16} is the loss before quantization;
     * infinite where the degradation does not grow with the data.
     */
    double criticalTokens(OpenAiLoss loss16, double params) {
        double riseNats = tokensExponent * deltaNats(params, 1);
        if (!(riseNats > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        if (Double.isInfinite(riseNats)) {
            return 0;
        }
        DoubleUnaryOperator riseOverFall =
                lnTokens -> Math.log(riseNats) + tokensExponent * lnTokens - loss16.logFallNats(params, lnTokens);
        // By ln D it grows everywhere at least as fast as this, so that it is zero once, and not far from here.
        double leastSlope = tokensExponent + Math.min(1, loss16.tokensExponent());
        double reach = Math.abs(riseOverFall.applyAsDouble(0)) / leastSlope + 1;
        return Math.exp(new BrentSolver(1e-14, 1e-12).solve(1000, riseOverFall::applyAsDouble, -reach, reach));
    }
}

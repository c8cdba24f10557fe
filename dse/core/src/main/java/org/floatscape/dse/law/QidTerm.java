package org.floatscape.dse.law;

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
     */
    public double tokensFor(double params, double deltaNats) {
        return Math.pow(deltaNats / scaleNats * Math.pow(params, paramsExponent), 1 / tokensExponent);
    }

    /** Tokens beyond which more data raises the quantized loss, when {@code loss16} is the loss before quantization. */
    double criticalTokens(OpenAiLoss loss16, double params) {
        // By ln D the degradation's slope grows and the 16-bit loss's falls towards zero, so they meet once.
        double lnTokens = new BrentSolver(1e-14, 1e-12)
                .solve(
                        1000,
                        ln -> Math.log(tokensExponent * deltaNats(params, Math.exp(ln)))
                                - Math.log(loss16.fallNats(params, Math.exp(ln))),
                        -200,
                        300);
        return Math.exp(lnTokens);
    }
}

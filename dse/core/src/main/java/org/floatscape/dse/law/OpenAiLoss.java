package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of full-precision training in the form of Kaplan et al. 2020 (arXiv:2001.08361), equation 1.5:
 *
 * <pre>  L(N, D) = [ (Nc / N)^(alpha_N / alpha_D) + Dc / D ]^alpha_D</pre>
 *
 * It has no floor, and grows past random guessing for little data.
 *
 * @param paramsScale    Nc, parameters
 * @param paramsExponent alpha_N, no unit
 * @param tokensScale    Dc, tokens
 * @param tokensExponent alpha_D, no unit
 */
public record OpenAiLoss(double paramsScale, double paramsExponent, double tokensScale, double tokensExponent) {

    /** Ouyang et al. 2024 (arXiv:2411.17691v1), figure 7, fitted on Pythia in 16 bits. */
    public static final OpenAiLoss PYTHIA_16_BIT = new OpenAiLoss(4.74e19, 0.045, 7.63e10, 0.399);

    static final List<Constant> CONSTANTS = List.of(
            new Constant("loss16_params", "parameters", "Nc of the 16-bit loss"),
            new Constant("loss16_params_exponent", "no unit", "alpha_N of the 16-bit loss"),
            new Constant("loss16_tokens", "tokens", "Dc of the 16-bit loss"),
            new Constant("loss16_tokens_exponent", "no unit", "alpha_D of the 16-bit loss"));

    /** Fits of a degradation leave the loss before it as it is. */
    static final Map<String, Double> IF_ABSENT = Map.of(
            "loss16_params",
            PYTHIA_16_BIT.paramsScale,
            "loss16_params_exponent",
            PYTHIA_16_BIT.paramsExponent,
            "loss16_tokens",
            PYTHIA_16_BIT.tokensScale,
            "loss16_tokens_exponent",
            PYTHIA_16_BIT.tokensExponent);

    /** Loss, nats per token. */
    public double lossNats(double params, double tokens) {
        return Math.pow(paramsTerm(params) + tokensScale / tokens, tokensExponent);
    }

    /** By how much the loss falls as ln D grows, nats per token; falls with D itself. */
    double fallNats(double params, double tokens) {
        return tokensExponent
                * Math.pow(paramsTerm(params) + tokensScale / tokens, tokensExponent - 1)
                * (tokensScale / tokens);
    }

    private double paramsTerm(double params) {
        return Math.pow(paramsScale / params, paramsExponent / tokensExponent);
    }

    double[] values() {
        return new double[] {paramsScale, paramsExponent, tokensScale, tokensExponent};
    }
}

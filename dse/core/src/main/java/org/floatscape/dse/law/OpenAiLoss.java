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

    /** @throws IllegalArgumentException if a constant is not greater than 0: the loss would not fall with the data */
    public OpenAiLoss {
        for (double value : new double[] {paramsScale, paramsExponent, tokensScale, tokensExponent}) {
            if (!(value > 0)) {
                throw new IllegalArgumentException(
                        "the constants of the 16-bit loss (%s, %s, %s, %s) must all be greater than 0"
                                .formatted(paramsScale, paramsExponent, tokensScale, tokensExponent));
            }
        }
    }

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

    /**
     * Logarithm of how much the loss falls as ln D grows, in nats per token. By ln D its slope is between -1 and
     * -alpha_D; it is finite however many the tokens are.
     */
    double logFallNats(double params, double lnTokens) {
        double lnModel = (Math.log(paramsScale) - Math.log(params)) * paramsExponent / tokensExponent;
        double lnData = Math.log(tokensScale) - lnTokens;
        double lnSum = Math.max(lnModel, lnData) + Math.log1p(Math.exp(-Math.abs(lnModel - lnData)));
        return Math.log(tokensExponent) + (tokensExponent - 1) * lnSum + lnData;
    }

    private double paramsTerm(double params) {
        return Math.pow(paramsScale / params, paramsExponent / tokensExponent);
    }

    double[] values() {
        return new double[] {paramsScale, paramsExponent, tokensScale, tokensExponent};
    }
}

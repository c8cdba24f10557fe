package org.floatscape.dse.law;

/**
 * The share of parameters that a representation leaves, from its mean squared error on samples of N(0, 1), Panferov
 * et al. 2025 (arXiv:2506.01863):
 *
 * <pre>  rho = L · tanh(F · log_1/4(GMSE))^C</pre>
 *
 * Shares of weights and activations multiply. Any format has one, its scale format and its rounding included, since
 * the error is measured.
 *
 * @param saturation L, the share at no error, no unit
 * @param slope      F, no unit
 * @param exponent   C, no unit
 */
public record Capacity(double saturation, double slope, double exponent) {

    /** arXiv:2506.01863, table 3: Llama on C4; F is known to 0.02, C to 0.08, L to 0.7. */
    public static final Capacity PANFEROV_2025_LLAMA_C4 = new Capacity(1.0, 0.41, 1.39);

    /** arXiv:2506.01863, table 3: OLMo2 on ClimbMix; F is known to 0.04, C to 0.13, L to 0.10. */
    public static final Capacity PANFEROV_2025_OLMO2_CLIMBMIX = new Capacity(0.84, 0.37, 1.24);

    /**
     * rho, no unit.
     *
     * @param gmse mean squared error on N(0, 1), in (0, 1)
     */
    public double share(double gmse) {
        return saturation * Math.pow(Math.tanh(slope * Math.log(gmse) / Math.log(0.25)), exponent);
    }
}

package org.floatscape.dse.law;

/**
 * The block that one scale per tensor is equivalent to in {@link CapybaraLaw}: log2(B) = N^omega / (xi D^eta), Sun et
 * al. 2025 (arXiv:2501.02423v3), section 4.2. The paper does not publish its constants, so there is no named instance;
 * its figure 12 spans log2(B) of about 16 to 55.
 *
 * @param omega exponent of N, no unit
 * @param xi    divides, no unit
 * @param eta   exponent of D, no unit
 */
public record TensorGranularity(double omega, double xi, double eta) {

    public double log2Block(double params, double tokens) {
        return Math.pow(params, omega) / (xi * Math.pow(tokens, eta));
    }
}

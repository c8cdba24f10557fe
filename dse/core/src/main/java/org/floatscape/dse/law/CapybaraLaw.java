package org.floatscape.dse.law;

import static org.floatscape.dse.law.Column.BLOCK_SIZE;
import static org.floatscape.dse.law.Column.EXPONENT_BITS;
import static org.floatscape.dse.law.Column.MANTISSA_BITS;
import static org.floatscape.dse.law.Column.PARAMS;
import static org.floatscape.dse.law.Column.TOKENS;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of floating-point quantized training, Sun et al. 2025 (arXiv:2501.02423v3), equation 1, called Capybara there:
 *
 * <pre>  L(N, D, E, M, B) = n / N^alpha + d / D^beta + epsilon
 *                     + D^beta / N^alpha · log2(B) / (gamma (E + 0.5)^delta (M + 0.5)^nu)</pre>
 *
 * N counts non-embedding parameters and D tokens, both raw; E and M are the exponent and mantissa bits of an element,
 * whose width P = E + M + 1 counts the sign; B elements along the reduction dimension share a scale. A block of one
 * has no penalty. Methods take log2(B), so that {@link #CHANNEL_LOG2_BLOCK} and {@link TensorGranularity} fit in.
 *
 * @param n            n, nats at N = 1
 * @param alpha        exponent of N, no unit
 * @param d            d, nats at D = 1
 * @param beta         exponent of D, no unit
 * @param floorNats    epsilon, the loss no model goes below, nats per token
 * @param gamma        divides the penalty, 1/nats
 * @param delta        exponent of E + 0.5, no unit
 * @param nu           exponent of M + 0.5, no unit
 */
public record CapybaraLaw(
        double n, double alpha, double d, double beta, double floorNats, double gamma, double delta, double nu)
        implements Law {

    /** arXiv:2501.02423v3, table 2. */
    public static final CapybaraLaw SUN_2025 =
            new CapybaraLaw(69.2343, 0.2368, 68973.0621, 0.5162, 1.9061, 11334.5197, 3.1926, 2.9543);

    /** log2 of the block that one scale per channel is equivalent to; arXiv:2501.02423v3, section 4.2. */
    public static final double CHANNEL_LOG2_BLOCK = BlockFormat.LOG2_CHANNEL_BLOCK_SIZE;

    /** The block that one scale per channel is equivalent to, about 9130 elements. */
    public static final double CHANNEL_BLOCK = Math.pow(2, CHANNEL_LOG2_BLOCK);

    static final LawForm FORM = new LawForm(
            "capybara",
            "L = n/N^alpha + d/D^beta + epsilon + D^beta/N^alpha * log2(B) / (gamma (E+0.5)^delta (M+0.5)^nu)",
            List.of(
                    new Constant("n", "nats", "the parameter term at N = 1"),
                    new Constant("alpha", "no unit", "exponent of N"),
                    new Constant("d", "nats", "the data term at D = 1"),
                    new Constant("beta", "no unit", "exponent of D"),
                    new Constant("epsilon", "nats", "the loss that no model goes below"),
                    new Constant("gamma", "1/nats", "divides the precision penalty"),
                    new Constant("delta", "no unit", "exponent of E + 0.5"),
                    new Constant("nu", "no unit", "exponent of M + 0.5")),
            List.of(List.of(PARAMS, TOKENS, EXPONENT_BITS, MANTISSA_BITS, BLOCK_SIZE)),
            List.of(),
            Map.of(),
            c -> new CapybaraLaw(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]));

    /** An element's exponent and mantissa bits. */
    public record Layout(int exponentBits, int mantissaBits) {}

    /**
     * Loss, nats per token.
     *
     * @param params       N
     * @param tokens       D
     * @param exponentBits E
     * @param mantissaBits M
     * @param log2Block    log2 of the elements that share a scale
     */
    public double lossNats(double params, double tokens, double exponentBits, double mantissaBits, double log2Block) {
        return fullPrecisionLossNats(params, tokens)
                + penaltyNats(params, tokens, exponentBits, mantissaBits, log2Block);
    }

    /** Loss without the precision penalty, nats per token; the Chinchilla form, equation 2. */
    public double fullPrecisionLossNats(double params, double tokens) {
        return n * Math.pow(params, -alpha) + d * Math.pow(tokens, -beta) + floorNats;
    }

    /** The precision penalty rho, nats per token; equation 17. */
    public double penaltyNats(
            double params, double tokens, double exponentBits, double mantissaBits, double log2Block) {
        return Math.pow(tokens, beta) * Math.pow(params, -alpha) * log2Block * coarseness(exponentBits, mantissaBits);
    }

    /** What the layout alone puts into the penalty: 1 / (gamma (E + 0.5)^delta (M + 0.5)^nu), nats. */
    double coarseness(double exponentBits, double mantissaBits) {
        return 1 / (gamma * Math.pow(exponentBits + 0.5, delta) * Math.pow(mantissaBits + 0.5, nu));
    }

    /** Tokens beyond which more data raises the loss, equation 21; infinite for a block of one. */
    public double criticalTokens(double params, double exponentBits, double mantissaBits, double log2Block) {
        double perToken = Math.pow(params, -alpha) * log2Block * coarseness(exponentBits, mantissaBits);
        return CriticalTokens.of(beta * d, beta, beta * perToken, beta);
    }

    /** Parameters of the full-precision model that loses as much, equation 38 for any layout. */
    public double effectiveParams(
            double params, double tokens, double exponentBits, double mantissaBits, double log2Block) {
        double share = Math.pow(tokens, beta) * log2Block * coarseness(exponentBits, mantissaBits) / n;
        return params * Math.pow(1 + share, -1 / alpha);
    }

    /** The real-valued exponent bits that lose least at width {@code bits}, equation 19. */
    public double optimalExponentBits(double bits) {
        return delta * bits / (delta + nu) - 0.5;
    }

    /** The real-valued mantissa bits that lose least at width {@code bits}, equation 19. */
    public double optimalMantissaBits(double bits) {
        return nu * bits / (delta + nu) - 0.5;
    }

    /**
     * The integer layout that loses least at width {@code bits}, figure 5; on a tie the one of more exponent bits.
     *
     * @param bits width with the sign, at least 1
     */
    public Layout optimalLayout(int bits) {
        if (bits < 1) {
            throw new LawDomainException(Column.BITS, "%d must be 1 or more, for the sign".formatted(bits));
        }
        var best = new Layout(bits - 1, 0);
        for (int exponentBits = bits - 2; exponentBits >= 0; exponentBits--) {
            int mantissaBits = bits - 1 - exponentBits;
            if (coarseness(exponentBits, mantissaBits) < coarseness(best.exponentBits(), best.mantissaBits())) {
                best = new Layout(exponentBits, mantissaBits);
            }
        }
        return best;
    }

    /** gamma_rho of equation 34: gamma once the layout is the best real one of its width, 1/nats. */
    public double gammaRho() {
        return gamma * Math.pow(delta, delta) * Math.pow(nu, nu) / Math.pow(delta + nu, delta + nu);
    }

    /** Loss of the best real layout of {@code bits}, nats per token; equation 20. */
    public double lossNats(double params, double tokens, double bits, double log2Block) {
        return lossNats(params, tokens, optimalExponentBits(bits), optimalMantissaBits(bits), log2Block);
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        return new double[] {n, alpha, d, beta, floorNats, gamma, delta, nu};
    }

    @Override
    public Prediction predict(Point point) {
        double exponentBits = point.get(EXPONENT_BITS);
        double mantissaBits = point.get(MANTISSA_BITS);
        double log2Block = log2(point.get(BLOCK_SIZE));
        double penaltyNats = penaltyNats(point.params(), point.tokens(), exponentBits, mantissaBits, log2Block);
        return new Prediction(
                fullPrecisionLossNats(point.params(), point.tokens()) + penaltyNats,
                penaltyNats,
                criticalTokens(point.params(), exponentBits, mantissaBits, log2Block));
    }

    /** log2 of a block size; exact for powers of two. */
    public static double log2(double block) {
        int exponent = Math.getExponent(block);
        return exponent + Math.log(Math.scalb(block, -exponent)) / Math.log(2);
    }
}

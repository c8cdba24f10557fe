package org.floatscape.dse.law;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.floatscape.dse.law.PrecisionLaw.Operand;

/**
 * The width, model and data that lose least under {@link PrecisionLaw} when weights, activations and KV cache share
 * one width P and nothing is quantized after training. Compute is C = 6/16 N D P, arXiv:2411.04330, equation 5.
 *
 * @param bits     P, real
 * @param params   N
 * @param tokens   D
 * @param lossNats loss there, nats per token
 */
public record PrecisionOptimum(double bits, double params, double tokens, double lossNats) {

    private static final double OPERATIONS_PER_BIT = 6.0 / 16;
    /** No width beyond this is looked at; the factors are 1 to the last bit long before. */
    private static final double MOST_BITS = 4096;

    private static final double TOLERANCE_BITS = 1e-12;

    /**
     * The best width when model and data follow it: the same for every compute. It solves P · d ln(Neff / N) / dP = 1;
     * the paper prints this condition as equations 7 and 28, the one with an alpha and the other with an exponent too
     * many, and neither gives its result of 7 to 8 bits.
     */
    public static double bits(PrecisionLaw law) {
        return root(law, bits -> bits * logSlope(law, bits) - 1);
    }

    /** The best width, model and data for given compute. */
    public static PrecisionOptimum forCompute(PrecisionLaw law, double compute) {
        double bits = bits(law);
        double product = compute / (OPERATIONS_PER_BIT * bits);
        double ratio = law.alpha()
                * law.a()
                * Math.pow(law.effectiveShare(bits, bits, bits), -law.alpha())
                / (law.beta() * law.b());
        double params = Math.pow(ratio * Math.pow(product, law.beta()), 1 / (law.alpha() + law.beta()));
        return at(law, bits, params, product / params);
    }

    /** The best width and data for a given model and compute; the condition of equation 22. */
    public static PrecisionOptimum forParams(PrecisionLaw law, double params, double compute) {
        double bits = root(law, p -> {
            double tokens = compute / (OPERATIONS_PER_BIT * p * params);
            double fewerParams = law.a() * Math.pow(params * law.effectiveShare(p, p, p), -law.alpha());
            double fewerTokens = law.b() * Math.pow(tokens, -law.beta());
            return law.alpha() * fewerParams * p * logSlope(law, p) - law.beta() * fewerTokens;
        });
        return at(law, bits, params, compute / (OPERATIONS_PER_BIT * bits * params));
    }

    private static double logSlope(PrecisionLaw law, double bits) {
        return law.weights().logSlope(bits)
                + law.activations().logSlope(bits)
                + law.kvCache().logSlope(bits);
    }

    /** Where a condition that falls from positive to negative as the width grows is met. */
    private static double root(PrecisionLaw law, DoubleUnaryOperator condition) {
        double least =
                Math.max(leastBits(law.weights()), Math.max(leastBits(law.activations()), leastBits(law.kvCache())));
        double from = Math.max(least * (1 + 1e-9), 1e-6);
        return new BrentSolver(TOLERANCE_BITS).solve(1000, condition::applyAsDouble, from, MOST_BITS);
    }

    private static double leastBits(Operand operand) {
        return operand.leastBits();
    }

    private static PrecisionOptimum at(PrecisionLaw law, double bits, double params, double tokens) {
        return new PrecisionOptimum(bits, params, tokens, law.trainedLossNats(params, tokens, bits, bits, bits));
    }
}

package org.floatscape.dse.law;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.floatscape.dse.law.PrecisionLaw.Operand;

/**
 * The width, model and data that lose least under {@link PrecisionLaw} when weights, activations and KV cache share
 * one width P and nothing is quantized after training. Compute is C = 6/16 N D P, arXiv:2411.04330, equation 5. Where
 * the law has no such width, as where it leaves parameters at 0 bits, that is a {@link LawDomainException}.
 *
 * @param bits     P, real
 * @param params   N
 * @param tokens   D
 * @param lossNats loss there, nats per token
 */
public record PrecisionOptimum(double bits, double params, double tokens, double lossNats) {

    private static final double OPERATIONS_PER_BIT = 6.0 / 16;

    private static final double TOLERANCE_BITS = 1e-12;
    /** Between the least and the most width, evenly by their logarithm. */
    private static final int WIDTHS_TRIED = 400;
    /** Conditions are logarithms and may be infinite, which the solver does not take. */
    private static final double FAR = 1e6;

    /**
     * The best width when model and data follow it: the same for every compute. It solves P · d ln(Neff / N) / dP = 1;
     * the paper prints this condition as equations 7 and 28, the one with an alpha and the other with an exponent too
     * many, and neither gives its result of 7 to 8 bits.
     */
    public static double bits(PrecisionLaw law) {
        return best(
                law,
                bits -> Math.log(bits * logSlope(law, bits)),
                bits -> Math.log(bits) - logShare(law, bits),
                "take a law fitted to runs whose widths it tells apart");
    }

    /** The best width, model and data for given compute. */
    public static PrecisionOptimum forCompute(PrecisionLaw law, double compute) {
        checkTerms(law);
        double bits = bits(law);
        double product = compute / (OPERATIONS_PER_BIT * bits);
        double ratio = law.alpha()
                * law.a()
                * Math.pow(law.effectiveShare(bits, bits, bits), -law.alpha())
                / (law.beta() * law.b());
        double params = Math.pow(ratio * Math.pow(product, law.beta()), 1 / (law.alpha() + law.beta()));
        return at(law, compute, bits, params, product / params);
    }

    /** The best width and data for a given model and compute; the condition of equation 22. */
    public static PrecisionOptimum forParams(PrecisionLaw law, double params, double compute) {
        checkTerms(law);
        // ln D at 1 bit; in logarithms, since compute over parameters may be beyond what a double holds.
        double lnTokens = Math.log(compute) - Math.log(OPERATIONS_PER_BIT) - Math.log(params);
        DoubleUnaryOperator lnFewerParams =
                bits -> Math.log(law.a()) - law.alpha() * (Math.log(params) + logShare(law, bits));
        DoubleUnaryOperator lnFewerTokens = bits -> Math.log(law.b()) - law.beta() * (lnTokens - Math.log(bits));
        double bits = best(
                law,
                p -> Math.log(law.alpha() * p * logSlope(law, p))
                        + lnFewerParams.applyAsDouble(p)
                        - Math.log(law.beta())
                        - lnFewerTokens.applyAsDouble(p),
                p -> Math.exp(lnFewerParams.applyAsDouble(p)) + Math.exp(lnFewerTokens.applyAsDouble(p)),
                "give more compute, hold a smaller model, or take a law fitted to runs whose widths it tells apart");
        return at(law, compute, bits, params, compute / (OPERATIONS_PER_BIT * bits * params));
    }

    private static double logSlope(PrecisionLaw law, double bits) {
        return operands(law).stream()
                .mapToDouble(operand -> operand.logSlope(bits))
                .sum();
    }

    private static double logShare(PrecisionLaw law, double bits) {
        return operands(law).stream()
                .mapToDouble(operand -> Math.log(operand.share(bits)))
                .sum();
    }

    private static List<Operand> operands(PrecisionLaw law) {
        return List.of(law.weights(), law.activations(), law.kvCache());
    }

    /**
     * The greatest width at which a condition turns from positive to negative, if that is best.
     *
     * @param condition positive where another bit lowers the loss
     * @param cost      what is least there, to be compared with the least width
     * @param remedy    what to do where the least width is best
     */
    private static double best(
            PrecisionLaw law, DoubleUnaryOperator condition, DoubleUnaryOperator cost, String remedy) {
        double least =
                operands(law).stream().mapToDouble(Operand::leastBits).max().orElseThrow();
        if (operands(law).stream().anyMatch(operand -> operand.gammaBits() < 0)) {
            throw new LawDomainException(
                    Column.BITS,
                    "no width is best: a gamma_train of the law is below 0, so that more bits leave less of the model;"
                            + " take another law");
        }
        double from = Math.max(least * (1 + 1e-9), 1e-6);
        if (from >= Optima.MOST_BITS || condition.applyAsDouble(Optima.MOST_BITS) > 0) {
            throw new LawDomainException(
                    Column.BITS,
                    "no width is best: up to %.0f, the most that are looked at, each bit more loses less; give less compute, or hold a larger model"
                            .formatted(Optima.MOST_BITS));
        }
        double step = Math.log(Optima.MOST_BITS / from) / WIDTHS_TRIED;
        for (int i = WIDTHS_TRIED; i >= 0; i--) {
            double tried = from * Math.exp(i * step);
            if (condition.applyAsDouble(tried) > 0) {
                double bits = new BrentSolver(TOLERANCE_BITS)
                        .solve(1000, p -> Math.clamp(condition.applyAsDouble(p), -FAR, FAR), tried, Optima.MOST_BITS);
                if (cost.applyAsDouble(bits) >= cost.applyAsDouble(from)) {
                    break;
                }
                return bits;
            }
        }
        throw new LawDomainException(
                Column.BITS,
                "no width is best: the law's constants gamma_train and n have it that each bit costs more than it brings, down to the last; %s"
                        .formatted(remedy));
    }

    private static void checkTerms(PrecisionLaw law) {
        Optima.requireModelTerm("A", law.a(), law.alpha());
        Optima.requireDataTerm("B", law.b(), law.beta());
    }

    private static PrecisionOptimum at(PrecisionLaw law, double compute, double bits, double params, double tokens) {
        double lossNats = law.trainedLossNats(params, tokens, bits, bits, bits);
        Optima.requireTold(compute, bits, params, tokens, lossNats);
        return new PrecisionOptimum(bits, params, tokens, lossNats);
    }
}

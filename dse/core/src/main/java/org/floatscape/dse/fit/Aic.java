package org.floatscape.dse.fit;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.special.Erf;

/**
 * Akaike's information criterion of a fit under the density whose logarithm the fit's loss is:
 * {@code p(r) = exp(-loss(r) / tau) / Z(tau)} for the residual r of the log loss, tau at its most likely value. With
 * squares it is the normal density. Comparable between fits to the same runs with the same loss, and only those.
 */
final class Aic {

    private Aic() {}

    static double of(Fit fit) {
        int n = fit.runs().rows();
        double sum = Math.max(fit.objective(), Double.MIN_NORMAL); // runs that a law made have no residual
        UnivariateFunction negativeLogLikelihood =
                logTau -> n * logNormaliser(fit.loss(), Math.exp(logTau)) + sum / Math.exp(logTau);
        double guess = Math.log(sum / n);
        double best = new BrentOptimizer(1e-12, 1e-14)
                .optimize(
                        new MaxEval(1000),
                        new UnivariateObjectiveFunction(negativeLogLikelihood),
                        GoalType.MINIMIZE,
                        new SearchInterval(guess - 5, guess + 5, guess))
                .getValue();
        return 2 * best + 2 * (fit.free().length + 1);
    }

    /** Log of the integral over all r of {@code exp(-loss(r) / tau)}. */
    private static double logNormaliser(Loss loss, double tau) {
        double normal = Math.sqrt(2 * Math.PI * tau);
        return switch (loss) {
            case Loss.Squares() -> Math.log(normal);
            case Loss.Huber(double delta) ->
                Math.log(normal * Erf.erf(delta / Math.sqrt(2 * tau))
                        + 2 * tau / delta * Math.exp(-delta * delta / (2 * tau)));
        };
    }
}

package org.floatscape.dse.fit;

import java.util.List;

/**
 * Damped Newton's method on an {@link Objective}. Huber's sum has too few rows inside its knee for the steps of
 * re-weighted least squares to converge on; the second derivative converges in a handful.
 */
final class TrustRegion {

    private static final int MAX_ITERATIONS = 300;
    private static final int MAX_REJECTIONS = 40;
    /** Converged when the best step would gain less than this part of the objective. */
    private static final double RELATIVE_GAIN = 1e-13;
    /** Or less than this: what a perfect fit leaves by rounding. */
    private static final double ABSOLUTE_GAIN = 1e-24;
    /** Gain left, as a part of the objective, at which rounding may be what stops a step from descending. */
    private static final double ROUNDING_GAIN = 1e-9;

    private TrustRegion() {}

    /** Where a descent ended. */
    static final class Optimum {
        private final double[] theta;
        private final double objective;
        private final int iterations;
        private final boolean converged;

        private Optimum(double[] theta, double objective, int iterations, boolean converged) {
            this.theta = theta;
            this.objective = objective;
            this.iterations = iterations;
            this.converged = converged;
        }

        /** All parameters, search units. */
        double[] theta() {
            return theta;
        }

        /** What was minimised. */
        double objective() {
            return objective;
        }

        /** Newton steps. */
        int iterations() {
            return iterations;
        }

        /** Whether no step can gain more. */
        boolean converged() {
            return converged;
        }
    }

    static Optimum minimize(Objective objective, List<Parameter> parameters, double[] start) {
        double[] theta = start.clone();
        double value = objective.moveTo(theta);
        double damping = 0;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            if (!Double.isFinite(value)) {
                return new Optimum(theta, value, iteration, false);
            }
            var quadratic = new Quadratic(objective, parameters, theta);
            double gain = quadratic.gain();
            if (gain <= RELATIVE_GAIN * value + ABSOLUTE_GAIN) {
                return new Optimum(theta, value, iteration, true);
            }
            double[] next = theta;
            double nextValue = value;
            for (int tries = 0; tries < MAX_REJECTIONS && !(nextValue < value); tries++) {
                double[] step = quadratic.step(damping);
                next = moved(theta, objective.free(), step);
                nextValue = objective.moveTo(next);
                double kept = nextValue < value ? (nextValue - value) / quadratic.change(step) : 0;
                damping = kept > 0.75 ? relax(damping) : kept > 0.25 ? damping : tighten(damping);
            }
            if (!(nextValue < value)) {
                return new Optimum(theta, value, iteration, gain <= ROUNDING_GAIN * value);
            }
            theta = next;
            value = nextValue;
        }
        return new Optimum(theta, value, MAX_ITERATIONS, false);
    }

    private static double[] moved(double[] theta, int[] free, double[] step) {
        double[] next = theta.clone();
        for (int f = 0; f < free.length; f++) {
            next[free[f]] += step[f];
        }
        return next;
    }

    private static double tighten(double damping) {
        return Math.max(4 * damping, 1e-2);
    }

    private static double relax(double damping) {
        return damping < 1e-3 ? 0 : damping / 8;
    }
}

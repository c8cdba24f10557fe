package org.floatscape.dse.fit;

/** What the fit minimises: the sum over the rows of a function of the residual of the log loss. */
public sealed interface Loss {

    /**
     * Huber: half the square up to {@code delta}, straight beyond.
     *
     * @param delta where it turns straight, in units of log loss
     */
    record Huber(double delta) implements Loss {
        public Huber {
            if (!(delta > 0) || Double.isInfinite(delta)) {
                throw new IllegalArgumentException("delta (%s) must be greater than 0 and finite".formatted(delta));
            }
        }
    }

    /** Half the square: plain least squares. */
    record Squares() implements Loss {}

    /** The function itself. */
    default double of(double residual) {
        double size = Math.abs(residual);
        return size <= knee() ? residual * residual / 2 : knee() * (size - knee() / 2);
    }

    /** Its derivative. */
    default double slope(double residual) {
        return Math.clamp(residual, -knee(), knee());
    }

    /** Its second derivative. */
    default double curvature(double residual) {
        return Math.abs(residual) <= knee() ? 1 : 0;
    }

    /** The weight under which a square has the same derivative, for iterative re-weighting. */
    default double weight(double residual) {
        double size = Math.abs(residual);
        return size <= knee() ? 1 : knee() / size;
    }

    /** Where it turns straight; infinite for squares. */
    default double knee() {
        return switch (this) {
            case Huber(double delta) -> delta;
            case Squares() -> Double.POSITIVE_INFINITY;
        };
    }
}

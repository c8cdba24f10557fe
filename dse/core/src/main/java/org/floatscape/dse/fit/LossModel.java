package org.floatscape.dse.fit;

import java.util.stream.DoubleStream;

/**
 * A law bound to the rows of a table: the logarithm of what it predicts for each row, with the gradient. Parameters are
 * in search units, {@link Parameter#toSearch}.
 */
public interface LossModel {

    /** For {@link #floor}: the law has none. */
    int NO_FLOOR = -1;

    int rows();

    /**
     * Predicts every row.
     *
     * @param theta         parameters in search units
     * @param logPrediction out: one per row
     * @param gradient      out, {@code [parameter][row]}: derivative of the logarithm by each parameter
     */
    void evaluate(double[] theta, double[] logPrediction, double[][] gradient);

    /** Predicted loss of each row, nats per token; infinite where the law leaves nothing to train. */
    default double[] predict(double[] theta) {
        double[] log = new double[rows()];
        evaluate(theta, log, new double[theta.length][rows()]);
        return DoubleStream.of(log).map(Math::exp).toArray();
    }

    /** Index in theta of the loss that no model goes below, or {@link #NO_FLOOR}. */
    int floor();

    /**
     * Power to which the sum of the coefficient's terms is raised before the floor is added; 1 for a law linear in its
     * coefficients.
     */
    default double outerExponent(double[] theta) {
        return 1;
    }
}

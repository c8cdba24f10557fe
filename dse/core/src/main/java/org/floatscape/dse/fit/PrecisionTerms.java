package org.floatscape.dse.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code L = A / Neff^alpha + B / D^beta + E + delta_PTQ} with
 * {@code Neff = N prod_x (1 - exp(-P_x / gamma_x + n_x))^m_x} and
 * {@code delta_PTQ = C_T D^gamma_D / N^gamma_N exp(-P_post / gamma + b)} (arXiv:2411.04330). Parameters in the order A,
 * alpha, B, beta, E, then gamma_x, n_x for each factor, then C_T, gamma_D, gamma_N, gamma, b where there are
 * post-training widths.
 */
final class PrecisionTerms implements LossModel {

    /** A factor that the search has driven to nothing stays positive, so that its loss is huge and is turned down. */
    private static final double LEAST_FACTOR = 1e-12;

    private static final int A = 0;
    private static final int ALPHA = 1;
    private static final int B = 2;
    private static final int BETA = 3;
    private static final int E = 4;
    private static final int FACTORS = 5;

    /** A part of the model that is trained at a width of its own. */
    static final class Factor {
        private final double[] bits;
        private final int multiplicity;

        /**
         * @param bits         width, one per row
         * @param multiplicity how many such factors there are: 3 where weights, activations and KV cache share a width
         */
        Factor(double[] bits, int multiplicity) {
            this.bits = bits;
            this.multiplicity = multiplicity;
        }
    }

    private final double[] logParams;
    private final double[] logTokens;
    private final List<Factor> factors;
    private final double[] postBits;

    /** @param postBits width after training, one per row; infinite where it is not lowered; empty when no row has one */
    PrecisionTerms(double[] logParams, double[] logTokens, List<Factor> factors, double[] postBits) {
        this.logParams = logParams;
        this.logTokens = logTokens;
        this.factors = factors;
        this.postBits = postBits;
    }

    @Override
    public int rows() {
        return logParams.length;
    }

    @Override
    public int floor() {
        return E;
    }

    @Override
    public void evaluate(double[] theta, double[] logPrediction, double[][] gradient) {
        for (double[] column : gradient) {
            Arrays.fill(column, 0);
        }
        for (int i = 0; i < logParams.length; i++) {
            double logN = logParams[i];
            for (int f = 0; f < factors.size(); f++) {
                logN += factors.get(f).multiplicity * Math.log(factor(theta, f, i));
            }
            double paramsTerm = Math.exp(theta[A] - theta[ALPHA] * logN);
            double tokensTerm = Math.exp(theta[B] - theta[BETA] * logTokens[i]);
            double postTerm = postTerm(theta, i);
            double loss = paramsTerm + tokensTerm + postTerm + theta[E];
            logPrediction[i] = Math.log(loss);
            gradient[A][i] = paramsTerm / loss;
            gradient[ALPHA][i] = -paramsTerm * logN / loss;
            gradient[B][i] = tokensTerm / loss;
            gradient[BETA][i] = -tokensTerm * logTokens[i] / loss;
            gradient[E][i] = 1 / loss;
            factorGradient(theta, i, -theta[ALPHA] * paramsTerm / loss, gradient);
            postGradient(theta, i, postTerm / loss, gradient);
        }
    }

    @Override
    public double[] predict(double[] theta) {
        double[] losses = LossModel.super.predict(theta);
        for (int i = 0; i < losses.length; i++) {
            int row = i;
            if (IntStream.range(0, factors.size()).anyMatch(f -> exactFactor(theta, f, row) <= 0)) {
                losses[i] = Double.POSITIVE_INFINITY;
            }
        }
        return losses;
    }

    private double factor(double[] theta, int f, int row) {
        return Math.max(exactFactor(theta, f, row), LEAST_FACTOR);
    }

    private double exactFactor(double[] theta, int f, int row) {
        double exponent = -factors.get(f).bits[row] * Math.exp(-theta[FACTORS + 2 * f]) + theta[FACTORS + 2 * f + 1];
        return -Math.expm1(exponent);
    }

    /** @param byLogN derivative of the log loss by log Neff */
    private void factorGradient(double[] theta, int row, double byLogN, double[][] gradient) {
        for (int f = 0; f < factors.size(); f++) {
            double left = factor(theta, f, row);
            double byExponent = byLogN * factors.get(f).multiplicity * -(1 - left) / left;
            gradient[FACTORS + 2 * f][row] = byExponent * factors.get(f).bits[row] * Math.exp(-theta[FACTORS + 2 * f]);
            gradient[FACTORS + 2 * f + 1][row] = byExponent;
        }
    }

    private double postTerm(double[] theta, int row) {
        if (postBits.length == 0 || Double.isInfinite(postBits[row])) {
            return 0;
        }
        int p = FACTORS + 2 * factors.size();
        return Math.exp(theta[p]
                + theta[p + 1] * logTokens[row]
                - theta[p + 2] * logParams[row]
                - postBits[row] * Math.exp(-theta[p + 3])
                + theta[p + 4]);
    }

    private void postGradient(double[] theta, int row, double share, double[][] gradient) {
        if (share == 0) {
            return;
        }
        int p = FACTORS + 2 * factors.size();
        gradient[p][row] = share;
        gradient[p + 1][row] = share * logTokens[row];
        gradient[p + 2][row] = -share * logParams[row];
        gradient[p + 3][row] = share * postBits[row] * Math.exp(-theta[p + 3]);
        gradient[p + 4][row] = share;
    }
}

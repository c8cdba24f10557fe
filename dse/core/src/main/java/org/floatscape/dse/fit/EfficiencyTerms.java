package org.floatscape.dse.fit;

import java.util.Arrays;

/**
 * {@code L = (A / (N eff_N)^alpha + B / (D eff_D)^beta)^gamma + E} with one efficiency for each format class of a row;
 * the reference class has none. Parameters in the order A, alpha, B, beta, E, then gamma where it is free, then the
 * efficiencies.
 */
final class EfficiencyTerms implements LossModel {

    /** Marks a row of the reference class. */
    static final int REFERENCE = -1;

    private static final int A = 0;
    private static final int ALPHA = 1;
    private static final int B = 2;
    private static final int BETA = 3;
    private static final int E = 4;
    private static final int GAMMA = 5;

    private final double[] logParams;
    private final double[] logTokens;
    private final boolean hasGamma;
    private final int[] paramsEfficiency;
    private final int[] tokensEfficiency;

    /**
     * @param hasGamma         whether theta holds gamma; it is 1 otherwise
     * @param paramsEfficiency index of each row's eff_N in theta, or {@link #REFERENCE}
     * @param tokensEfficiency index of each row's eff_D in theta, or {@link #REFERENCE}
     */
    EfficiencyTerms(
            double[] logParams, double[] logTokens, boolean hasGamma, int[] paramsEfficiency, int[] tokensEfficiency) {
        this.logParams = logParams;
        this.logTokens = logTokens;
        this.hasGamma = hasGamma;
        this.paramsEfficiency = paramsEfficiency;
        this.tokensEfficiency = tokensEfficiency;
    }

    @Override
    public int rows() {
        return logParams.length;
    }

    @Override
    public double outerExponent(double[] theta) {
        return hasGamma ? Math.exp(theta[GAMMA]) : 1;
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
        double gamma = outerExponent(theta);
        for (int i = 0; i < logParams.length; i++) {
            double logN = logParams[i] + logEfficiency(theta, paramsEfficiency[i]);
            double logD = logTokens[i] + logEfficiency(theta, tokensEfficiency[i]);
            double paramsTerm = Math.exp(theta[A] - theta[ALPHA] * logN);
            double tokensTerm = Math.exp(theta[B] - theta[BETA] * logD);
            double sum = paramsTerm + tokensTerm;
            double power = hasGamma ? Math.pow(sum, gamma) : sum;
            double loss = power + theta[E];
            double bySum = gamma * power / (sum * loss);
            logPrediction[i] = Math.log(loss);
            gradient[A][i] = bySum * paramsTerm;
            gradient[ALPHA][i] = -bySum * paramsTerm * logN;
            gradient[B][i] = bySum * tokensTerm;
            gradient[BETA][i] = -bySum * tokensTerm * logD;
            gradient[E][i] = 1 / loss;
            if (hasGamma) {
                gradient[GAMMA][i] = gamma * power * Math.log(sum) / loss;
            }
            if (paramsEfficiency[i] != REFERENCE) {
                gradient[paramsEfficiency[i]][i] = -bySum * paramsTerm * theta[ALPHA];
            }
            if (tokensEfficiency[i] != REFERENCE) {
                gradient[tokensEfficiency[i]][i] = -bySum * tokensTerm * theta[BETA];
            }
        }
    }

    private static double logEfficiency(double[] theta, int index) {
        return index == REFERENCE ? 0 : theta[index];
    }
}

package org.floatscape.dse.fit;

import java.util.Arrays;
import java.util.List;

/**
 * A loss that is a floor plus terms, each the exponential of a linear form in the parameters:
 * {@code L_i = floor + sum_t exp(offset_ti + sum_j x_tij theta_j)}. Chinchilla, Capybara, QAT and QiD are of this kind.
 */
final class PowerTerms implements LossModel {

    /** A parameter's part in a term. */
    static final class Factor {
        private final int parameter;
        private final double[] perRow;

        /**
         * @param parameter index into theta
         * @param perRow    what it is multiplied by, one per row
         */
        Factor(int parameter, double[] perRow) {
            this.parameter = parameter;
            this.perRow = perRow;
        }
    }

    /** One term. */
    static final class Term {
        private final double[] offset;
        private final List<Factor> factors;

        /**
         * @param offset  logarithm of its constant part, one per row; minus infinity switches the term off in that row
         * @param factors its parameters
         */
        Term(double[] offset, List<Factor> factors) {
            this.offset = offset;
            this.factors = factors;
        }
    }

    private final int rows;
    private final int floor;
    private final List<Term> terms;

    /** @param floor index of the floor in theta, or {@link #NO_FLOOR} */
    PowerTerms(int rows, int floor, List<Term> terms) {
        this.rows = rows;
        this.floor = floor;
        this.terms = terms;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int floor() {
        return floor;
    }

    @Override
    public void evaluate(double[] theta, double[] logPrediction, double[][] gradient) {
        for (double[] column : gradient) {
            Arrays.fill(column, 0);
        }
        double[] total = logPrediction;
        Arrays.fill(total, floor == NO_FLOOR ? 0 : theta[floor]);
        double[] value = new double[rows];
        for (Term term : terms) {
            addTerm(term, theta, value, total, gradient);
        }
        if (floor != NO_FLOOR) {
            Arrays.fill(gradient[floor], 1);
        }
        for (double[] column : gradient) {
            for (int i = 0; i < rows; i++) {
                column[i] /= total[i];
            }
        }
        for (int i = 0; i < rows; i++) {
            total[i] = Math.log(total[i]);
        }
    }

    private void addTerm(Term term, double[] theta, double[] value, double[] total, double[][] gradient) {
        System.arraycopy(term.offset, 0, value, 0, rows);
        for (Factor factor : term.factors) {
            double[] x = factor.perRow;
            double t = theta[factor.parameter];
            for (int i = 0; i < rows; i++) {
                value[i] += x[i] * t;
            }
        }
        for (int i = 0; i < rows; i++) {
            value[i] = Math.exp(value[i]);
            total[i] += value[i];
        }
        for (Factor factor : term.factors) {
            double[] x = factor.perRow;
            double[] column = gradient[factor.parameter];
            for (int i = 0; i < rows; i++) {
                column[i] += value[i] * x[i];
            }
        }
    }
}

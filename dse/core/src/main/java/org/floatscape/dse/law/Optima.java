package org.floatscape.dse.law;

import org.floatscape.dse.input.InputException;

/** When a law has a best width, model and data at all, and when they can be told. */
final class Optima {

    /** No width beyond this is looked at; precision costs nothing long before. */
    static final double MOST_BITS = 4096;

    private Optima() {}

    /**
     * @throws LawDomainException if the model's term of the loss does not fall as the model grows
     */
    static void requireModelTerm(String scaleName, double scale, double alpha) {
        require(Column.PARAMS, scaleName, scale, "alpha", alpha, "a larger model never loses less", "models");
    }

    /**
     * @throws LawDomainException if the data's term of the loss does not fall as the data grow
     */
    static void requireDataTerm(String scaleName, double scale, double beta) {
        require(Column.TOKENS, scaleName, scale, "beta", beta, "more data never lose less", "data");
    }

    private static void require(
            Column column,
            String scaleName,
            double scale,
            String exponentName,
            double exponent,
            String otherwise,
            String what) {
        if (!(scale > 0 && exponent > 0)) {
            throw new LawDomainException(
                    column,
                    "none is best: the law's constants %s (%s) and %s (%s) must be greater than 0, or %s; take a law"
                                    .formatted(scaleName, scale, exponentName, exponent, otherwise)
                            + " fitted to runs of %s of more sizes".formatted(what));
        }
    }

    /**
     * @throws LawDomainException if no format has such a width, or none that is looked at
     * @throws InputException if a number is none, for compute that is so large or so small
     */
    static void requireTold(double compute, double bits, double params, double tokens, double lossNats) {
        if (bits < 1) {
            throw new LawDomainException(
                    Column.BITS,
                    "no width is best: it would be %s, and no format has fewer than 1; give more compute, or take a law fitted to runs whose widths it tells apart"
                            .formatted(bits));
        }
        if (bits > MOST_BITS && Double.isFinite(bits)) {
            throw new LawDomainException(
                    Column.BITS,
                    "no width is best: it would be %s, and none above %.0f is looked at; give less compute, or hold a larger model or fewer tokens"
                            .formatted(bits, MOST_BITS));
        }
        if (!isPositive(bits) || !isPositive(params) || !isPositive(tokens) || !Double.isFinite(lossNats)) {
            throw new InputException(
                    "compute (%s)".formatted(compute),
                    ("too far from any training run for its optimum to be a number (%s bits, %s params, %s tokens);"
                                    + " give one nearer to 1e24, or another size that is held")
                            .formatted(bits, params, tokens));
        }
    }

    private static boolean isPositive(double value) {
        return value > 0 && Double.isFinite(value);
    }
}

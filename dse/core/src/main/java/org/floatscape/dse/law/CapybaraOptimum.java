package org.floatscape.dse.law;

/**
 * The width, model and data that lose least under {@link CapybaraLaw} when the layout is the best real one of its
 * width: equations 22 to 25 of arXiv:2501.02423v3. Compute is C = k P N D, in operations of a 16-bit unit; the paper
 * takes k = 6/16, so that 16 bits cost 6 N D. A law that has no such optimum is a {@link LawDomainException}.
 *
 * @param bits     width P with the sign, real
 * @param params   N
 * @param tokens   D
 * @param lossNats loss there, nats per token
 */
public record CapybaraOptimum(double bits, double params, double tokens, double lossNats) {

    /** k of the paper: operations per parameter, token and bit. */
    public static final double OPERATIONS_PER_BIT = 6.0 / 16;

    /** The best width for a given amount of data, equation 22; it depends on neither compute nor model. */
    public static double bitsForTokens(CapybaraLaw law, double tokens, double log2Block) {
        checkPenalty(law, log2Block);
        checkModel(law);
        double sum = law.delta() + law.nu();
        return Math.pow(gammaD(law) * Math.pow(tokens, law.beta()) * log2Block, 1 / sum);
    }

    /** The best width and model for given data and compute. */
    public static CapybaraOptimum forTokens(CapybaraLaw law, double tokens, double compute, double log2Block) {
        double bits = bitsForTokens(law, tokens, log2Block);
        return at(law, compute, bits, compute / (OPERATIONS_PER_BIT * bits * tokens), tokens, log2Block);
    }

    /** The best width and data for a given model and compute, equation 23. */
    public static CapybaraOptimum forParams(CapybaraLaw law, double params, double compute, double log2Block) {
        checkPenalty(law, log2Block);
        Optima.requireDataTerm("d", law.d(), law.beta());
        double sum = law.delta() + law.nu();
        double gammaN = (law.beta() + sum) / (law.d() * law.beta() * law.gammaRho());
        double bits = Math.pow(
                gammaN
                        * Math.pow(compute / OPERATIONS_PER_BIT, 2 * law.beta())
                        * Math.pow(params, -law.alpha() - 2 * law.beta())
                        * log2Block,
                1 / (sum + 2 * law.beta()));
        return at(law, compute, bits, params, compute / (OPERATIONS_PER_BIT * bits * params), log2Block);
    }

    /** The best width, model and data for given compute, equation 25. */
    public static CapybaraOptimum forCompute(CapybaraLaw law, double compute, double log2Block) {
        checkPenalty(law, log2Block);
        checkModel(law);
        Optima.requireDataTerm("d", law.d(), law.beta());
        double sum = law.delta() + law.nu();
        double ratio = (law.alpha() + law.beta()) / law.beta();
        double lambda = law.d() * law.beta() / (law.n() * law.alpha()) * (sum - law.alpha()) / (sum + law.beta());
        double bits = Math.pow(
                lambda * Math.pow(gammaD(law) * log2Block, ratio) * Math.pow(compute / OPERATIONS_PER_BIT, law.alpha()),
                1 / (sum * ratio + law.alpha()));
        double tokens = Math.pow(Math.pow(bits, sum) / (gammaD(law) * log2Block), 1 / law.beta());
        return at(law, compute, bits, compute / (OPERATIONS_PER_BIT * bits * tokens), tokens, log2Block);
    }

    private static double gammaD(CapybaraLaw law) {
        return (law.delta() + law.nu() - law.alpha()) / (law.alpha() * law.n() * law.gammaRho());
    }

    private static CapybaraOptimum at(
            CapybaraLaw law, double compute, double bits, double params, double tokens, double log2Block) {
        double lossNats = law.lossNats(params, tokens, bits, log2Block);
        Optima.requireTold(compute, bits, params, tokens, lossNats);
        return new CapybaraOptimum(bits, params, tokens, lossNats);
    }

    private static void checkModel(CapybaraLaw law) {
        Optima.requireModelTerm("n", law.n(), law.alpha());
        if (!(law.delta() + law.nu() > law.alpha())) {
            throw new LawDomainException(
                    Column.BITS,
                    "no width is best: the law's constants delta (%s) and nu (%s) must sum to more than alpha (%s), or fewer bits for a larger model always lose less; take another law"
                            .formatted(law.delta(), law.nu(), law.alpha()));
        }
    }

    private static void checkPenalty(CapybaraLaw law, double log2Block) {
        if (!(law.gamma() > 0 && law.delta() > 0 && law.nu() > 0)) {
            throw new LawDomainException(
                    Column.BITS,
                    "no width is best: the law's constants gamma (%s), delta (%s) and nu (%s) must be greater than 0, or more bits never lose less; take another law"
                            .formatted(law.gamma(), law.delta(), law.nu()));
        }
        if (!(log2Block > 0)) {
            throw new LawDomainException(
                    Column.BLOCK_SIZE, "a block of 1 has no precision penalty, so no width is best; give 2 or more");
        }
    }
}

package org.floatscape.dse.law;

/** Where a loss that depends on the data by two powers turns. */
final class CriticalTokens {

    private CriticalTokens() {}

    /**
     * Tokens beyond which more data raises the loss, when by ln D it falls by {@code fallNats D^-fallExponent} and
     * rises by {@code riseNats D^riseExponent}. Infinite where the loss falls, or stays, however many the tokens are;
     * zero where every token raises it. Any sign of any argument will do.
     *
     * @param fallNats by how much the loss falls at D = 1, nats per token
     * @param riseNats by how much it rises at D = 1, nats per token
     */
    static double of(double fallNats, double fallExponent, double riseNats, double riseExponent) {
        // The rise over the fall goes with D to this power, so its sign says which of them counts for many tokens.
        double power = fallExponent + riseExponent;
        if (!(slopeForMany(fallNats, riseNats, power) > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        boolean turns = power != 0 && Math.signum(fallNats) == Math.signum(riseNats);
        return turns ? Math.pow(fallNats / riseNats, 1 / power) : 0;
    }

    /** The slope of the loss for many tokens, or what has its sign. */
    private static double slopeForMany(double fallNats, double riseNats, double power) {
        if (power == 0) {
            return riseNats - fallNats;
        }
        if (power > 0) {
            return riseNats == 0 ? -fallNats : riseNats;
        }
        return fallNats == 0 ? riseNats : -fallNats;
    }
}

package org.floatscape.dse.cost;

/**
 * The gate counts of "INT v.s. FP" (arXiv 2510.25602, Table 6) for one MAC unit of k lanes. Sums are kept to n =
 * min(2^(x+1) + 2y, 24) bits, x exponent and y mantissa bits; of an integer of W bits x = 0 and y = W - 1.
 *
 * @param multiplier full adders: k (x+y+1)² for integers, k (y+1)² for floats
 * @param adder      full adders: 2 k (x+y+1) for integers, k n for floats
 * @param exponent   full adders of exponent adder, subtractor and comparator: 3 k x
 * @param aligner    multiplexers: k n log2 n
 * @param normaliser multiplexers: n log2 n
 */
record GateCounts(double multiplier, double adder, double exponent, double aligner, double normaliser) {

    private static final int SUM_BITS = 24;

    /** Full adders of one binary32 accumulation per operation: its sum, and three operations on 8-bit exponents. */
    static final double ACCUMULATOR_ADDERS = SUM_BITS + 3 * 8;

    /** Multiplexers of the same: alignment and normalisation. */
    static final double ACCUMULATOR_MULTIPLEXERS = 2 * SUM_BITS * log2(SUM_BITS);

    static GateCounts of(Operand element, int lanes) {
        if (element.isInteger()) {
            int width = element.mantissaBits();
            return new GateCounts((double) lanes * width * width, 2.0 * lanes * width, 0, 0, 0);
        }
        double x = element.exponentBits();
        double y = element.mantissaBits();
        double n = Math.min(Math.pow(2, x + 1) + 2 * y, SUM_BITS);
        return new GateCounts(lanes * (y + 1) * (y + 1), lanes * n, 3 * lanes * x, lanes * n * log2(n), n * log2(n));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}

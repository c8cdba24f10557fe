package org.floatscape.dse.cost;

/**
 * The gate counts of "INT v.s. FP" (arXiv 2510.25602, Table 6) for one lane-parallel MAC of k lanes: a second opinion,
 * comparable with {@link MacCostModel} in ratios only, since the paper's cell factors are unpublished. Weights here are
 * NAND2 equivalents of static CMOS: full adder 7, 2-to-1 multiplexer 3. Sums are kept to n = min(2^(x+1) + 2y, 24)
 * bits, x exponent and y mantissa bits; the accumulator is one more floating-point addition of 24 bits and an 8-bit
 * exponent per k lanes.
 *
 * @param multiplier full adders: k (x+y+1)² for integers, k (y+1)² for floats
 * @param adder      full adders: 2 k (x+y+1) for integers, k n for floats
 * @param exponent   full adders of exponent adder, subtractor and comparator: 3 k x
 * @param aligner    multiplexers: k n log2 n
 * @param normaliser multiplexers: n log2 n
 * @param lanes      k
 */
public record GateCounts(
        double multiplier, double adder, double exponent, double aligner, double normaliser, int lanes) {

    private static final double FULL_ADDER = 7;
    private static final double MULTIPLEXER = 3;
    private static final int SUM_BITS = 24;
    private static final int ACCUMULATOR_EXPONENT_BITS = 8;

    public static GateCounts of(Operand element, int lanes) {
        int x = Math.max(element.exponentBits(), 0);
        int y = element.isInteger() ? element.mantissaBits() - 1 : element.mantissaBits();
        double n = Math.min(Math.pow(2, x + 1) + 2.0 * y, SUM_BITS);
        return element.isInteger()
                ? new GateCounts(lanes * square(y + 1), 2.0 * lanes * (y + 1), 0, 0, 0, lanes)
                : new GateCounts(
                        lanes * square(y + 1), lanes * n, 3.0 * lanes * x, lanes * n * log2(n), n * log2(n), lanes);
    }

    /** NAND2 equivalents per lane, its share of the accumulator included. */
    public double nand2PerLane() {
        double own = FULL_ADDER * (multiplier + adder + exponent) + MULTIPLEXER * (aligner + normaliser);
        double accumulator =
                FULL_ADDER * (SUM_BITS + 3 * ACCUMULATOR_EXPONENT_BITS) + MULTIPLEXER * 2 * SUM_BITS * log2(SUM_BITS);
        return (own + accumulator) / lanes;
    }

    private static double square(double value) {
        return value * value;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}

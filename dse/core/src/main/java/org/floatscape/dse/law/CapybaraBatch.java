package org.floatscape.dse.law;

import java.util.Arrays;

/**
 * {@link CapybaraLaw} over columns, equal to it bit for bit.
 *
 * <p>Four powers make up the cost of one evaluation, and each depends on one column alone. A design space has few
 * different values in each column, so every power is computed once per value and looked up after that: by the bits
 * themselves for layouts, in a small direct-mapped table for parameters, tokens and block sizes. What is left per row is
 * a handful of multiplications. Columns are Java arrays: no native code is called, so that there is nothing to copy
 * off the heap for.
 *
 * <p>Not safe for use by several threads at once; each takes its own.
 */
public final class CapybaraBatch {

    private static final int MOST_EXPONENT_BITS = 15;
    /** All that a byte holds, so that an index of a layout is in range only if the layout is. */
    private static final int MOST_MANTISSA_BITS = Byte.MAX_VALUE;

    private static final int LAYOUT_SHIFT = 7;

    private final CapybaraLaw law;
    private final double[] coarseness = new double[(MOST_EXPONENT_BITS + 1) << LAYOUT_SHIFT];
    private final Memo params = new Memo();
    private final Memo tokens = new Memo();
    private final Memo blocks = new Memo();

    public CapybaraBatch(CapybaraLaw law) {
        this.law = law;
        for (int exponentBits = 0; exponentBits <= MOST_EXPONENT_BITS; exponentBits++) {
            for (int mantissaBits = 0; mantissaBits <= MOST_MANTISSA_BITS; mantissaBits++) {
                coarseness[(exponentBits << LAYOUT_SHIFT) | mantissaBits] = law.coarseness(exponentBits, mantissaBits);
            }
        }
    }

    /**
     * Loss of every row, nats per token.
     *
     * @param paramsN      N
     * @param tokensD      D
     * @param exponentBits E, 0 to 15
     * @param mantissaBits M, 0 to 127
     * @param blockSize    elements that share a scale; {@link CapybaraLaw#CHANNEL_BLOCK} for one scale per channel
     * @param lossNats     where the losses go
     * @throws IllegalArgumentException       if the columns differ in length
     * @throws ArrayIndexOutOfBoundsException if a layout is out of its range
     */
    public void lossNats(
            double[] paramsN,
            double[] tokensD,
            byte[] exponentBits,
            byte[] mantissaBits,
            double[] blockSize,
            double[] lossNats) {
        int rows = lossNats.length;
        if (paramsN.length != rows
                || tokensD.length != rows
                || exponentBits.length != rows
                || mantissaBits.length != rows
                || blockSize.length != rows) {
            throw new IllegalArgumentException("columns must all have %d rows".formatted(rows));
        }
        for (int r = 0; r < rows; r++) {
            int p = params.slot(paramsN[r]);
            if (params.keys[p] != paramsN[r]) {
                rememberParams(p, paramsN[r]);
            }
            int t = tokens.slot(tokensD[r]);
            if (tokens.keys[t] != tokensD[r]) {
                rememberTokens(t, tokensD[r]);
            }
            int b = blocks.slot(blockSize[r]);
            if (blocks.keys[b] != blockSize[r]) {
                blocks.keys[b] = blockSize[r];
                blocks.first[b] = CapybaraLaw.log2(blockSize[r]);
            }
            double penaltyNats = tokens.first[t]
                    * params.first[p]
                    * blocks.first[b]
                    * coarseness[(exponentBits[r] << LAYOUT_SHIFT) | mantissaBits[r]];
            lossNats[r] = params.second[p] + tokens.second[t] + law.floorNats() + penaltyNats;
        }
    }

    private void rememberParams(int slot, double value) {
        params.keys[slot] = value;
        params.first[slot] = Math.pow(value, -law.alpha());
        params.second[slot] = law.n() * params.first[slot];
    }

    private void rememberTokens(int slot, double value) {
        tokens.keys[slot] = value;
        tokens.first[slot] = Math.pow(value, law.beta());
        tokens.second[slot] = law.d() * Math.pow(value, -law.beta());
    }

    /** A direct-mapped table: the last value that fell into each slot, and what was computed of it. */
    private static final class Memo {

        private static final int SLOTS_LOG2 = 12;
        /** 2^64 over the golden ratio: multiplying by it spreads neighbouring bit patterns over the top bits. */
        private static final long SPREAD = 0x9E3779B97F4A7C15L;

        private final double[] keys = new double[1 << SLOTS_LOG2];
        private final double[] first = new double[1 << SLOTS_LOG2];
        private final double[] second = new double[1 << SLOTS_LOG2];

        private Memo() {
            Arrays.fill(keys, Double.NaN);
        }

        private int slot(double key) {
            return (int) ((Double.doubleToRawLongBits(key) * SPREAD) >>> (Long.SIZE - SLOTS_LOG2));
        }
    }
}

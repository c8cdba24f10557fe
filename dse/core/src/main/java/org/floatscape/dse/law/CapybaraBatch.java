package org.floatscape.dse.law;

import java.util.Arrays;

/**
 * {@link CapybaraLaw} over columns, equal to it bit for bit.
 *
 * <p>Four powers and a logarithm make up the cost of one evaluation, and each depends on one column alone. A design
 * space has few different values in a column, so each is computed once per value and looked up after that: by the bits
 * themselves for layouts, in a small direct-mapped table for parameters, tokens and block sizes. What is left per row
 * is a handful of multiplications. Columns are Java arrays: no native code is called, so there is nothing to gain off
 * the heap.
 *
 * <p>Not safe for use by several threads at once; each takes its own.
 */
public final class CapybaraBatch {

    private static final int MOST_EXPONENT_BITS = 15;
    /** All that a byte holds, so that an index of a layout is in range only if the layout is. */
    private static final int MOST_MANTISSA_BITS = Byte.MAX_VALUE;

    private static final int LAYOUT_SHIFT = 7;

    private static final int SLOTS_LOG2 = 12;
    /** 2^64 over the golden ratio: multiplying by it spreads neighbouring bit patterns over the top bits. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Bits of a NaN that no computation gives. */
    private static final long NO_VALUE = -1;

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
        // All in locals, because the compiler would load fields again after every store.
        double[] layouts = coarseness;
        double floorNats = law.floorNats();
        long lastParams = NO_VALUE;
        double paramsPower = 0;
        double paramsNats = 0;
        long lastTokens = NO_VALUE;
        double tokensPower = 0;
        double tokensNats = 0;
        for (int r = 0; r < rows; r++) {
            // The rows of a grid come in runs of one model and one budget.
            long paramsKey = Double.doubleToRawLongBits(paramsN[r]);
            if (paramsKey != lastParams) {
                int slot = paramsSlot(paramsKey);
                paramsPower = params.power[slot];
                paramsNats = params.nats[slot];
                lastParams = paramsKey;
            }
            long tokensKey = Double.doubleToRawLongBits(tokensD[r]);
            if (tokensKey != lastTokens) {
                int slot = tokensSlot(tokensKey);
                tokensPower = tokens.power[slot];
                tokensNats = tokens.nats[slot];
                lastTokens = tokensKey;
            }
            double log2Block = blocks.power[blockSlot(Double.doubleToRawLongBits(blockSize[r]))];
            double coarse = layouts[(exponentBits[r] << LAYOUT_SHIFT) | mantissaBits[r]];
            lossNats[r] = paramsNats + tokensNats + floorNats + tokensPower * paramsPower * log2Block * coarse;
        }
    }

    private int paramsSlot(long key) {
        int slot = slot(key);
        if (params.keys[slot] != key) {
            double value = params.put(slot, key);
            params.power[slot] = Math.pow(value, -law.alpha());
            params.nats[slot] = law.n() * params.power[slot];
        }
        return slot;
    }

    private int tokensSlot(long key) {
        int slot = slot(key);
        if (tokens.keys[slot] != key) {
            double value = tokens.put(slot, key);
            tokens.power[slot] = Math.pow(value, law.beta());
            tokens.nats[slot] = law.d() * Math.pow(value, -law.beta());
        }
        return slot;
    }

    private int blockSlot(long key) {
        int slot = slot(key);
        if (blocks.keys[slot] != key) {
            blocks.power[slot] = CapybaraLaw.log2(blocks.put(slot, key));
        }
        return slot;
    }

    private static int slot(long key) {
        return (int) ((key * SPREAD) >>> (Long.SIZE - SLOTS_LOG2));
    }

    /** A direct-mapped table: the bits of the last value that fell into each slot, and what was computed of it. */
    private static final class Memo {

        private final long[] keys = new long[1 << SLOTS_LOG2];
        private final double[] power = new double[1 << SLOTS_LOG2];
        private final double[] nats = new double[1 << SLOTS_LOG2];

        private Memo() {
            Arrays.fill(keys, NO_VALUE);
        }

        private double put(int slot, long key) {
            keys[slot] = key;
            return Double.longBitsToDouble(key);
        }
    }
}

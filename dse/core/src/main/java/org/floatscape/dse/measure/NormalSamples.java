package org.floatscape.dse.measure;

/**
 * Samples of N(0, 1) that depend on a seed and an index alone: SplitMix64 (Steele, Lea and Flood 2014) at a counter,
 * two of its outputs made normal by Box and Muller. Strict arithmetic, so the same bits everywhere.
 */
final class NormalSamples {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private NormalSamples() {}

    /**
     * The first {@code n} samples, rounded to binary32.
     *
     * @param n an even number
     */
    static float[] of(long seed, int n) {
        float[] samples = new float[n];
        for (int i = 0; i < n; i += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(seed, i)));
            double angle = 2 * Math.PI * unit(seed, i + 1);
            samples[i] = (float) (radius * StrictMath.cos(angle));
            samples[i + 1] = (float) (radius * StrictMath.sin(angle));
        }
        return samples;
    }

    /** Uniform in (0, 1): the middle of one of 2^52 intervals, so that its logarithm is finite. */
    private static double unit(long seed, long index) {
        return ((mix(seed + (index + 1) * GOLDEN_GAMMA) >>> 12) + 0.5) * 0x1p-52;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}

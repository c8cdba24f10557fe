package org.floatscape.ffi;

import java.util.SplittableRandom;

/** Seeded data for tests. */
final class Samples {

    private Samples() {}

    /** Finite values over many binades, with zeros of both signs and subnormals among them. */
    static float[] finite(long seed, int n) {
        var random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = switch (random.nextInt(40)) {
                case 0 -> 0f;
                case 1 -> -0f;
                case 2 -> random.nextInt(1, 1 << 23) * Float.MIN_VALUE;
                default -> (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
            };
        }
        return values;
    }

    /** The same with a NaN or an infinity now and then. */
    static float[] any(long seed, int n) {
        var random = new SplittableRandom(~seed);
        float[] values = finite(seed, n);
        for (int i = random.nextInt(1 + n); i < n; i += 1 + random.nextInt(n)) {
            values[i] = switch (random.nextInt(3)) {
                case 0 -> Float.POSITIVE_INFINITY;
                case 1 -> Float.NEGATIVE_INFINITY;
                default -> Float.NaN;
            };
        }
        return values;
    }
}

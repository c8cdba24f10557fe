package org.floatscape.dse.measure;

import org.floatscape.dse.format.Format;
import org.floatscape.ffi.QuantSpec;
import org.floatscape.ffi.Quantization;
import org.floatscape.ffi.Tensor;

/**
 * Mean squared error of a format on samples of N(0, 1), quantized by the native kernels: "GMSE" of Panferov et al.
 * 2025 (arXiv:2506.01863), what its capacity of a representation follows from.
 *
 * <p>The samples are {@link #ROWS} rows of {@link #ROW_LENGTH}, and the format meets them as it meets any tensor: a
 * block scale spans its block of a row, a channel scale a row (near the 9130 elements that a channel counts as, see
 * {@link org.floatscape.dse.format.BlockFormat#LOG2_CHANNEL_BLOCK_SIZE}), a tensor scale all; each follows from the
 * largest magnitude it spans, never from the least error. A format without a scale takes the samples as they are, in
 * units of their standard deviation. {@link #of(Format, double)} shows it scaled samples.
 *
 * @param meanSquareError in units of the variance of the samples, no unit
 * @param standardError   of that mean, from the spread of the rows' means; too small for a tensor scale, which all
 *     rows share
 */
public record GaussianMse(double meanSquareError, double standardError) {

    /** Of the samples; stochastic rounding takes it too. */
    public static final long SEED = 20_250_601_863L;

    public static final int ROWS = 128;
    public static final int ROW_LENGTH = 8192;

    /** The error of {@code format} on the samples as they are; the same bits on every machine. */
    public static GaussianMse of(Format format) {
        return of(format, 1);
    }

    /**
     * The error of {@code format} on the samples divided by {@code scale}, measured on the scale of the samples: what
     * a grid does that is stretched by {@code scale}.
     *
     * @param scale in standard deviations of the samples, positive
     */
    public static GaussianMse of(Format format, double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale (%s) must be positive and finite".formatted(scale));
        }
        float[] samples = Samples.NORMAL;
        float[] inputs = scaled(samples, scale);
        float[] results = quantized(Specs.of(format, SEED), inputs);
        double sum = 0;
        double sumOfSquares = 0;
        for (int row = 0; row < ROWS; row++) {
            double mean = rowError(samples, results, row, scale);
            sum += mean;
            sumOfSquares += mean * mean;
        }
        double mean = sum / ROWS;
        double variance = Math.max(0, (sumOfSquares - ROWS * mean * mean) / (ROWS - 1));
        return new GaussianMse(mean, Math.sqrt(variance / ROWS));
    }

    private static float[] scaled(float[] samples, double scale) {
        if (scale == 1) {
            return samples;
        }
        float[] scaled = new float[samples.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (samples[i] / scale);
        }
        return scaled;
    }

    private static float[] quantized(QuantSpec spec, float[] inputs) {
        float[] results = new float[inputs.length];
        Quantization.fakeQuantize(spec, Tensor.of(inputs, ROWS, ROW_LENGTH), Tensor.of(results, ROWS, ROW_LENGTH), 1);
        return results;
    }

    private static double rowError(float[] samples, float[] results, int row, double scale) {
        double sum = 0;
        for (int i = row * ROW_LENGTH; i < (row + 1) * ROW_LENGTH; i++) {
            double error = samples[i] - results[i] * scale;
            sum += error * error;
        }
        return sum / ROW_LENGTH;
    }

    /** Made on first use, once. */
    private static final class Samples {
        static final float[] NORMAL = NormalSamples.of(SEED, ROWS * ROW_LENGTH);
    }
}

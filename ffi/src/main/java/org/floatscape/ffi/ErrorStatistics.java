package org.floatscape.ffi;

/**
 * What a format does to a tensor: sums over its elements, x an input, y its result, and what follows from them. Only
 * elements with finite x and y enter the sums; quotients are NaN where there are none.
 *
 * @param sumX2 sum of x^2
 * @param sumY2 sum of y^2
 * @param sumXY sum of x y
 * @param sumError2 sum of (x - y)^2
 * @param maxError largest |x - y|
 * @param maxMagnitude largest |x|
 * @param n elements in the sums
 * @param nNonfinite elements left out: x or y is NaN or Inf
 * @param nZero results that are 0
 * @param nSaturated inputs more than half a spacing beyond the largest finite value of their group; none where its scale is NaN
 * @param nSubnormal results below the smallest normal value of their group, and not 0
 */
public record ErrorStatistics(
        double sumX2,
        double sumY2,
        double sumXY,
        double sumError2,
        double maxError,
        double maxMagnitude,
        long n,
        long nNonfinite,
        long nZero,
        long nSaturated,
        long nSubnormal) {

    /** Of no elements. */
    static final ErrorStatistics EMPTY = new ErrorStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Mean of (x - y)^2. */
    public double meanSquareError() {
        return sumError2 / n;
    }

    /** Root of the mean of (x - y)^2. */
    public double rmsError() {
        return Math.sqrt(meanSquareError());
    }

    /** Signal to quantization noise, 10 log10(sum x^2 / sum (x - y)^2), in dB; Infinity where there is no error. */
    public double sqnrDb() {
        return 10 * Math.log10(sumX2 / sumError2);
    }

    /** Cosine of the angle between x and y, no unit. */
    public double cosine() {
        return Math.clamp(sumXY / Math.sqrt(sumX2) / Math.sqrt(sumY2), -1, 1);
    }

    /** Share of all results that are 0, no unit. */
    public double zeroShare() {
        return share(nZero);
    }

    /** Share of all inputs that saturate, no unit. */
    public double saturatedShare() {
        return share(nSaturated);
    }

    /** Share of all results that are subnormal, no unit. */
    public double subnormalShare() {
        return share(nSubnormal);
    }

    /** The statistics of two disjoint sets of elements together, this one's first. */
    public ErrorStatistics plus(ErrorStatistics other) {
        return new ErrorStatistics(
                sumX2 + other.sumX2,
                sumY2 + other.sumY2,
                sumXY + other.sumXY,
                sumError2 + other.sumError2,
                Math.max(maxError, other.maxError),
                Math.max(maxMagnitude, other.maxMagnitude),
                n + other.n,
                nNonfinite + other.nNonfinite,
                nZero + other.nZero,
                nSaturated + other.nSaturated,
                nSubnormal + other.nSubnormal);
    }

    private double share(long count) {
        return (double) count / (n + nNonfinite);
    }
}

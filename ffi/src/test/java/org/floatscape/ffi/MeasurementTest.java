package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeasurementTest {

    /** The kernels sum strips in float32: half of what their header gives as the worst, in percent. */
    private static final double RELATIVE_ERROR_PERCENT = 4e-4;

    static Stream<QuantSpec> specs() {
        return Specs.VARIED.stream();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void statisticsAreThoseOfTheQuantizedValues(QuantSpec spec) {
        int rows = 7;
        int rowLength = 41_111;
        float[] values = Samples.finite(9, rows * rowLength);
        float[] result = new float[values.length];
        Quantization.fakeQuantize(spec, Tensor.of(values, rows, rowLength), Tensor.of(result, rows, rowLength), 1);
        double x2 = 0;
        double y2 = 0;
        double e2 = 0;
        double maxError = 0;
        long nZero = 0;
        for (int i = 0; i < values.length; i++) {
            double x = values[i];
            double y = result[i];
            x2 += x * x;
            y2 += y * y;
            e2 += (x - y) * (x - y);
            maxError = Math.max(maxError, Math.abs(x - y));
            nZero += y == 0 ? 1 : 0;
        }

        ErrorStatistics statistics =
                statistics(List.of(spec), values, rows, rowLength).getFirst();
        assertThat(statistics.sumX2()).isCloseTo(x2, withPercentage(RELATIVE_ERROR_PERCENT));
        assertThat(statistics.sumY2()).isCloseTo(y2, withPercentage(RELATIVE_ERROR_PERCENT));
        assertThat(statistics.sumError2()).isCloseTo(e2, withPercentage(RELATIVE_ERROR_PERCENT));
        assertThat(statistics.maxError()).isCloseTo(maxError, withPercentage(1e-5));
        assertThat(statistics.n()).isEqualTo(values.length);
        assertThat(statistics.nNonfinite()).isZero();
        assertThat(statistics.nZero()).isEqualTo(nZero);
        assertThat(statistics.sqnrDb()).isCloseTo(10 * Math.log10(x2 / e2), within(1e-4));
        assertThat(statistics.rmsError()).isCloseTo(Math.sqrt(e2 / values.length), withPercentage(1e-3));
    }

    @Test
    void everyMemoryAndNumberOfThreadsGivesTheSameBits() {
        for (int[] shape : List.of(new int[] {1, 300_007}, new int[] {3, 140_001}, new int[] {2000, 131})) {
            float[] values = Samples.any(shape[0], shape[0] * shape[1]);
            List<ErrorStatistics> expected = statistics(Specs.VARIED, values, shape[0], shape[1]);
            for (Placement placement : Placement.values()) {
                for (int nThreads : new int[] {1, 2, 5}) {
                    try (Arena arena = Arena.ofConfined()) {
                        Tensor source = placement.copyOf(values, shape[0], shape[1], shape[1] + 1, arena);
                        assertThat(Measurement.statistics(Specs.VARIED, source, nThreads))
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void manyFormatsInOnePassAreAsEachAlone() {
        float[] values = Samples.finite(4, 50_000);
        List<ErrorStatistics> together = statistics(Specs.VARIED, values, 10, 5000);
        for (int i = 0; i < Specs.VARIED.size(); i++) {
            assertThat(together.get(i))
                    .isEqualTo(statistics(List.of(Specs.VARIED.get(i)), values, 10, 5000)
                            .getFirst());
        }
    }

    @Test
    void moreFormatsThanOnePassTakesAreMeasuredInOrder() {
        float[] values = Samples.finite(4, 1000);
        List<ErrorStatistics> many = statistics(Collections.nCopies(130, Specs.MXFP4), values, 1, 1000);
        assertThat(many)
                .hasSize(130)
                .containsOnly(statistics(List.of(Specs.MXFP4), values, 1, 1000).getFirst());
    }

    @Test
    void sharesAndSumsOfAHandfulAreWhatOneCounts() {
        // E2M1: 0.25 is a tie that goes to the even 0, 0.5 is subnormal, 9 saturates at 6, NaN is left out.
        ErrorStatistics statistics = statistics(
                        List.of(QuantSpec.of(Specs.E2M1)), new float[] {0.25f, 0.5f, 9, 1, Float.NaN, -4, 2, 3}, 1, 8)
                .getFirst();
        assertThat(statistics.n()).isEqualTo(7);
        assertThat(statistics.nNonfinite()).isEqualTo(1);
        assertThat(statistics.zeroShare()).isEqualTo(1.0 / 8);
        assertThat(statistics.subnormalShare()).isEqualTo(1.0 / 8);
        assertThat(statistics.saturatedShare()).isEqualTo(1.0 / 8);
        assertThat(statistics.maxError()).isEqualTo(3);
        assertThat(statistics.maxMagnitude()).isEqualTo(9);
        assertThat(statistics.sumError2()).isEqualTo(9 + 0.0625);
        assertThat(statistics.sumX2()).isEqualTo(0.0625 + 0.25 + 81 + 1 + 16 + 4 + 9);
        assertThat(statistics.sumY2()).isEqualTo(0.25 + 36 + 1 + 16 + 4 + 9);
        double dot = 0.25 + 54 + 1 + 16 + 4 + 9;
        assertThat(statistics.cosine())
                .isCloseTo(dot / Math.sqrt(statistics.sumX2() * statistics.sumY2()), withPercentage(1e-10));
    }

    /** All saturate at 6: of results a millionth of their inputs the cosine is known as well as of any. */
    @Test
    void theCosineOfResultsFarSmallerThanTheirInputsIsKnown() {
        float[] values = {3e7f, -3e7f, 1e7f, 2e7f};
        ErrorStatistics statistics =
                statistics(List.of(QuantSpec.of(Specs.E2M1)), values, 1, 4).getFirst();
        assertThat(statistics.cosine()).isCloseTo(9 / (2 * Math.sqrt(23)), withPercentage(1e-4));
    }

    @Test
    void noErrorIsAnInfiniteRatio() {
        ErrorStatistics statistics =
                statistics(List.of(Specs.BF16), new float[] {1, 2}, 1, 2).getFirst();
        assertThat(statistics.sqnrDb()).isInfinite();
        assertThat(statistics.cosine()).isEqualTo(1);
    }

    @Test
    void anEmptyTensorHasNoMeans() {
        ErrorStatistics statistics =
                statistics(List.of(Specs.MXFP4), new float[0], 0, 5).getFirst();
        assertThat(statistics.n()).isZero();
        assertThat(statistics.meanSquareError()).isNaN();
        assertThat(statistics(List.of(), new float[] {1}, 1, 1)).isEmpty();
    }

    private static List<ErrorStatistics> statistics(List<QuantSpec> specs, float[] values, int rows, int rowLength) {
        return Measurement.statistics(specs, Tensor.of(values, rows, rowLength), 1);
    }
}

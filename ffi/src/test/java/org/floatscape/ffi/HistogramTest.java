package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void magnitudesAreCountedByExponent() {
        float[] values = Samples.any(2, 20_000);
        Long[] expected = new Long[256];
        Arrays.fill(expected, 0L);
        for (float value : values) {
            expected[Float.floatToRawIntBits(value) >>> 23 & 0xff]++;
        }
        assertThat(Histogram.of(Tensor.of(values), 32, 1).magnitudes()).containsExactly(expected);
    }

    @Test
    void crestsAreTheLargestOverTheRootMeanSquare() {
        // One of 16 elements is not 0: crest 4, log2 is 2, bin 8. All equal: crest 1, bin 0. All 0: not counted.
        float[] values = new float[48];
        values[5] = -3;
        Arrays.fill(values, 16, 32, 7);
        Histogram histogram = Histogram.of(Tensor.of(values), 16, 1);
        assertThat(histogram.blockSize()).isEqualTo(16);
        assertThat(histogram.crests().get(8)).isOne();
        assertThat(histogram.crests().get(0)).isOne();
        assertThat(histogram.crests().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
    }

    @Test
    void everyMemoryAndNumberOfThreadsGivesTheSameCounts() {
        for (int[] shape : List.of(new int[] {1, 300_007}, new int[] {2000, 131})) {
            float[] values = Samples.any(shape[0], shape[0] * shape[1]);
            Histogram expected = Histogram.of(Tensor.of(values, shape[0], shape[1]), 24, 1);
            for (Placement placement : Placement.values()) {
                for (int nThreads : new int[] {1, 4}) {
                    try (Arena arena = Arena.ofConfined()) {
                        Tensor source = placement.copyOf(values, shape[0], shape[1], shape[1] + 1, arena);
                        assertThat(Histogram.of(source, 24, nThreads)).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void anEmptyTensorHasEmptyBins() {
        Histogram histogram = Histogram.of(Tensor.of(), 32, 1);
        assertThat(histogram.magnitudes()).hasSize(256).containsOnly(0L);
        assertThat(histogram.crests()).hasSize(64).containsOnly(0L);
    }

    @Test
    void aBlockHasAtLeastOneElement() {
        assertThatThrownBy(() -> Histogram.of(Tensor.of(1), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("block size (0) must be at least 1 element");
    }
}

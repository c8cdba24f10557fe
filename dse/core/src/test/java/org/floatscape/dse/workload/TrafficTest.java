package org.floatscape.dse.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficTest {

    private static final Format BF16 = Format.parse("bf16");
    private static final List<String> FORMATS = List.of("mxfp4", "nvfp4", "mxfp8", "int8:channel:fp32", "bf16", "fp32");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static Accelerator accelerator(int side, long bufferBytes) {
        return new Accelerator(
                side,
                side,
                bufferBytes,
                Memory.named("register"),
                Memory.named("sram_1mb"),
                Memory.named("hbm"),
                TechnologyNode.of(7),
                Optional.empty());
    }

    private static Gemm gemm(SplittableRandom random) {
        return Gemm.of("any", size(random), size(random), size(random), random.nextLong(1, 4));
    }

    private static long size(SplittableRandom random) {
        return 1 + (long) Math.pow(2, random.nextDouble(16));
    }

    /**
     * 4096 bytes: M is 16384 bits, 512 partial sums, so tiles of 22 x 22: A and B, 160000 bits each, are read 5 times.
     * Panels are floor(16384 / (16 x 44)) = 23 deep, so partial sums move in 5 passes.
     */
    @Test
    void aTiledProductMovesWhatWasAddedUpByHand() {
        var traffic = Traffic.of(Gemm.of("a", 100, 100, 100, 1), BF16, BF16, accelerator(4, 4096));
        assertThat(traffic.offChipBits()).isEqualTo(10 * 160_000 + 160_000);
        assertThat(traffic.bufferBits()).isEqualTo(10 * 160_000 + 2 * 25 * 160_000 + 5 * 2 * 32 * 10_000);
        assertThat(traffic.registerBits()).isEqualTo(2 * 16 * 1_000_000);
    }

    /** 40 elements and two scales a row: A is 10 and B 20 rows of 176 bits; done 3 times. */
    @Test
    void aQuantisedCopyIsWrittenOnce() {
        var mxfp4 = Format.parse("mxfp4");
        var gemm = Gemm.of("a", 10, 20, 40, 3);
        assertThat(Traffic.ofCopies(gemm, mxfp4)).isEqualTo(new Traffic(3 * 30 * 176, 0, 0));
        assertThat(Traffic.ofCopies(gemm.storing(Matrix.B), mxfp4)).isEqualTo(new Traffic(3 * 10 * 176, 0, 0));
        assertThat(Traffic.ofCopies(gemm.keeping(Matrix.A), mxfp4))
                .isEqualTo(new Traffic(3 * 20 * 176, 3 * 10 * 176, 0));
        assertThat(Traffic.ofCopies(gemm.storing(Matrix.A, Matrix.B), mxfp4)).isEqualTo(new Traffic(0, 0, 0));
    }

    /** B of 8 x 100 fits: 12800 of 16384 bits, beside 4 rows of A. */
    @Test
    void aProductWhoseOperandFitsTheBufferReadsEachOperandOnce() {
        var traffic = Traffic.of(Gemm.of("a", 1000, 8, 100, 1), BF16, BF16, accelerator(4, 4096));
        assertThat(traffic.offChipBits()).isEqualTo(16 * (1000 * 100 + 8 * 100 + 1000 * 8));
        assertThat(traffic.bufferBits()).isEqualTo(16.0 * (100_800 + 100_000 * 2 + 800 * 250) + 2 * 16 * 8000);
    }

    /** 40 elements take two E8M0 scales per row: 40 x 4 + 2 x 8 bits. */
    @Test
    void scalesOfShortBlocksCount() {
        assertThat(Storage.bits(Format.parse("mxfp4"), 10, 40)).isEqualTo(10 * (160 + 16));
        assertThat(Storage.bits(Format.parse("int8:channel:fp32"), 10, 40)).isEqualTo(10 * (320 + 32));
        assertThat(Storage.bits(Format.parse("int8:tensor:fp32"), 10, 40)).isEqualTo(10 * 320);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noProductUndercutsItsMatrices(long seed) {
        var random = new SplittableRandom(seed);
        for (Gemm gemm : gemm(random).withGradients()) {
            for (String name : FORMATS) {
                var format = Format.parse(name);
                double least = Traffic.compulsoryOffChipBits(gemm, format, BF16);
                long bytes = 1L << random.nextInt(14, 30);
                assertThat(Traffic.of(gemm, format, BF16, accelerator(16, bytes))
                                .offChipBits())
                        .isGreaterThanOrEqualTo(least);
                assertThat(Traffic.of(gemm, format, BF16, accelerator(16, 1L << 40))
                                .offChipBits())
                        .isEqualTo(least);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aLargerBufferNeverMovesMoreOffChip(long seed) {
        var random = new SplittableRandom(seed);
        var gemm = gemm(random);
        var format = Format.parse(FORMATS.get(random.nextInt(FORMATS.size())));
        double before = Double.POSITIVE_INFINITY;
        for (long bytes = 2048; bytes < 1L << 24; bytes += 1 + bytes / 7) {
            double now = Traffic.of(gemm, format, BF16, accelerator(16, bytes)).offChipBits();
            assertThat(now).isLessThanOrEqualTo(before);
            before = now;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void matricesKeptOnChipCauseNoTrafficThere(long seed) {
        var gemm = gemm(new SplittableRandom(seed));
        var silicon = accelerator(16, 1 << 16);
        var kept = gemm.keeping(Matrix.A, Matrix.B, Matrix.C);
        assertThat(Traffic.of(kept, BF16, BF16, silicon).offChipBits()).isZero();
        assertThat(Traffic.of(gemm.keeping(Matrix.C), BF16, BF16, silicon).offChipBits())
                .isLessThan(Traffic.of(gemm, BF16, BF16, silicon).offChipBits());
    }

    @Test
    void aBufferTooSmallForTheArrayIsRefused() {
        assertThatThrownBy(() -> accelerator(128, 4096))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("buffer (4096 bytes): must be at least 131072 bytes");
    }
}

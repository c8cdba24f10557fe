package org.floatscape.dse.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.floatscape.dse.study.ModelPresets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelShapeTest {

    static List<String> presets() {
        return List.copyOf(ModelPresets.names());
    }

    private static ModelShape shape(String preset) {
        return ModelShape.of(ModelPresets.find(preset).orElseThrow());
    }

    /** q and out 4096 x 4096, k and v 4096 x 1024, three of 4096 x 14336, 32 layers; head 4096 x 128256. */
    @Test
    void weightsOfLlama38bAreThoseAddedUpByHand() {
        double layer = 2 * 16_777_216.0 + 2 * 4_194_304.0 + 3 * 58_720_256.0;
        assertThat(shape("llama-3-8b").nParams()).isEqualTo(32 * layer + 525_336_576.0);
    }

    /** 6 N + 12 L H Q T: Chowdhery et al. 2022, appendix B. */
    @ParameterizedTest
    @MethodSource("presets")
    void trainingTakesSixFlopsPerWeightAndTokenAndTwelveForAttention(String preset) {
        var shape = shape(preset);
        var workload = Workload.of(preset, shape, Phase.TRAINING, 2048, 3);
        double flopsPerToken = 2 * workload.macs() / workload.tokens().orElseThrow();
        double attention = 12.0 * shape.layers() * shape.heads() * shape.headSize() * 2048;
        double expected = 6 * shape.nParams() + attention;
        assertThat(flopsPerToken).isCloseTo(expected, within(1e-12 * expected));
    }

    /** One weight, one MAC; and each of 32 heads of 128 reads 1000 keys and 1000 values in each of 32 layers. */
    @Test
    void decodingTakesOneMacPerWeightAndTwoPerCachedElement() {
        var shape = shape("llama-3-8b");
        var workload = Workload.of("llama-3-8b", shape, Phase.DECODE, 1000, 7);
        assertThat(workload.tokens()).contains(7.0);
        assertThat(workload.macs() / 7).isEqualTo(shape.nParams() + 2.0 * 32 * 32 * 128 * 1000);
    }

    @Test
    void promptsNeedTheOutputHeadForTheirLastTokenOnly() {
        var shape = shape("llama-3-8b");
        double head = 4096.0 * 128256;
        double layers = 512 * (shape.nParams() - head) + 2.0 * 32 * 32 * 128 * 512 * 512;
        assertThat(Workload.of("llama-3-8b", shape, Phase.PREFILL, 512, 1).macs())
                .isEqualTo(layers + head);
    }

    @Test
    void queriesOfHeadsThatShareAKeyHeadAreOneProduct() {
        var scores = shape("llama-3-8b").gemms(Phase.DECODE, 4096, 2).get(1);
        assertThat(scores)
                .isEqualTo(Gemm.of("scores", 4, 4096, 128, 32 * 2 * 8)
                        .keeping(Matrix.C)
                        .storing(Matrix.B));
    }

    /** Of each product A is quantised; a prompt's keys and values are too, weights are not. */
    @Test
    void inferenceQuantisesActivationsAndTrainingBothOperands() {
        var shape = new ModelShape(1, 64, 128, 4, 4, 16, 100);
        double tokens = 10;
        double activations = tokens * (64 + 64 + 64 + 128) + 64; // into qkv, out, gate_up, down; head sees one token
        double attention = 4 * (10 * 16 + 10 * 10); // queries and probabilities of four heads
        double cache = 2 * 4 * 10 * 16;
        assertThat(quantised(shape, Phase.PREFILL)).isEqualTo(activations + attention + cache);
        double decoded = (64 + 64 + 64 + 128) + 64 + 4 * (16 + 10);
        assertThat(quantised(shape, Phase.DECODE)).isEqualTo(decoded);
        for (Gemm gemm : shape.gemms(Phase.TRAINING, 10, 1)) {
            assertThat(gemm.quantised()).isEqualTo((double) gemm.count() * gemm.k() * (gemm.m() + gemm.n()));
        }
    }

    private static double quantised(ModelShape shape, Phase phase) {
        return shape.gemms(phase, 10, 1).stream().mapToDouble(Gemm::quantised).sum();
    }

    /** Scores, probabilities and their gradients; Q, K, V, the output and their gradients are all off chip. */
    @Test
    void onlyTheSquareOfScoresStaysOnChip() {
        var shape = new ModelShape(1, 64, 128, 4, 4, 16, 100);
        for (Gemm gemm : shape.gemms(Phase.TRAINING, 1000, 1)) {
            assertThat(gemm.onChip().contains(Matrix.A)).isEqualTo(gemm.m() * gemm.k() == 1000 * 1000);
            assertThat(gemm.onChip().contains(Matrix.B)).isEqualTo(gemm.k() * gemm.n() == 1000 * 1000);
            assertThat(gemm.onChip().contains(Matrix.C)).isEqualTo(gemm.m() * gemm.n() == 1000 * 1000);
        }
    }
}

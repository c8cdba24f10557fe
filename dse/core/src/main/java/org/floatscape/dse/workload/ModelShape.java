package org.floatscape.dse.workload;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.study.ModelPreset;

/**
 * The shape of a decoder-only transformer with gated feed-forward layers and grouped-query attention.
 *
 * @param layers     decoder layers
 * @param hidden     width of the residual stream
 * @param ffn        width of the feed-forward layers
 * @param heads      query heads
 * @param kvHeads    key and value heads; divides {@code heads}
 * @param headSize   width of a head
 * @param vocabulary columns of the output head
 */
public record ModelShape(long layers, long hidden, long ffn, long heads, long kvHeads, long headSize, long vocabulary) {

    public ModelShape {
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "heads (%d) must be a multiple of key and value heads (%d)".formatted(heads, kvHeads));
        }
    }

    public static ModelShape of(ModelPreset preset) {
        return new ModelShape(
                preset.layers(),
                preset.hidden(),
                preset.ffn(),
                preset.heads(),
                preset.kvHeads(),
                preset.hidden() / preset.heads(),
                preset.vocabulary());
    }

    /** Weights that multiply: all layers and the output head, no embedding lookup, norms or biases. */
    public double nParams() {
        double attention = (double) hidden * headSize * (2 * heads + 2 * kvHeads);
        return layers * (attention + 3.0 * hidden * ffn) + (double) hidden * vocabulary;
    }

    /**
     * Its matrix products. With T tokens at once (batch times sequence; batch where decoding), a layer has
     * {@code qkv} [T x hidden] [hidden x (heads + 2 kvHeads) headSize], {@code out}, {@code gate_up} and {@code down},
     * and per sequence and key head {@code scores} = Q K^T and {@code attend} = P V, whose queries are those of all
     * heads that share the key head. Scores and probabilities stay on chip, as in FlashAttention (Dao et al. 2022,
     * arXiv 2205.14135), but nothing is computed twice; the square of scores is counted whole, without using that
     * half of it is masked, as by Chowdhery et al. 2022 (arXiv 2204.02311, appendix B). The output {@code head} sees
     * every token in training, the last one of each sequence otherwise. Outside of training weights lie ready in the
     * operands' format; in decoding keys and values too, but for those of the new token, which are not counted.
     *
     * @param sequence tokens per sequence: trained on, in the prompt, or so far
     * @param batch    sequences
     */
    public List<Gemm> gemms(Phase phase, long sequence, long batch) {
        long queries = phase == Phase.DECODE ? 1 : sequence;
        long tokens = batch * queries;
        long keyHeads = layers * batch * kvHeads;
        long group = heads / kvHeads;
        Matrix[] weights = phase == Phase.TRAINING ? new Matrix[0] : new Matrix[] {Matrix.B};
        Matrix[] cached = phase == Phase.DECODE ? new Matrix[] {Matrix.B} : new Matrix[0];
        long last = phase == Phase.TRAINING ? tokens : batch;
        var forward = List.of(
                Gemm.of("qkv", tokens, (heads + 2 * kvHeads) * headSize, hidden, layers)
                        .storing(weights),
                Gemm.of("scores", group * queries, sequence, headSize, keyHeads)
                        .keeping(Matrix.C)
                        .storing(cached),
                Gemm.of("attend", group * queries, headSize, sequence, keyHeads)
                        .keeping(Matrix.A)
                        .storing(cached),
                Gemm.of("out", tokens, hidden, heads * headSize, layers).storing(weights),
                Gemm.of("gate_up", tokens, 2 * ffn, hidden, layers).storing(weights),
                Gemm.of("down", tokens, hidden, ffn, layers).storing(weights),
                Gemm.of("head", last, vocabulary, hidden, 1).storing(weights));
        if (phase != Phase.TRAINING) {
            return forward;
        }
        var all = new ArrayList<Gemm>();
        forward.forEach(gemm -> all.addAll(gemm.withGradients()));
        return List.copyOf(all);
    }
}

package org.floatscape.dse.study;

/**
 * The shape of a published decoder-only model with gated feed-forward layers.
 *
 * @param hidden  width of the residual stream
 * @param ffn     width of the feed-forward layers
 * @param heads   query heads
 * @param kvHeads key and value heads
 * @param vocabulary tokens it tells apart: rows of the output head
 * @param tokens  tokens it was trained on
 * @param source  where these numbers stand
 */
public record ModelPreset(
        int layers, int hidden, int ffn, int heads, int kvHeads, int vocabulary, double tokens, String source) {

    /** Weights of the attention and feed-forward matrices: what the laws count, embeddings and norms left out. */
    public double nParams() {
        double headSize = (double) hidden / heads;
        double attention = 2.0 * hidden * hidden + 2.0 * hidden * headSize * kvHeads;
        double feedForward = 3.0 * hidden * ffn;
        return layers * (attention + feedForward);
    }
}

package org.floatscape.dse.evaluation;

import java.util.List;
import org.floatscape.dse.law.LawSamples;

/**
 * Losses of evaluations under each sample of their law.
 *
 * @param lossNats [sample][evaluation], nats per token; infinite where a sample leaves nothing to train
 */
public record SampledLosses(double[][] lossNats) {

    /** In the orders of the samples and of {@code evaluations}. */
    public static SampledLosses of(LawSamples samples, List<Evaluation> evaluations) {
        return new SampledLosses(samples.laws().stream()
                .map(law -> evaluations.stream()
                        .mapToDouble(e -> AccuracyModel.lossNats(law, e.accuracy()))
                        .toArray())
                .toArray(double[][]::new));
    }

    /** One evaluation's loss, sample by sample. */
    public double[] of(int evaluation) {
        double[] losses = new double[lossNats.length];
        for (int s = 0; s < losses.length; s++) {
            losses[s] = lossNats[s][evaluation];
        }
        return losses;
    }
}

package org.floatscape.dse.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.LawSamples;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.PowerForm;

/**
 * Losses of evaluations under each sample of their law.
 *
 * @param lossNats [sample][evaluation], nats per token; infinite where a sample leaves nothing to train or has no finite
 *                 loss, as constants far from the fit may have
 */
public record SampledLosses(double[][] lossNats) {

    /** In the orders of the samples and of {@code evaluations}. */
    public static SampledLosses of(LawSamples samples, List<Evaluation> evaluations) {
        List<Point> points = evaluations.stream().map(e -> e.accuracy().asked()).toList();
        // The columns of the points depend on the form, which all samples share.
        Optional<double[]> values =
                samples.laws().stream().findFirst().flatMap(PowerForm::of).map(form -> form.values(points));
        return new SampledLosses(samples.laws().stream()
                .map(law -> infiniteIfNoNumber(losses(law, evaluations, values)))
                .toArray(double[][]::new));
    }

    private static double[] losses(Law law, List<Evaluation> evaluations, Optional<double[]> values) {
        var form = PowerForm.of(law);
        if (form.isEmpty() || values.isEmpty()) {
            return evaluations.stream()
                    .mapToDouble(e -> AccuracyModel.lossNats(law, e.accuracy()))
                    .toArray();
        }
        double[] losses = form.get().lossNats(values.get());
        for (int i = 0; i < losses.length; i++) {
            Accuracy accuracy = evaluations.get(i).accuracy();
            losses[i] = accuracy.isFullPrecision() ? AccuracyModel.lossNats(law, accuracy) : losses[i];
        }
        return losses;
    }

    private static double[] infiniteIfNoNumber(double[] losses) {
        return Arrays.stream(losses)
                .map(loss -> Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY)
                .toArray();
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

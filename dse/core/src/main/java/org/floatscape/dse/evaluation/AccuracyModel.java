package org.floatscape.dse.evaluation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.law.CapacityLaw;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.LawDomainException;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.Prediction;

/**
 * A law asked about formats.
 *
 * @param law   where the loss comes from
 * @param model N, parameters without embeddings, and D, training tokens
 */
public record AccuracyModel(NamedLaw law, Point model) {

    /** From this width on, an element without a scale counts as full precision. */
    private static final int FULL_PRECISION_BITS = 16;

    /** Answers in the order of {@code formats}. */
    public List<Answer> of(List<Format> formats) {
        // Measuring a format takes milliseconds; the other laws are formulas.
        Stream<Format> stream = law.law() instanceof CapacityLaw ? formats.parallelStream() : formats.stream();
        return stream.map(this::of).toList();
    }

    /** What the law says of training in {@code format}, with what it cannot see of it. */
    public Answer of(Format format) {
        var inputs = new LawInputs(law.law(), model);
        try {
            Accuracy accuracy = format.block().isEmpty() && format.element().bits() >= FULL_PRECISION_BITS
                    ? fullPrecision(inputs.finest())
                    : accuracy(inputs.of(format));
            return Double.isFinite(accuracy.lossNats())
                    ? accuracy
                    : new Answer.Silence("its loss (%s nats) is not finite".formatted(accuracy.lossNats()));
        } catch (LawInputs.NoInputException | LawDomainException e) {
            return new Answer.Silence(e.getMessage());
        }
    }

    private Accuracy accuracy(LawInputs.Input input) {
        Prediction prediction = law.law().predict(input.point());
        var caveats = EnumSet.noneOf(Caveat.class);
        caveats.addAll(input.caveats());
        if (!law.inRange(input.point())) {
            caveats.add(Caveat.EXTRAPOLATED);
        }
        if (model.tokens() > prediction.criticalTokens()) {
            caveats.add(Caveat.BEYOND_CRITICAL_TOKENS);
        }
        return new Accuracy(
                input.point(), prediction.lossNats(), prediction.deltaLossNats(), prediction.criticalTokens(), caveats);
    }

    private Accuracy fullPrecision(Point finest) {
        return new Accuracy(
                finest,
                limitNats(law.law().predict(finest)),
                0,
                Double.POSITIVE_INFINITY,
                Set.of(Caveat.FULL_PRECISION));
    }

    /** Loss of the same format under other constants of the law; infinite where those leave nothing to train. */
    static double lossNats(Law sample, Accuracy accuracy) {
        try {
            Prediction prediction = sample.predict(accuracy.asked());
            return accuracy.isFullPrecision() ? limitNats(prediction) : prediction.lossNats();
        } catch (LawDomainException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static double limitNats(Prediction prediction) {
        return prediction.lossNats() - prediction.deltaLossNats();
    }
}

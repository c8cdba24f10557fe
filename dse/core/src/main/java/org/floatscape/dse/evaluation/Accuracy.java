package org.floatscape.dse.evaluation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.floatscape.dse.law.Point;

/**
 * What the law predicts of training in a format.
 *
 * @param asked          the point the law was asked about
 * @param lossNats       loss, nats per token
 * @param deltaLossNats  loss above the law's full-precision limit, nats per token
 * @param criticalTokens tokens beyond which more data raises the loss; infinite where more always helps
 */
public record Accuracy(Point asked, double lossNats, double deltaLossNats, double criticalTokens, Set<Caveat> caveats)
        implements Answer {
    public Accuracy {
        caveats = caveats.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(caveats));
    }

    /** The same with another loss, as other constants of the law give it. */
    Accuracy withLoss(double otherLossNats) {
        return new Accuracy(asked, otherLossNats, deltaLossNats, criticalTokens, caveats);
    }

    /** Whether the law's full-precision limit stands for the format. */
    boolean isFullPrecision() {
        return caveats.contains(Caveat.FULL_PRECISION);
    }

    /** Whether the format loses at least this much, and nobody has published how much more. */
    public boolean isLowerBound() {
        return caveats.contains(Caveat.TENSOR_SCALE) || caveats.contains(Caveat.NO_SCALE);
    }
}

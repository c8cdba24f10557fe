package org.floatscape.dse.evaluation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the law predicts of training in a format.
 *
 * @param lossNats       loss, nats per token
 * @param deltaLossNats  loss above the law's full-precision limit, nats per token
 * @param criticalTokens tokens beyond which more data raises the loss; infinite where more always helps
 */
public record Accuracy(double lossNats, double deltaLossNats, double criticalTokens, Set<Caveat> caveats) {
    public Accuracy {
        caveats = caveats.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(caveats));
    }

    /** Whether the format loses at least this much, and nobody has published how much more. */
    public boolean isLowerBound() {
        return caveats.contains(Caveat.TENSOR_SCALE) || caveats.contains(Caveat.NO_SCALE);
    }
}

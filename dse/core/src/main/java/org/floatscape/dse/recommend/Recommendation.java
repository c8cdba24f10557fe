package org.floatscape.dse.recommend;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.evaluation.Evaluation;

/** What the search came to. */
public sealed interface Recommendation {

    /** The recommended format; empty where there is none. */
    default Optional<Evaluation> chosen() {
        return switch (this) {
            case Proven(var best, var _) -> Optional.of(best);
            case Unproven(var best, double _, var _) -> Optional.of(best);
            case Infeasible _, Unknown _ -> Optional.empty();
        };
    }

    /**
     * Proven: within the limits no format of the space has less of the first objective, then of the next.
     *
     * @param neighbours what one step away would cost or lose
     */
    record Proven(Evaluation best, List<Neighbour> neighbours) implements Recommendation {}

    /**
     * The best that was found before the search gave up.
     *
     * @param bound no format within the limits has less of the first objective, in the metric's unit
     */
    record Unproven(Evaluation best, double bound, List<Neighbour> neighbours) implements Recommendation {}

    /** Proven: no format of the space keeps all limits. */
    record Infeasible(List<Shortfall> shortfalls) implements Recommendation {}

    /** The search gave up before it found anything. */
    record Unknown() implements Recommendation {}

    /**
     * A format one step away from the recommended one.
     *
     * @param step   such as {@code E+1} or {@code B 32 to 64}
     * @param broken the limits it breaks
     */
    record Neighbour(String step, Evaluation evaluation, List<Limit> broken) {}

    /**
     * A limit that cannot be kept.
     *
     * @param leastAmount the least the metric reaches while {@code held} are kept, in its unit
     * @param held        limits kept meanwhile
     */
    record Shortfall(Limit limit, double leastAmount, List<Limit> held) {}
}

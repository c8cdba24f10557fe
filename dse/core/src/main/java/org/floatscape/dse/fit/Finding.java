package org.floatscape.dse.fit;

import java.util.List;

/**
 * Something the runs do not settle.
 *
 * @param kind      what
 * @param constants which constants it is about
 * @param text      one sentence for the user
 */
public record Finding(Kind kind, List<String> constants, String text) {

    /** What the runs do not settle. */
    public enum Kind {
        /** The best value is the end of the range. */
        AT_BOUND,
        /** A combination of constants changes nothing that the runs show. */
        ILL_CONDITIONED,
        /** The standard error is as large as the constant, or a factor of e. */
        UNDETERMINED,
        /** Two constants can only be quoted together. */
        COUPLED,
        /** A format seems better than the reference: other constants absorb the difference. */
        EFFICIENCY_ABOVE_ONE,
        /** Some bootstrap samples did not converge and are left out. */
        SAMPLES_LEFT_OUT
    }

    public Finding {
        constants = List.copyOf(constants);
    }
}

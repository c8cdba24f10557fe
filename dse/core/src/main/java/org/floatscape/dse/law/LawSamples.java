package org.floatscape.dse.law;

import java.util.List;

/**
 * How well the constants of a law are known: the same law with other constants that its runs allow as well.
 *
 * @param method how they were drawn, such as {@code bootstrap}; where there are none, why, as a clause of the law
 * @param seed   of the draws
 * @param laws   one a draw; none where nothing is known of the law's uncertainty
 */
public record LawSamples(String method, long seed, List<Law> laws) {

    /** Of a published law: its paper gives no joint uncertainty of the constants. */
    public static final LawSamples NONE = unknown("comes without the uncertainty of its constants");

    public LawSamples {
        laws = List.copyOf(laws);
    }

    /**
     * No samples.
     *
     * @param why a clause of which the law is the subject
     */
    public static LawSamples unknown(String why) {
        return new LawSamples(why, 0, List.of());
    }

    public boolean isEmpty() {
        return laws.isEmpty();
    }

    /** Such as {@code 1000 bootstrap samples of its constants (seed 1)}. */
    public String text() {
        return "%d %s samples of its constants (seed %d)".formatted(laws.size(), method, seed);
    }
}

package org.floatscape.dse.evaluation;

import java.util.List;

/**
 * Formats as one law and one silicon see them, in the order in which they were asked about.
 *
 * @param answered   those that the law says something of
 * @param unanswered the others
 */
public record Evaluations(List<Evaluation> answered, List<Unanswered> unanswered) {
    public Evaluations {
        answered = List.copyOf(answered);
        unanswered = List.copyOf(unanswered);
    }
}

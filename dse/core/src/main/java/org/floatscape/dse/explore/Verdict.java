package org.floatscape.dse.explore;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.confidence.Confidence;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.Unanswered;
import org.floatscape.dse.front.Front;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.study.StudyLaw;

/**
 * What a study comes to under one law.
 *
 * @param law            the law behind every loss
 * @param space          every format of the study's space that the law says something of, in the order of the space
 * @param unanswered     the others
 * @param compared       the named formats that it says something of, in the study's order
 * @param unplaced       the other named formats
 * @param front          of the space
 * @param limits         the budgets in numbers
 * @param recommendation what the search came to
 * @param confidence     how sure it is; empty where nothing is known of the law's uncertainty
 */
public record Verdict(
        StudyLaw law,
        List<Evaluation> space,
        List<Unanswered> unanswered,
        List<Compared> compared,
        List<Unanswered> unplaced,
        Front front,
        List<Limit> limits,
        Recommendation recommendation,
        Optional<Confidence> confidence) {

    public Verdict {
        space = List.copyOf(space);
        unanswered = List.copyOf(unanswered);
        compared = List.copyOf(compared);
        unplaced = List.copyOf(unplaced);
        limits = List.copyOf(limits);
    }
}

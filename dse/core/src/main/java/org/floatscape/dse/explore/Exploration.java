package org.floatscape.dse.explore;

import java.util.List;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.front.Front;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.study.Study;

/**
 * Everything a report tells.
 *
 * @param law            the law behind every loss
 * @param costLibrary    id and hash of the coefficients behind every cost
 * @param space          every format of the study's space, evaluated, in the order of the space
 * @param compared       the named formats, in the study's order
 * @param front          of the space
 * @param limits         the budgets in numbers
 * @param recommendation what the search came to
 */
public record Exploration(
        Study study,
        NamedLaw law,
        String costLibrary,
        List<Evaluation> space,
        List<Compared> compared,
        Front front,
        List<Limit> limits,
        Recommendation recommendation) {

    public Exploration {
        space = List.copyOf(space);
        compared = List.copyOf(compared);
        limits = List.copyOf(limits);
    }
}

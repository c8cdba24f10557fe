package org.floatscape.dse.confidence;

import java.util.List;
import org.floatscape.dse.law.LawSamples;

/**
 * How sure a verdict is. The samples of the law vary its constants as its runs allow; that the form is right, that the
 * runs speak for this model, and the costs, they take as given.
 *
 * @param samples   what it was judged by
 * @param pFeasible share of the samples in which some format of the space keeps the budgets, no unit
 * @param pBest     of each evaluation of the space: share of the samples in which it is the one to recommend
 * @param space     of each evaluation of the space, in its order
 * @param compared  of each named format, in their order
 */
public record Confidence(
        LawSamples samples, double pFeasible, List<Double> pBest, List<Standing> space, List<Standing> compared) {
    public Confidence {
        pBest = List.copyOf(pBest);
        space = List.copyOf(space);
        compared = List.copyOf(compared);
    }
}

package org.floatscape.dse.explore;

import java.util.List;
import org.floatscape.dse.study.Study;

/**
 * Everything a report tells.
 *
 * @param costLibrary id and hash of the coefficients behind every cost
 * @param verdict     under the law that decides, the study's first
 * @param others      under its other laws, in the study's order
 */
public record Exploration(Study study, String costLibrary, Verdict verdict, List<Verdict> others) {
    public Exploration {
        others = List.copyOf(others);
    }

    /** Where the other laws disagree with the one that decides, in their order. */
    public List<Disagreement> disagreements() {
        return others.stream().map(other -> Disagreement.of(verdict, other)).toList();
    }
}

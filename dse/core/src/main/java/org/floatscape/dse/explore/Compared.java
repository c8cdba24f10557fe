package org.floatscape.dse.explore;

import java.util.List;
import java.util.Optional;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.recommend.Limit;

/**
 * A named format beside the space.
 *
 * @param name      as the user wrote it
 * @param dominator a format of the front that beats it; empty where none does
 * @param broken    the limits it breaks
 */
public record Compared(String name, Evaluation evaluation, Optional<Evaluation> dominator, List<Limit> broken) {}

package org.floatscape.dse.evaluation;

import org.floatscape.dse.format.Format;

/**
 * A format that the law says nothing of, and that is left out for it.
 *
 * @param why what the law would need, with the value at fault
 */
public record Unanswered(Format format, String why) {}

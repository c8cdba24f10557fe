package org.floatscape.dse.confidence;

import org.floatscape.dse.fit.Interval;

/**
 * How a format stands, given how well the law's constants are known.
 *
 * @param pFinite           share of the samples that give it a finite loss, no unit
 * @param pFront            share of the samples in which it has one and nothing of the space beats it, no unit
 * @param lossNats95        the middle 95 % of its loss, nats per token; a bound is infinite where too many samples are
 * @param deltaNats95       the same of its loss above full precision
 * @param aboveChosenNats95 the same of its loss above that of the recommended format; zero to zero for that one itself
 */
public record Standing(
        double pFinite, double pFront, Interval lossNats95, Interval deltaNats95, Interval aboveChosenNats95) {

    /** Whether the law's uncertainty leaves open which of the two loses less: the format or the recommended one. */
    public boolean isDistinguishable() {
        return !aboveChosenNats95.contains(0);
    }
}

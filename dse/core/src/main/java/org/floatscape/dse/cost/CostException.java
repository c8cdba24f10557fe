package org.floatscape.dse.cost;

/** A design, a node or a calibration that the cost model cannot answer for; the message says why and what it can. */
public final class CostException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public CostException(String message) {
        super(message);
    }
}

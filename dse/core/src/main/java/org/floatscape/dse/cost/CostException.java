package org.floatscape.dse.cost;

import org.floatscape.dse.input.InputException;

/** A design, a node or a calibration that the cost model cannot answer for; the message says why and what it can. */
public final class CostException extends InputException {
    private static final long serialVersionUID = 1;

    public CostException(String message) {
        super(message);
    }
}

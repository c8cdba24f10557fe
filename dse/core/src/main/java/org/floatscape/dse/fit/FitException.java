package org.floatscape.dse.fit;

import org.floatscape.dse.input.InputException;

/** A fit that cannot be had from these runs: too few of them, an unknown constant, or no convergence. */
public final class FitException extends InputException {

    private static final long serialVersionUID = 1L;

    public FitException(String message) {
        super(message);
    }
}

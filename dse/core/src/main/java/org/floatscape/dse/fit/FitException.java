package org.floatscape.dse.fit;

import org.floatscape.dse.input.InputException;

/** A fit that cannot be had from these runs: too few of them, an unknown constant, or no convergence. */
public sealed class FitException extends InputException permits TooFewRunsException {

    private static final long serialVersionUID = 1L;

    public FitException(String message) {
        super(message);
    }
}

package org.floatscape.dse.format;

/** How a value between two codes is rounded. */
public enum Rounding {
    /** To nearest, ties to even. */
    RNE,
    /** To nearest, ties away from zero. */
    RNA,
    /** Toward zero. */
    RTZ,
    /** Toward +infinity. */
    RUP,
    /** Toward -infinity. */
    RDN,
    /** Stochastic, from a counter-based generator. */
    SR,
    /** QPyTorch's nearest bit for bit: what the runs behind arXiv 2501.02423 used. */
    QPYTORCH
}

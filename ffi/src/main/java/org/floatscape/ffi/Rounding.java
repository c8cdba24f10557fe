package org.floatscape.ffi;

import org.floatscape.ffi.generated.floatscape_h;

/** How a value between two codes is rounded. */
public enum Rounding {
    NEAREST_EVEN(floatscape_h.FS_ROUND_NEAREST_EVEN()),
    NEAREST_AWAY(floatscape_h.FS_ROUND_NEAREST_AWAY()),
    TOWARD_ZERO(floatscape_h.FS_ROUND_TOWARD_ZERO()),
    /** Toward +infinity. */
    UP(floatscape_h.FS_ROUND_UP()),
    /** Toward -infinity. */
    DOWN(floatscape_h.FS_ROUND_DOWN()),
    /** Away from zero with the probability of the distance; depends on the seed and the element's index alone. */
    STOCHASTIC(floatscape_h.FS_ROUND_STOCHASTIC()),
    /** QPyTorch's {@code float_quantize(rounding="nearest")} bit for bit. */
    QPYTORCH(floatscape_h.FS_ROUND_QPYTORCH());

    final int code;

    Rounding(int code) {
        this.code = code;
    }
}

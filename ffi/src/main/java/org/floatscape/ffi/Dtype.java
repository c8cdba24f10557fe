package org.floatscape.ffi;

import org.floatscape.ffi.generated.floatscape_h;

/** Type of a tensor's elements in memory. Float16 and bfloat16 widen to float32 exactly. */
public enum Dtype {
    F32(floatscape_h.FS_DTYPE_F32(), 4),
    F16(floatscape_h.FS_DTYPE_F16(), 2),
    BF16(floatscape_h.FS_DTYPE_BF16(), 2);

    final int code;
    private final int bytes;

    Dtype(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}

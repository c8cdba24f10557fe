package org.floatscape.dse.tensor;

import java.util.Optional;
import org.floatscape.ffi.Dtype;

/** What a file stores a tensor's elements as; the names are those of safetensors. */
public enum StoredType {
    F64(64),
    I64(64),
    U64(64),
    C64(64),
    F32(32, Dtype.F32),
    I32(32),
    U32(32),
    F16(16, Dtype.F16),
    BF16(16, Dtype.BF16),
    I16(16),
    U16(16),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    I8(8),
    U8(8),
    BOOL(8),
    F6_E2M3(6),
    F6_E3M2(6),
    F4(4);

    private final int bits;
    private final Optional<Dtype> dtype;

    StoredType(int bits) {
        this.bits = bits;
        this.dtype = Optional.empty();
    }

    StoredType(int bits, Dtype dtype) {
        this.bits = bits;
        this.dtype = Optional.of(dtype);
    }

    /** Of one element. */
    public int bits() {
        return bits;
    }

    /** How the kernels read it; empty where they do not. */
    public Optional<Dtype> dtype() {
        return dtype;
    }

    /** The smallest unsigned type that holds codes of {@code codeBits} bits, 1 to 32. */
    public static StoredType ofCodes(int codeBits) {
        return codeBits <= 8 ? U8 : codeBits <= 16 ? U16 : U32;
    }
}

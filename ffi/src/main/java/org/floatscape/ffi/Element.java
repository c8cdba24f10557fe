package org.floatscape.ffi;

import java.util.OptionalInt;
import org.floatscape.ffi.generated.floatscape_h;

/** What one element of a format is, without its scale. */
public sealed interface Element {

    /**
     * Sign (not in unsigned P3109 formats), exponent, mantissa; an exponent field of 0 is subnormal.
     *
     * @param exponentBits 0 to 8; 0 is sign-magnitude fixed point
     * @param mantissaBits 0 to 10, or 23 with 8 exponent bits and {@link Specials#IEEE} (float32)
     * @param bias exponent bias; where empty 2^(exponentBits-1) - 1, 0 below two exponent bits, one more for P3109
     */
    record ExMy(
            int exponentBits,
            int mantissaBits,
            OptionalInt bias,
            Specials specials,
            Subnormals subnormals,
            Overflow overflow)
            implements Element {

        public ExMy {
            boolean float32 = exponentBits == 8 && mantissaBits == 23 && specials == Specials.IEEE;
            if (exponentBits < 0 || exponentBits > 8 || mantissaBits < 0 || (mantissaBits > 10 && !float32)) {
                throw new IllegalArgumentException(
                        "element e%dm%d: exponent bits (%d) must be 0 to 8 and mantissa bits (%d) 0 to 10, but for e8m23 of specials IEEE"
                                .formatted(exponentBits, mantissaBits, exponentBits, mantissaBits));
            }
            if (overflow != Overflow.SATURATE && specials == Specials.NONE) {
                throw new IllegalArgumentException(
                        "element e%dm%d: overflow (%s) needs a code for Inf or NaN, specials (NONE) has neither"
                                .formatted(exponentBits, mantissaBits, overflow));
            }
        }

        /** Every code finite, default bias, subnormals kept, saturating. */
        public ExMy(int exponentBits, int mantissaBits) {
            this(exponentBits, mantissaBits, Specials.NONE);
        }

        /** Default bias, subnormals kept, saturating. */
        public ExMy(int exponentBits, int mantissaBits, Specials specials) {
            this(exponentBits, mantissaBits, OptionalInt.empty(), specials, Subnormals.KEEP, Overflow.SATURATE);
        }

        /** The same element with another answer to overflow. */
        public ExMy with(Overflow other) {
            return new ExMy(exponentBits, mantissaBits, bias, specials, subnormals, other);
        }
    }

    /** {@code -(2^(bits-1)-1)} to {@code 2^(bits-1)-1}, {@code bits} 2 to 8. */
    record SymmetricInt(int bits) implements Element {
        public SymmetricInt {
            checkIntegerBits(bits);
        }
    }

    /** {@code -2^(bits-1)} to {@code 2^(bits-1)-1}, {@code bits} 2 to 8. */
    record FullInt(int bits) implements Element {
        public FullInt {
            checkIntegerBits(bits);
        }
    }

    /** 0 to {@code 2^bits-1}, {@code bits} 2 to 8; negatives become 0. */
    record Uint(int bits) implements Element {
        public Uint {
            checkIntegerBits(bits);
        }
    }

    /** Unsigned power of two, 2^-127 to 2^127, code 255 NaN, no zero; rounds to nearest away only, takes no scale. */
    record E8m0() implements Element {}

    /** Which codes are not finite. */
    enum Specials {
        /** None: e4m3 reaches 480. */
        NONE(floatscape_h.FS_SPECIALS_NONE()),
        /** The largest code of either sign is NaN, as in OCP E4M3: 448. */
        NAN(floatscape_h.FS_SPECIALS_NAN()),
        /** The top exponent holds Inf and NaN, as in IEEE 754. */
        IEEE(floatscape_h.FS_SPECIALS_IEEE()),
        /** NaN at the code of -0, no Inf: BinaryKpPsf of the P3109 draft. */
        P3109_FINITE(floatscape_h.FS_SPECIALS_P3109_FINITE()),
        /** NaN at the code of -0, the largest code of either sign is Inf: BinaryKpPse. */
        P3109_INF(floatscape_h.FS_SPECIALS_P3109_INF()),
        /** No sign bit; the largest code is NaN, no Inf: BinaryKpPuf. */
        P3109_UNSIGNED_FINITE(floatscape_h.FS_SPECIALS_P3109_UNSIGNED_FINITE()),
        /** No sign bit; the largest code is NaN, the one below Inf: BinaryKpPue. */
        P3109_UNSIGNED_INF(floatscape_h.FS_SPECIALS_P3109_UNSIGNED_INF());

        final int code;

        Specials(int code) {
            this.code = code;
        }
    }

    /** What becomes of results below the smallest normal value. */
    enum Subnormals {
        KEEP(floatscape_h.FS_SUBNORMALS_KEEP()),
        /** A zero with the sign of the result; decided after rounding. */
        FLUSH(floatscape_h.FS_SUBNORMALS_FLUSH());

        final int code;

        Subnormals(int code) {
            this.code = code;
        }
    }

    /** What becomes of Inf, and of a magnitude that exceeds the largest finite value after rounding. */
    enum Overflow {
        SATURATE(floatscape_h.FS_OVERFLOW_SATURATE()),
        /**
         * Inf, or NaN where there is no Inf; directed rounding toward the finite values stops there. P3109: its SatNone,
         * which saturates where there is no Inf and makes negatives of unsigned formats NaN.
         */
        SPECIAL(floatscape_h.FS_OVERFLOW_SPECIAL()),
        /**
         * Finite values saturate, Inf becomes Inf, or NaN where there is no Inf. P3109: its SatPropagate, which saturates Inf
         * too where there is none and makes -Inf of unsigned formats 0. Under a scale as {@link #SATURATE}: a group with an
         * Inf is NaN.
         */
        PROPAGATE(floatscape_h.FS_OVERFLOW_PROPAGATE());

        final int code;

        Overflow(int code) {
            this.code = code;
        }
    }

    private static void checkIntegerBits(int bits) {
        if (bits < 2 || bits > 8) {
            throw new IllegalArgumentException("integer element: bits (%d) must be 2 to 8".formatted(bits));
        }
    }
}

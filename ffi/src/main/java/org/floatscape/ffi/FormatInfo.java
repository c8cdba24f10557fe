package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.floatscape.ffi.generated.floatscape_h;
import org.floatscape.ffi.generated.fs_format_info;

/**
 * What a format's codes mean. Values are those of the element alone, without its scale.
 *
 * @param codeBits bits of one element's code
 * @param scaleBits bits of one group's scale, 0 without
 * @param bias exponent bias in force; 0 where the element has none
 * @param hasNan whether an element code is NaN
 * @param hasInfinity whether an element code is Inf
 * @param hasNegativeZero whether -0 has its own code
 * @param nCodes {@code 2^codeBits}
 * @param max largest finite value; may exceed float32
 * @param min most negative finite value
 * @param scaleMax the value that a scale maps the group's largest magnitude to
 * @param minNormal smallest positive normal value
 * @param minPositive smallest positive value
 */
public record FormatInfo(
        int codeBits,
        int scaleBits,
        int bias,
        boolean hasNan,
        boolean hasInfinity,
        boolean hasNegativeZero,
        long nCodes,
        double max,
        double min,
        double scaleMax,
        double minNormal,
        double minPositive) {

    /**
     * Describes a format.
     *
     * @throws IllegalArgumentException if the kernels refuse the format
     * @throws NativeLibraryException if the library cannot be used
     */
    public static FormatInfo of(QuantSpec spec) {
        NativeLibrary.require();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment info = fs_format_info.allocate(scratch);
            int status = floatscape_h.fs_format_describe(FormatStruct.of(spec, scratch), info);
            Status.check(status, spec::toString);
            return new FormatInfo(
                    fs_format_info.code_bits(info),
                    fs_format_info.scale_bits(info),
                    fs_format_info.bias(info),
                    fs_format_info.has_nan(info) == 1,
                    fs_format_info.has_infinity(info) == 1,
                    fs_format_info.has_negative_zero(info) == 1,
                    fs_format_info.n_codes(info),
                    fs_format_info.max(info),
                    fs_format_info.min(info),
                    fs_format_info.scale_max(info),
                    fs_format_info.min_normal(info),
                    fs_format_info.min_positive(info));
        }
    }

    /** Value of one element code, without scale, exactly; NaN and Inf as such. */
    public static double codeValue(QuantSpec spec, long code) {
        FormatInfo info = of(spec);
        if (code < 0 || code >= info.nCodes()) {
            throw new IllegalArgumentException(
                    "code (%d) is not a %d-bit code of %s".formatted(code, info.codeBits(), spec));
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment value = scratch.allocate(ValueLayout.JAVA_DOUBLE);
            int status = floatscape_h.fs_code_value(FormatStruct.of(spec, scratch), (int) code, value);
            Status.check(status, spec::toString);
            return value.get(ValueLayout.JAVA_DOUBLE, 0);
        }
    }
}

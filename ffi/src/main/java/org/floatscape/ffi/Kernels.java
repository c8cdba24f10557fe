package org.floatscape.ffi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.floatscape.ffi.generated.floatscape_h;

/**
 * The kernels. Those on tensors in two bindings: the generated one for off-heap memory, and a critical one that takes heap
 * arrays as they lie; costs and laws, whose calls are short, in the critical one alone. {@link NativeLibrary#require} comes
 * before the first use.
 */
final class Kernels {

    private static final MethodHandle MAX_MAGNITUDE =
            critical(floatscape_h.fs_max_magnitude$address(), floatscape_h.fs_max_magnitude$descriptor());
    private static final MethodHandle QUANTIZE =
            critical(floatscape_h.fs_quantize$address(), floatscape_h.fs_quantize$descriptor());
    private static final MethodHandle ENCODE =
            critical(floatscape_h.fs_encode$address(), floatscape_h.fs_encode$descriptor());
    private static final MethodHandle DECODE =
            critical(floatscape_h.fs_decode$address(), floatscape_h.fs_decode$descriptor());
    private static final MethodHandle STATISTICS =
            critical(floatscape_h.fs_statistics$address(), floatscape_h.fs_statistics$descriptor());
    private static final MethodHandle HISTOGRAM =
            critical(floatscape_h.fs_histogram$address(), floatscape_h.fs_histogram$descriptor());

    private static final MethodHandle MAC_COST =
            critical(floatscape_h.fs_mac_cost$address(), floatscape_h.fs_mac_cost$descriptor());
    private static final MethodHandle MAC_COST_PARTS =
            critical(floatscape_h.fs_mac_cost_parts$address(), floatscape_h.fs_mac_cost_parts$descriptor());

    private static final MethodHandle POWER_LAW =
            critical(floatscape_h.fs_power_law$address(), floatscape_h.fs_power_law$descriptor());

    private Kernels() {}

    static int powerLaw(
            int nColumns,
            MemorySegment kinds,
            int nInner,
            int nTerms,
            MemorySegment coefficients,
            MemorySegment exponents,
            double outerExponent,
            double floor,
            long n,
            MemorySegment columns,
            long stride,
            MemorySegment loss) {
        try {
            return (int) POWER_LAW.invokeExact(
                    nColumns,
                    kinds,
                    nInner,
                    nTerms,
                    coefficients,
                    exponents,
                    outerExponent,
                    floor,
                    n,
                    columns,
                    stride,
                    loss);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int macCost(
            int architecture,
            long n,
            MemorySegment columns,
            long stride,
            MemorySegment coefficients,
            MemorySegment area,
            MemorySegment energy,
            MemorySegment delay) {
        try {
            return (int) MAC_COST.invokeExact(architecture, n, columns, stride, coefficients, area, energy, delay);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int macCostParts(
            int architecture,
            long n,
            MemorySegment columns,
            long stride,
            MemorySegment coefficients,
            MemorySegment parts) {
        try {
            return (int) MAC_COST_PARTS.invokeExact(architecture, n, columns, stride, coefficients, parts);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int maxMagnitude(boolean critical, MemorySegment shape, int group, MemorySegment src, MemorySegment amax) {
        if (!critical) {
            return floatscape_h.fs_max_magnitude(shape, group, src, amax);
        }
        try {
            return (int) MAX_MAGNITUDE.invokeExact(shape, group, src, amax);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int quantize(
            boolean critical,
            MemorySegment format,
            MemorySegment shape,
            MemorySegment src,
            MemorySegment dst,
            MemorySegment rowAmax,
            MemorySegment tensorAmax) {
        if (!critical) {
            return floatscape_h.fs_quantize(format, shape, src, dst, rowAmax, tensorAmax);
        }
        try {
            return (int) QUANTIZE.invokeExact(format, shape, src, dst, rowAmax, tensorAmax);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int encode(
            boolean critical,
            MemorySegment format,
            MemorySegment shape,
            MemorySegment src,
            MemorySegment codes,
            MemorySegment scales,
            MemorySegment rowAmax,
            MemorySegment tensorAmax) {
        if (!critical) {
            return floatscape_h.fs_encode(format, shape, src, codes, scales, rowAmax, tensorAmax);
        }
        try {
            return (int) ENCODE.invokeExact(format, shape, src, codes, scales, rowAmax, tensorAmax);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int decode(
            boolean critical,
            MemorySegment format,
            MemorySegment shape,
            MemorySegment codes,
            MemorySegment scales,
            MemorySegment tensorAmax,
            MemorySegment dst) {
        if (!critical) {
            return floatscape_h.fs_decode(format, shape, codes, scales, tensorAmax, dst);
        }
        try {
            return (int) DECODE.invokeExact(format, shape, codes, scales, tensorAmax, dst);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int statistics(
            boolean critical,
            MemorySegment formats,
            int nFormats,
            MemorySegment shape,
            MemorySegment src,
            MemorySegment rowAmax,
            MemorySegment tensorAmax,
            MemorySegment stats) {
        if (!critical) {
            return floatscape_h.fs_statistics(formats, nFormats, shape, src, rowAmax, tensorAmax, stats);
        }
        try {
            return (int) STATISTICS.invokeExact(formats, nFormats, shape, src, rowAmax, tensorAmax, stats);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static int histogram(
            boolean critical,
            MemorySegment shape,
            long blockSize,
            MemorySegment src,
            MemorySegment magnitudeBins,
            MemorySegment crestBins) {
        if (!critical) {
            return floatscape_h.fs_histogram(shape, blockSize, src, magnitudeBins, crestBins);
        }
        try {
            return (int) HISTOGRAM.invokeExact(shape, blockSize, src, magnitudeBins, crestBins);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle critical(MemorySegment address, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(true));
    }

    /** A call itself throws nothing checked; what the linker throws, such as for closed memory, goes on as it is. */
    private static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> throw new AssertionError(failure);
        };
    }
}

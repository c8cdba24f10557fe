package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.floatscape.ffi.generated.floatscape_h;

/**
 * A scaling law made of powers, evaluated in C over columns:
 *
 * <pre>  loss = floor + (sum of the inner terms)^outerExponent + sum of the outer terms</pre>
 *
 * Each term is a coefficient times a power of each column. The bits do not depend on the instruction set; they are not
 * those of {@link Math#pow}, from which a term differs by at most 2^-43 of itself.
 *
 * @param columns       what of each column is raised to a power
 * @param inner         terms of the sum that is raised to {@code outerExponent}
 * @param outer         terms added after that
 * @param outerExponent no unit; 1 where there is none
 * @param floorNats     the loss no model goes below, nats per token
 */
public record PowerLaw(List<Kind> columns, List<Term> inner, List<Term> outer, double outerExponent, double floorNats) {

    /** Rows of one call: garbage collection waits for it, well under a millisecond. */
    private static final int CHUNK = 1 << 14;

    /** Up or down, no unit: far beyond any law's, and no sum of powers overflows with it. */
    private static final double LARGEST_EXPONENT = 0x1p64;

    /** What of a column's value is raised to a power. */
    public enum Kind {
        /** The value, positive. */
        VALUE(floatscape_h.FS_LAW_VALUE()),
        /** The value and a half, the value not negative: exponent and mantissa bits. */
        HALF(floatscape_h.FS_LAW_HALF()),
        /** The value's logarithm to base 2, the value at least 1: block sizes. Of 1 a term vanishes. */
        LOG2(floatscape_h.FS_LAW_LOG2());

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /**
     * One product of powers.
     *
     * @param coefficient positive and normal; in the unit of the sum it is part of
     * @param exponents   one per column, no unit
     */
    public record Term(double coefficient, List<Double> exponents) {

        public Term {
            exponents = List.copyOf(exponents);
        }

        /** A term of these exponents. */
        public static Term of(double coefficient, double... exponents) {
            return new Term(coefficient, DoubleStream.of(exponents).boxed().toList());
        }
    }

    public PowerLaw {
        columns = List.copyOf(columns);
        inner = List.copyOf(inner);
        outer = List.copyOf(outer);
        for (List<Term> terms : List.of(inner, outer)) {
            for (Term term : terms) {
                if (term.exponents().size() != columns.size()) {
                    throw new IllegalArgumentException("a term has %d exponents for %d columns"
                            .formatted(term.exponents().size(), columns.size()));
                }
            }
        }
    }

    /** Whether C takes its constants: coefficients positive and normal, exponents no larger than 2^64. */
    public boolean isInDomain() {
        return Stream.concat(inner.stream(), outer.stream()).allMatch(PowerLaw::isInDomain)
                && Math.abs(outerExponent) <= LARGEST_EXPONENT
                && Double.isFinite(floorNats);
    }

    private static boolean isInDomain(Term term) {
        return term.coefficient() >= Double.MIN_NORMAL
                && Double.isFinite(term.coefficient())
                && term.exponents().stream().allMatch(exponent -> Math.abs(exponent) <= LARGEST_EXPONENT);
    }

    /**
     * Loss of every row, nats per token; infinite where a power overflows.
     *
     * @param values   the columns one after the other, each of as many float64 as {@code lossNats} has; on the heap or off
     * @param lossNats where the losses go, float64; on the heap where {@code values} is
     * @throws IllegalArgumentException if the lengths do not fit, or a constant or a value is outside its domain
     */
    public void lossNats(MemorySegment values, MemorySegment lossNats) {
        NativeLibrary.require();
        long rows = lossNats.byteSize() / Double.BYTES;
        if (values.byteSize() != columns.size() * lossNats.byteSize() || lossNats.byteSize() % Double.BYTES != 0) {
            throw new IllegalArgumentException("%d bytes of values for %d columns, and %d bytes of losses"
                    .formatted(values.byteSize(), columns.size(), lossNats.byteSize()));
        }
        try (Arena scratch = Arena.ofConfined()) {
            var call = new Call(this, scratch);
            for (long from = 0; from < rows; from += CHUNK) {
                call.run(
                        Math.min(CHUNK, rows - from),
                        values.asSlice(from * Double.BYTES),
                        rows,
                        lossNats.asSlice(from * Double.BYTES));
            }
        }
    }

    /** The law as C takes it. */
    private record Call(
            PowerLaw law, MemorySegment kinds, MemorySegment coefficients, MemorySegment exponents, int nTerms) {

        Call(PowerLaw law, Arena arena) {
            this(
                    law,
                    arena.allocateFrom(
                            ValueLayout.JAVA_INT,
                            law.columns.stream().mapToInt(kind -> kind.code).toArray()),
                    arena.allocateFrom(
                            ValueLayout.JAVA_DOUBLE,
                            terms(law).stream().mapToDouble(Term::coefficient).toArray()),
                    arena.allocateFrom(
                            ValueLayout.JAVA_DOUBLE,
                            terms(law).stream()
                                    .flatMap(term -> term.exponents().stream())
                                    .mapToDouble(Double::doubleValue)
                                    .toArray()),
                    terms(law).size());
        }

        private static List<Term> terms(PowerLaw law) {
            return Stream.concat(law.inner.stream(), law.outer.stream()).toList();
        }

        void run(long size, MemorySegment values, long stride, MemorySegment lossNats) {
            int status = Kernels.powerLaw(
                    law.columns.size(),
                    kinds,
                    law.inner.size(),
                    nTerms,
                    coefficients,
                    exponents,
                    law.outerExponent,
                    law.floorNats,
                    size,
                    values,
                    stride,
                    lossNats);
            Status.check(status, () -> "fs_power_law(%s)".formatted(law));
        }
    }
}

package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.floatscape.ffi.generated.floatscape_h;
import org.floatscape.ffi.generated.fs_mac_term_row;

/** The structural cost model of MAC units, batched over designs; what the columns mean is in {@link MacColumn}. */
public final class MacCosts {

    public static final int METRICS = 3;

    /** Designs per native call: under 1 ms on the slowest instruction set. */
    private static final int CHUNK = 2048;

    private MacCosts() {}

    /**
     * A closed form of the columns that one coefficient multiplies.
     *
     * @param metric    0 area, 1 energy, 2 delay
     * @param part      index into {@link #parts()}
     * @param name      unique within metric and part
     * @param primitive what it counts; terms of one metric and primitive share a coefficient across architectures,
     *                  empty where none does
     */
    public record Term(int metric, int part, String name, String primitive) {}

    /** Every term, in the order of the coefficients. */
    @SuppressWarnings("restricted") // the library's own table of rows
    public static List<Term> terms() {
        NativeLibrary.require();
        return IntStream.range(0, floatscape_h.FS_MAC_TERMS())
                .mapToObj(i -> {
                    MemorySegment row = floatscape_h.fs_mac_term(i);
                    String primitive = fs_mac_term_row.primitive(row).getString(0);
                    return new Term(
                            fs_mac_term_row.metric(row),
                            fs_mac_term_row.part(row),
                            fs_mac_term_row.name(row).getString(0),
                            primitive.equals("-") ? "" : primitive);
                })
                .toList();
    }

    /** Names of the parts, in the order in which they are added. */
    public static List<String> parts() {
        NativeLibrary.require();
        return IntStream.range(0, floatscape_h.FS_MAC_PARTS())
                .mapToObj(i -> floatscape_h.fs_mac_part_name(i).getString(0))
                .toList();
    }

    /** Names of the architectures, in the order of their numbers. */
    public static List<String> architectures() {
        NativeLibrary.require();
        return IntStream.range(0, floatscape_h.FS_MAC_ARCHITECTURES())
                .mapToObj(i -> floatscape_h.fs_mac_architecture_name(i).getString(0))
                .toList();
    }

    /**
     * Costs of designs of one architecture.
     *
     * @param columns      {@code MacColumn.values().length} columns of {@code n} each, one after the other
     * @param coefficients one per term
     * @return area, energy and delay, each [n]
     * @throws IllegalArgumentException if a length does not fit, or a column holds a value outside its range
     */
    public static double[][] cost(int architecture, int n, int[] columns, double[] coefficients) {
        check(n, columns, coefficients);
        double[][] costs = new double[METRICS][n];
        MemorySegment column = MemorySegment.ofArray(columns);
        MemorySegment coefficient = MemorySegment.ofArray(coefficients);
        for (int from = 0; from < n; from += CHUNK) {
            int size = Math.min(CHUNK, n - from);
            int status = Kernels.macCost(
                    architecture,
                    size,
                    column.asSlice(from * ValueLayout.JAVA_INT.byteSize()),
                    n,
                    coefficient,
                    slice(costs[0], from),
                    slice(costs[1], from),
                    slice(costs[2], from));
            Status.check(status, () -> "fs_mac_cost(architecture %d)".formatted(architecture));
        }
        return costs;
    }

    /**
     * The same by part. Added in order from 0.0, the parts of a design give its total bit for bit.
     *
     * @return [metric][part][n]
     * @throws IllegalArgumentException as {@link #cost}
     */
    public static double[][][] costByPart(int architecture, int n, int[] columns, double[] coefficients) {
        check(n, columns, coefficients);
        int nParts = floatscape_h.FS_MAC_PARTS();
        double[][][] costs = new double[METRICS][nParts][n];
        MemorySegment column = MemorySegment.ofArray(columns);
        MemorySegment coefficient = MemorySegment.ofArray(coefficients);
        double[] block = new double[METRICS * nParts * Math.min(CHUNK, n)];
        for (int from = 0; from < n; from += CHUNK) {
            int size = Math.min(CHUNK, n - from);
            int status = Kernels.macCostParts(
                    architecture,
                    size,
                    column.asSlice(from * ValueLayout.JAVA_INT.byteSize()),
                    n,
                    coefficient,
                    MemorySegment.ofArray(block));
            Status.check(status, () -> "fs_mac_cost_parts(architecture %d)".formatted(architecture));
            for (int metric = 0; metric < METRICS; metric++) {
                for (int part = 0; part < nParts; part++) {
                    System.arraycopy(block, (metric * nParts + part) * size, costs[metric][part], from, size);
                }
            }
        }
        return costs;
    }

    private static MemorySegment slice(double[] values, int from) {
        return MemorySegment.ofArray(values).asSlice(from * ValueLayout.JAVA_DOUBLE.byteSize());
    }

    private static void check(int n, int[] columns, double[] coefficients) {
        NativeLibrary.require();
        if (columns.length != (long) n * MacColumn.values().length) {
            throw new IllegalArgumentException("columns: %d values for %d designs of %d columns"
                    .formatted(columns.length, n, MacColumn.values().length));
        }
        if (coefficients.length != floatscape_h.FS_MAC_TERMS()) {
            throw new IllegalArgumentException(
                    "coefficients: %d values for %d terms".formatted(coefficients.length, floatscape_h.FS_MAC_TERMS()));
        }
    }
}

package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.floatscape.ffi.generated.floatscape_h;
import org.floatscape.ffi.generated.fs_stats;

/**
 * Error statistics. The tensor is taken in pieces that depend on its shape and the formats alone, and their sums are
 * added in order: the same bits for any number of threads and any kind of memory.
 */
public final class Measurement {

    /** Elements of a piece: enough to drown the cost of a call, few enough to keep threads equally busy. */
    private static final long PIECE_ELEMENTS = 1 << 17;

    private Measurement() {}

    /**
     * What each format does to {@code source}, in one read of it for up to 64 formats (and one before, where formats
     * need the largest magnitude of the tensor or of long rows).
     *
     * @param nThreads at least 1; the calling thread is one of them
     * @return one entry per format, in order
     * @throws IllegalArgumentException if the kernels refuse a format
     * @throws NativeLibraryException if the library cannot be used
     */
    public static List<ErrorStatistics> statistics(List<QuantSpec> specs, Tensor source, int nThreads) {
        NativeLibrary.require();
        specs.forEach(Checks::format);
        var all = new ArrayList<ErrorStatistics>();
        int most = floatscape_h.FS_STATS_MAX_FORMATS();
        for (int i = 0; i < specs.size(); i += most) {
            all.addAll(onePass(specs.subList(i, Math.min(specs.size(), i + most)), source, nThreads));
        }
        return List.copyOf(all);
    }

    private static List<ErrorStatistics> onePass(List<QuantSpec> specs, Tensor source, int nThreads) {
        var sums = new ArrayList<>(Collections.nCopies(specs.size(), ErrorStatistics.EMPTY));
        if (source.isEmpty()) {
            return sums;
        }
        boolean critical = source.isHeap();
        Sweep sweep =
                Sweep.fixedPieces(specs, source, floatscape_h.FS_STATS_STRIP(), PIECE_ELEMENTS, critical, nThreads);
        Tensor src = source.shared();
        Magnitudes magnitudes = Magnitudes.neededBy(specs, src, sweep);
        try (Arena arena = Arena.ofConfined()) {
            long nStats = Math.multiplyExact(sweep.grid().count(), specs.size());
            MemorySegment stats = Memory.shared(fs_stats.allocateArray(nStats, arena));
            sweep.run((index, piece) ->
                    addPiece(specs, src, piece, magnitudes, critical, fs_stats.asSlice(stats, index * specs.size())));
            for (long i = 0; i < nStats; i++) {
                ErrorStatistics next = read(fs_stats.asSlice(stats, i));
                sums.set(
                        (int) (i % specs.size()),
                        sums.get((int) (i % specs.size())).plus(next));
            }
        }
        return sums;
    }

    private static void addPiece(
            List<QuantSpec> specs,
            Tensor src,
            Piece piece,
            Magnitudes magnitudes,
            boolean critical,
            MemorySegment stats) {
        try (Arena scratch = Arena.ofConfined()) {
            int status = Kernels.statistics(
                    critical,
                    FormatStruct.ofAll(specs, scratch),
                    specs.size(),
                    ShapeStruct.reading(src, piece, scratch),
                    src.at(piece),
                    magnitudes.rows(piece, scratch),
                    magnitudes.tensor(scratch),
                    stats);
            Status.check(status, () -> "fs_statistics(%s, %s)".formatted(specs, piece));
        }
    }

    private static ErrorStatistics read(MemorySegment stats) {
        return new ErrorStatistics(
                fs_stats.x2(stats),
                fs_stats.y2(stats),
                fs_stats.xy(stats),
                fs_stats.e2(stats),
                fs_stats.max_error(stats),
                fs_stats.max_magnitude(stats),
                fs_stats.n(stats),
                fs_stats.n_nonfinite(stats),
                fs_stats.n_zero(stats),
                fs_stats.n_saturated(stats),
                fs_stats.n_subnormal(stats));
    }
}

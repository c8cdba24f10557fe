package org.floatscape.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.floatscape.ffi.generated.floatscape_h;

/**
 * How magnitudes are spread, and how far the largest of a block stands out.
 *
 * @param blockSize elements of a block; the last one of a row may be short
 * @param magnitudes 256 counts of elements: bin k holds 2^(k-127) <= |x| < 2^(k-126), bin 0 zeros and float32
 *     subnormals, bin 255 Inf and NaN
 * @param crests 64 counts of blocks, finite and not all zero, by crest c = largest magnitude / rms: bin k holds
 *     k/4 <= log2(c) < (k+1)/4
 */
public record Histogram(long blockSize, List<Long> magnitudes, List<Long> crests) {

    /** Rows are cut at multiples of this many elements: a cache line of every dtype. */
    private static final long BASE = 64;

    public Histogram {
        magnitudes = List.copyOf(magnitudes);
        crests = List.copyOf(crests);
    }

    /**
     * Counts the elements and the blocks of {@code source}.
     *
     * @param nThreads at least 1; the calling thread is one of them
     * @throws NativeLibraryException if the library cannot be used
     */
    public static Histogram of(Tensor source, long blockSize, int nThreads) {
        NativeLibrary.require();
        var block = new Group.Block(blockSize);
        long[] magnitudes = new long[floatscape_h.FS_MAGNITUDE_BINS()];
        long[] crests = new long[floatscape_h.FS_CREST_BINS()];
        if (!source.isEmpty()) {
            Tensor src = source.shared();
            Sweep sweep = Sweep.fewPieces(List.of(block), source, BASE, source.isHeap(), nThreads);
            sweep.run((_, piece) -> {
                try (Arena scratch = Arena.ofConfined()) {
                    MemorySegment magnitudeBins = scratch.allocate(ValueLayout.JAVA_LONG, magnitudes.length);
                    MemorySegment crestBins = scratch.allocate(ValueLayout.JAVA_LONG, crests.length);
                    int status = Kernels.histogram(
                            sweep.critical(),
                            ShapeStruct.reading(src, piece, scratch),
                            blockSize,
                            src.at(piece),
                            magnitudeBins,
                            crestBins);
                    Status.check(status, () -> "fs_histogram(block size %d, %s)".formatted(blockSize, piece));
                    synchronized (magnitudes) {
                        add(magnitudeBins, magnitudes);
                        add(crestBins, crests);
                    }
                }
            });
        }
        return new Histogram(blockSize, list(magnitudes), list(crests));
    }

    /**
     * This and another histogram of equally long blocks, together.
     *
     * @throws IllegalArgumentException if the block sizes differ
     */
    public Histogram plus(Histogram other) {
        if (blockSize != other.blockSize) {
            throw new IllegalArgumentException(
                    "block size (%d) must be that of the other histogram (%d)".formatted(blockSize, other.blockSize));
        }
        return new Histogram(blockSize, sum(magnitudes, other.magnitudes), sum(crests, other.crests));
    }

    private static List<Long> sum(List<Long> a, List<Long> b) {
        return IntStream.range(0, a.size()).mapToObj(i -> a.get(i) + b.get(i)).toList();
    }

    private static void add(MemorySegment bins, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += bins.getAtIndex(ValueLayout.JAVA_LONG, i);
        }
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.floatscape.dse.tensor.Staging;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.StoredType;
import org.floatscape.dse.tensor.TensorFile;
import org.floatscape.dse.tensor.TensorFileWriter;
import org.floatscape.dse.tensor.TensorHeader;

/** Tensor files that tests give to commands, and what commands wrote. */
final class TensorFiles {

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private TensorFiles() {}

    /** Bytes of one tensor as a file. */
    static Path write(Path file, StoredType type, List<Long> shape, byte[] bytes) throws IOException {
        return write(file, List.of(new TensorHeader("w", type, shape)), List.of(bytes));
    }

    static Path write(Path file, List<TensorHeader> headers, List<byte[]> bytes) throws IOException {
        try (Arena arena = Arena.ofConfined();
                var staging = new Staging()) {
            var tensors = TensorFileWriter.create(staging.target(file, headers.size()), headers, Map.of(), arena);
            for (int t = 0; t < tensors.size(); t++) {
                tensors.get(t).data().copyFrom(MemorySegment.ofArray(bytes.get(t)));
            }
            staging.commit();
        }
        return file;
    }

    /** Float32 of magnitudes from 2^-8 to 2^8, some zeros. */
    static byte[] samples(long seed, int n) {
        var random = new SplittableRandom(seed);
        var bytes = MemorySegment.ofArray(new byte[n * Float.BYTES]);
        for (int i = 0; i < n; i++) {
            float value = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-8, 8));
            bytes.setAtIndex(
                    ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                    i,
                    random.nextInt(50) == 0 ? 0 : value);
        }
        return bytes.toArray(ValueLayout.JAVA_BYTE);
    }

    /** The bytes of the only tensor. */
    static byte[] bytes(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return single(file, arena).data().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** The 32-bit words of the only tensor. */
    static int[] words(Path file) throws IOException {
        return MemorySegment.ofArray(bytes(file)).toArray(WORD);
    }

    static TensorHeader header(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return single(file, arena).header();
        }
    }

    private static StoredTensor single(Path file, Arena arena) throws IOException {
        var tensors = TensorFile.map(file, arena).tensors();
        if (tensors.size() != 1) {
            throw new AssertionError("%s holds %d tensors".formatted(file, tensors.size()));
        }
        return tensors.getFirst();
    }
}

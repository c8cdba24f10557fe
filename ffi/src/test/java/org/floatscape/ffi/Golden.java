package org.floatscape.ffi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The reference vectors beside the checkout; a test that reads them is skipped where they are absent. */
final class Golden {

    private static final Path FOLDER = Path.of(System.getProperty("floatscape.shared"), "golden");

    private Golden() {}

    /** Names without {@code suffix} of the files in {@code folder} that start and end so, sorted. */
    static List<String> names(String folder, String prefix, String suffix) {
        assumeTrue(Files.isDirectory(FOLDER), "no reference vectors at " + FOLDER);
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Little-endian words: float32 bit patterns. */
    static int[] words(String file) {
        var buffer = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] words = new int[buffer.remaining()];
        buffer.get(words);
        return words;
    }

    static float[] floats(String file) {
        int[] words = words(file);
        float[] floats = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            floats[i] = Float.intBitsToFloat(words[i]);
        }
        return floats;
    }

    /** Bits with every NaN written as 0x7fc00000, as the vectors do. */
    static int[] canonicalBits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }
}

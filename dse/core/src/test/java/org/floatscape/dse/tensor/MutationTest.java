package org.floatscape.dse.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged file is either still one by the rules, or refused: never another exception, never bytes that are not there. */
class MutationTest {

    private static final String SAFETENSORS = """
        {"__metadata__":{"format":"pt"},"layer.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
        "layer.bias":{"dtype":"BF16","shape":[3],"data_offsets":[24,30]}}\
        """;
    private static final String NPY = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }      \n";

    /** What a damaged byte likely becomes: what headers are made of. */
    private static final byte[] LIKELY =
            "{}[]():,'\"\\0123456789-eFB<>\n \0TrueFals".getBytes(StandardCharsets.US_ASCII);

    private static final int MUTANTS_PER_SEED = 300;

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDamagedSafetensorsFileIsReadByTheRulesOrRefused(long seed) throws IOException {
        mutate(seed, "w.safetensors", Bytes.safetensors(SAFETENSORS, 30));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDamagedNpyFileIsReadByTheRulesOrRefused(long seed) throws IOException {
        mutate(seed, "w.npy", Bytes.npy(NPY, 24));
    }

    private void mutate(long seed, String name, byte[] good) throws IOException {
        var random = new SplittableRandom(seed);
        int refused = 0;
        for (int mutant = 0; mutant < MUTANTS_PER_SEED; mutant++) {
            byte[] bytes = good;
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                bytes = damaged(bytes, random);
            }
            byte[] file = bytes;
            try {
                Bytes.mapped(folder, name, file, read -> {
                    long dataBytes = read.tensors().stream()
                            .mapToLong(tensor -> tensor.data().byteSize())
                            .sum();
                    assertThat(dataBytes).isLessThan(file.length);
                    return read;
                });
            } catch (TensorFileException e) {
                assertThat(e).hasMessageStartingWith(folder.resolve(name) + ": ");
                assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(1000);
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTANTS_PER_SEED / 3, MUTANTS_PER_SEED - 1);
    }

    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(bytes.length);
        byte[] result = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> result[at] = (byte) random.nextInt();
            case 1 -> result[at] = LIKELY[random.nextInt(LIKELY.length)];
            case 2 -> result[at] ^= (byte) (1 << random.nextInt(8));
            case 3 -> result = Arrays.copyOf(bytes, Math.max(1, at));
            case 4 -> result = spliced(bytes, at, new byte[] {LIKELY[random.nextInt(LIKELY.length)]}, at);
            default -> result = spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at), at);
        }
        return result;
    }

    private static byte[] spliced(byte[] bytes, int head, byte[] middle, int tail) {
        byte[] result = Arrays.copyOf(bytes, head + middle.length + bytes.length - tail);
        System.arraycopy(middle, 0, result, head, middle.length);
        System.arraycopy(bytes, tail, result, head + middle.length, bytes.length - tail);
        return result;
    }
}

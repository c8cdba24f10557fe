package org.floatscape.dse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsReaderTest {

    private static final String GOOD = """
        {"__metadata__": {"format": "pt"},
         "b": {"dtype": "BF16", "shape": [2, 3], "data_offsets": [16, 28]},
         "a": {"data_offsets": [0, 16], "dtype": "F32", "shape": [4]},
         "empty": {"dtype": "I64", "shape": [0, 9], "data_offsets": [28, 28]}}\
        """;

    @TempDir
    Path folder;

    @Test
    void tensorsComeInTheOrderOfTheirDataWithTheMetadata() throws IOException {
        Bytes.mapped(folder, "w.safetensors", Bytes.safetensors(GOOD, 28), file -> {
            assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(file.tensors()).extracting(StoredTensor::name).containsExactly("a", "b", "empty");
            assertThat(file.tensors().get(1).header().type()).isEqualTo(StoredType.BF16);
            assertThat(file.tensors().get(1).data().byteSize()).isEqualTo(12);
            return file;
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 32]}} | tensor \"a\": data_offsets"
                        + " [0, 32] reaches beyond the data",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [16, 0]}} | must not be negative, nor"
                        + " begin after its end",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [-16, 0]}} | must not be negative",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 16]}} | spans 16 bytes, shape [3]"
                        + " of F32 needs 12",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}} | 8 bytes at the end belong"
                        + " to no tensor",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [8, 16]}} | leaves a hole",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 12]}, \"b\": {\"dtype\": \"F32\","
                    + " \"shape\": [2], \"data_offsets\": [8, 16]}} | tensor \"b\": data_offsets [8, 16] overlaps the"
                    + " tensor before it",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}, \"a\": {\"dtype\": \"F32\","
                        + " \"shape\": [4], \"data_offsets\": [0, 16]}} | Duplicate",
                "{\"a\": {\"dtype\": \"F32\", \"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}} |"
                        + " Duplicate",
                "{\"a\": {\"dtype\": \"F33\", \"shape\": [4], \"data_offsets\": [0, 16]}} | dtype \"F33\" is not known",
                "{\"a\": {\"dtype\": \"F4\", \"shape\": [3], \"data_offsets\": [0, 16]}} | does not fill whole bytes",
                "{\"a\": {\"dtype\": 4, \"shape\": [4], \"data_offsets\": [0, 16]}} | expected a dtype in quotes",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4.0], \"data_offsets\": [0, 16]}} | expected whole numbers"
                        + " in [] as shape",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [-4], \"data_offsets\": [0, 16]}} | no dimension may be"
                        + " negative",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [9223372036854775807, 3], \"data_offsets\": [0, 16]}} | 2^63"
                        + " bits or more",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [92233720368547758070], \"data_offsets\": [0, 16]}} | not the"
                        + " JSON it must be",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16, 16]}} | two data_offsets",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4]}} | two data_offsets",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16], \"x\": 1}} | the key \"x\" is"
                        + " not one of",
                "{\"a\": [[[[[[[[[[]]]]]]]]]]} | tensor \"a\": at character",
                "{\"__metadata__\": {\"a\": {}}} | expected a text under __metadata__",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}} {} | more follows",
                "{\"a\": {\"dtype\": \"F32\" | not the JSON it must be",
                "[1] | does not start with \"{\"",
                "{} | 16 bytes at the end belong to no tensor",
            })
    void aHeaderThatBreaksARuleIsRefusedWithTheRule(String header, String rule) {
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", Bytes.safetensors(header, 16), file -> file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageStartingWith(folder.resolve("w.safetensors") + ": ")
                .hasMessageContaining(rule);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = Bytes.safetensors(GOOD, 28);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", cut, file -> file))
                    .as("%d bytes", length)
                    .isInstanceOf(TensorFileException.class);
        }
    }

    @Test
    void absurdHeaderLengthsAreRefused() {
        byte[] tooLong = Bytes.safetensors(GOOD, 28);
        tooLong[3] = 0x7f;
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", tooLong, file -> file))
                .hasMessageContaining("more than the 100000000 that the format allows");
        byte[] negative = Bytes.safetensors(GOOD, 28);
        negative[7] = (byte) 0x80;
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", negative, file -> file))
                .hasMessageContaining("the header says it has 9223372036854776");
    }

    /** Ten million brackets: read token by token, so that the first one out of place is the last one read. */
    @Test
    void deepJsonIsRefusedAtItsFirstBracket() {
        String deep = "{\"a\": " + "[".repeat(10_000_000);
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", Bytes.safetensors(deep, 0), file -> file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("tensor \"a\": at character 6 of the header expected an object");
    }

    @Test
    void aNumberOfThousandsOfDigitsIsRefused() {
        String header =
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [" + "9".repeat(2000) + "], \"data_offsets\": [0, 16]}}";
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", Bytes.safetensors(header, 16), file -> file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("the header is not the JSON it must be: ");
    }

    @Test
    void aNameMayBeLong() throws IOException {
        String name = "a".repeat(60_000);
        String header = "{\"" + name + "\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}}";
        String read = Bytes.mapped(
                folder,
                "w.safetensors",
                Bytes.safetensors(header, 16),
                file -> file.tensors().getFirst().header().name());
        assertThat(read).isEqualTo(name);
    }

    @Test
    void aNameCannotReachTheTerminalAsControl() {
        String header = "{\"a\\u001b[2J\\u202e\": {}}";
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", Bytes.safetensors(header, 0), file -> file))
                .hasMessageContaining("tensor \"a?[2J?\"");
    }

    @Test
    void aFileWithoutTensorsIsRefused() {
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.safetensors", Bytes.safetensors("{}", 0), file -> file))
                .hasMessageContaining("the file holds no tensor");
    }
}

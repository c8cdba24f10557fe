package org.floatscape.dse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFileWriterTest {

    @TempDir
    Path folder;

    @Test
    void safetensorsReadBackAsWrittenWithEveryTensorAligned() throws IOException {
        var headers = new ArrayList<TensorHeader>();
        for (StoredType type : StoredType.values()) {
            headers.add(new TensorHeader("of \"" + type + "\" ü", type, List.of(3L, 8L)));
            headers.add(new TensorHeader(type + " none", type, List.of(0L)));
        }
        Path file = write("w.safetensors", headers, Map.of("key", "a\n\"value\""));
        try (Arena arena = Arena.ofConfined()) {
            var read = TensorFile.map(file, arena);
            assertThat(read.metadata()).isEqualTo(Map.of("key", "a\n\"value\""));
            assertThat(read.tensors()).extracting(StoredTensor::header).containsExactlyInAnyOrderElementsOf(headers);
            for (StoredTensor tensor : read.tensors()) {
                assertThat(tensor.data().address()
                                % Math.max(1, tensor.header().type().bits() / 8))
                        .isZero();
                assertHolds(tensor, headers.indexOf(tensor.header()));
            }
        }
    }

    /** There it would be read as the texts of the file. */
    @Test
    void aTensorNamedAsTheMetadataIsRefused() {
        var header = new TensorHeader("__metadata__", StoredType.F32, List.of(2L));
        assertThatThrownBy(() -> write("w.safetensors", List.of(header), Map.of()))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("cannot be called __metadata__");
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16"})
    void npyReadsBackAsWrittenAtAMultipleOf64Bytes(StoredType type) throws IOException {
        for (List<Long> shape : List.of(List.<Long>of(), List.of(5L), List.of(2L, 3L), List.of(4L, 1L, 2L))) {
            var header = new TensorHeader("w", type, shape);
            Path file = write("w.npy", List.of(header), Map.of());
            assertThat((Files.size(file) - header.nBytes()) % 64).isZero();
            try (Arena arena = Arena.ofConfined()) {
                StoredTensor read = TensorFile.map(file, arena).tensors().getFirst();
                assertThat(read.header()).isEqualTo(header);
                assertHolds(read, 0);
            }
        }
    }

    @Test
    void npyHeadersAreAsNumpySpellsThem() throws IOException {
        assertThat(new String(
                        NpyWriter.header(new TensorHeader("w", StoredType.U8, List.of(5L))),
                        StandardCharsets.ISO_8859_1))
                .hasSize(128)
                .contains("{'descr': '|u1', 'fortran_order': False, 'shape': (5,), } ")
                .endsWith(" \n");
        assertThat(new String(
                        NpyWriter.header(new TensorHeader("w", StoredType.F32, List.of(5L, 6L))),
                        StandardCharsets.ISO_8859_1))
                .contains("'shape': (5, 6), }");
    }

    private Path write(String name, List<TensorHeader> headers, Map<String, String> metadata) throws IOException {
        Path file = folder.resolve(name);
        try (Arena arena = Arena.ofConfined();
                var staging = new Staging()) {
            var tensors = TensorFileWriter.create(staging.target(file, headers.size()), headers, metadata, arena);
            assertThat(tensors).extracting(StoredTensor::header).isEqualTo(headers);
            for (int t = 0; t < tensors.size(); t++) {
                for (long i = 0; i < tensors.get(t).data().byteSize(); i++) {
                    tensors.get(t).data().set(ValueLayout.JAVA_BYTE, i, (byte) (t * 31L + i));
                }
            }
            staging.commit();
        }
        return file;
    }

    private static void assertHolds(StoredTensor tensor, int t) {
        for (long i = 0; i < tensor.data().byteSize(); i++) {
            assertThat(tensor.data().get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) (t * 31L + i));
        }
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        try (Arena arena = Arena.ofConfined();
                var staging = new Staging()) {
            var header = new TensorHeader("w", StoredType.F32, List.of(2L));
            TensorFileWriter.create(staging.target(folder.resolve("w.npy"), 1), List.of(header), Map.of(), arena);
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "w.bin, 1, must end in .npy or .safetensors",
        "w.npy, 2, an .npy file holds one tensor",
        "none/w.npy, 1, does not exist",
    })
    void aTargetThatCannotBeIsRefused(String name, int nTensors, String rule) throws IOException {
        try (var staging = new Staging()) {
            assertThatThrownBy(() -> staging.target(folder.resolve(name), nTensors))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(rule);
        }
    }
}

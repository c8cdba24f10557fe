package org.floatscape.dse.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyReaderTest {

    private static final String GOOD = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }     | 24 | F32 | 2 x 3",
                "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}       | 24 | F32 | 2 x 3",
                "{\"descr\":\"<f2\",\"fortran_order\":False,\"shape\":(5,)}      | 10 | F16 | 5",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (), }         | 4  | F32 | scalar",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (3,), }        | 12 | F32 | 3",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (1,2,3,), }   | 12 | F16 | 1 x 2 x 3",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 7), }     | 0  | F32 | 0 x 7",
            })
    void everySpellingOfAHeaderIsRead(String header, int dataBytes, StoredType type, String shape) throws IOException {
        var tensor = Bytes.mapped(
                folder,
                "w.npy",
                Bytes.npy(header, dataBytes),
                file -> file.tensors().getFirst().header());
        assertThat(tensor.name()).isEqualTo("w");
        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.shapeText()).isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }  | 24 | big endian; save"
                        + " array.astype(\"<f4\")",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }  | 48 | type <f8 are not supported",
                "{'descr': '<V2', 'fortran_order': False, 'shape': (2, 3), }  | 12 | no name for bfloat16",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), } | 24 | records of several fields",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }   | 24 | numpy.ascontiguousarray",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), }      | 24 | expected True or False",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), } | 24 | expected the length of a"
                        + " dimension",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6), }     | 24 | one dimension is written (3,)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': [6], }     | 24 | expected '('",
                "{'descr': '<f4', 'fortran_order': False, }                   | 24 | the key \"shape\" is missing",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,), } | 24 | occurs twice",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}  | 24 | not one of descr",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), } {} | 24 | expected the end of the header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,        | 24 | expected",
                "['descr']                                                    | 24 | expected '{'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }    | 24 | needs 28 bytes of data, the file"
                        + " has 24: it is truncated",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }    | 24 | not one array alone",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 9999999999), } | 24 | 2^63"
                        + " bits or more",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } | 24 | a dimension of"
                        + " 99999999999999999999",
            })
    void aHeaderThatBreaksARuleIsRefusedWithTheRule(String header, int dataBytes, String rule) {
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.npy", Bytes.npy(header, dataBytes), file -> file))
                .isInstanceOf(TensorFileException.class)
                .hasMessageStartingWith(folder.resolve("w.npy") + ": ")
                .hasMessageContaining(rule);
    }

    /** Every file cut short, at every length. */
    @Test
    void everyTruncationIsRefused() {
        byte[] whole = Bytes.npy(GOOD, 24);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Bytes.mapped(folder, "w.npy", cut, file -> file))
                    .as("%d bytes", length)
                    .isInstanceOf(TensorFileException.class);
        }
    }

    @Test
    void anUnknownVersionAndAnAbsurdHeaderLengthAreRefused() {
        byte[] version = Bytes.npy(GOOD, 24);
        version[6] = 4;
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.npy", version, file -> file))
                .hasMessageContaining("version 4.0 is not known");
        byte[] absurd = Bytes.npy(GOOD, 24);
        absurd[6] = 2;
        Arrays.fill(absurd, 8, 12, (byte) 0xff);
        assertThatThrownBy(() -> Bytes.mapped(folder, "w.npy", absurd, file -> file))
                .hasMessageContaining("the header says it has 4294967295 bytes");
    }

    @Test
    void versionTwoIsRead() throws IOException {
        byte[] one = Bytes.npy(GOOD, 24);
        byte[] two = new byte[one.length + 2];
        System.arraycopy(one, 0, two, 0, 10);
        System.arraycopy(one, 10, two, 12, one.length - 10);
        two[6] = 2;
        TensorHeader header = Bytes.mapped(
                folder, "w.npy", two, file -> file.tensors().getFirst().header());
        assertThat(header.shape()).isEqualTo(List.of(2L, 3L));
    }
}

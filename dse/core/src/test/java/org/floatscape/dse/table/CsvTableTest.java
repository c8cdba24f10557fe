package org.floatscape.dse.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {

    private static final CsvTable RUNS =
            CsvTable.parse("runs.csv", "params,tokens,note\n1e9,2.5E+10,\"a, b\"\n\n7,.5,\n");

    @Test
    void columnsReadAsNumbersAndAsText() {
        assertThat(RUNS.columns()).containsExactly("params", "tokens", "note");
        assertThat(RUNS.numbers("params")).containsExactly(1e9, 7);
        assertThat(RUNS.positiveNumbers("tokens")).containsExactly(2.5e10, 0.5);
        assertThat(RUNS.texts("note")).containsExactly("a, b", "");
    }

    @Test
    void linesAreThoseOfTheFile() {
        assertThat(RUNS.rows()).extracting(CsvTable.Row::line).containsExactly(2L, 4L);
        assertThat(RUNS.error(1, "tokens", "too few")).hasMessage("runs.csv:4: column tokens: too few");
    }

    @Test
    void windowsLineEndsAndByteOrderMarkAreTaken() {
        var table = CsvTable.parse("w.csv", "\uFEFFa, b\r\n1,2\r\n");
        assertThat(table.columns()).containsExactly("a", "b");
        assertThat(table.numbers("b")).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x          | r.csv:2: column a: \"x\" is not a finite number",
                "NaN        | r.csv:2: column a: \"NaN\" is not a finite number",
                "Infinity   | r.csv:2: column a: \"Infinity\" is not a finite number",
                "0x1p3      | r.csv:2: column a: \"0x1p3\" is not a finite number",
                "1d         | r.csv:2: column a: \"1d\" is not a finite number",
                "\"1,5\"    | r.csv:2: column a: \"1,5\" is not a finite number; write decimals with a point",
                "1e999      | r.csv:2: column a: 1e999 is too large for a number",
                "''         | r.csv:2: column a: the cell is empty; a number is needed",
                "1,5        | r.csv:2: 3 cells where the header names 2 columns; write decimals with a point, and put"
                        + " a text that holds a comma in double quotes",
            })
    void aBadCellIsNamedByFileLineAndColumn(String cell, String message) {
        assertThatThrownBy(
                        () -> CsvTable.parse("r.csv", "a,b\n" + cell + ",2\n").numbers("a"))
                .isInstanceOf(TableException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "-0.0"})
    void aNumberThatMustBePositiveIs(String cell) {
        assertThatThrownBy(() -> CsvTable.parse("r.csv", "loss\n" + cell + "\n").positiveNumbers("loss"))
                .hasMessage("r.csv:2: column loss: %s must be greater than 0", cell);
    }

    @Test
    void aBadHeaderIsAnErrorOfLineOne() {
        assertThatThrownBy(() -> CsvTable.parse("r.csv", "a,b,a\n1,2,3\n"))
                .hasMessage("r.csv:1: column a: the header names it twice");
        assertThatThrownBy(() -> CsvTable.parse("r.csv", "a,,b\n")).hasMessage("r.csv:1: column 2 has no name");
        assertThatThrownBy(() -> CsvTable.parse("r.csv", "a;b\n1,5;2\n"))
                .hasMessage("r.csv:1: columns must be separated by commas, and decimals written with a point");
        assertThatThrownBy(() -> CsvTable.parse("r.csv", ""))
                .hasMessage("r.csv:1: the table is empty; its first line must name the columns");
        assertThatThrownBy(() -> RUNS.numbers("loss"))
                .hasMessage("runs.csv:1: column loss: missing; the header names params, tokens, note");
    }

    @Test
    void shortRowsAndOpenQuotesAreErrors() {
        assertThatThrownBy(() -> CsvTable.parse("r.csv", "a,b\n1,2\n3\n"))
                .hasMessage("r.csv:3: 1 cells where the header names 2 columns");
        assertThatThrownBy(() -> CsvTable.parse("r.csv", "a,b\n1,2\n3,\"open\n"))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("r.csv:3: not readable as CSV from here on: ");
    }

    @Test
    void otherColumnsPassThroughUnchanged() {
        var wider = RUNS.with("loss_nats", List.of(CsvTable.text(2.5), CsvTable.text(Double.POSITIVE_INFINITY)));
        assertThat(wider.toCsv()).isEqualTo("params,tokens,note,loss_nats\n1e9,2.5E+10,\"a, b\",2.5\n7,.5,,inf\n");
    }

    @Test
    void anAddedColumnMustBeNewAndFull() {
        assertThatThrownBy(() -> RUNS.with("note", List.of("", "")))
                .hasMessage("runs.csv:1: column note: already there, and this command writes it; rename yours");
        assertThatIllegalArgumentException().isThrownBy(() -> RUNS.with("loss_nats", List.of("1")));
    }

    @Test
    void filesAreReadAsUtf8(@TempDir Path folder) throws IOException {
        var good = Files.writeString(folder.resolve("good.csv"), "größe\n3\n");
        assertThat(CsvTable.read(good).numbers("größe")).containsExactly(3);
        var bad = Files.write(folder.resolve("bad.csv"), new byte[] {'a', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> CsvTable.read(bad)).hasMessageEndingWith(":1: the file is not UTF-8 text");
    }
}

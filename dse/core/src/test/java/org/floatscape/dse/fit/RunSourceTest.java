package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.table.TableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSourceTest {

    private static final List<String> CHINCHILLA = List.of("chinchilla");

    private static final CsvTable CSV = CsvTable.parse("runs.csv", """
        N,D,loss,lr,kind
        1e8,2e9,3.5,0.001,a
        1e8,2e9,3.4,0.002,b
        1e8,4e9,3.3,0.001,a
        2e8,4e9,3.1,0.001,x/y
        2e8,8e9,nan,0.1,broken
        """);

    private static RunSource source(List<Condition> where, List<String> bestPer, int drop) {
        return new RunSource(Map.of("params", "N", "tokens", "D"), where, bestPer, drop);
    }

    private static List<Condition> where(String... conditions) {
        return List.of(conditions).stream().map(Condition::parse).toList();
    }

    @Test
    void filtersApplyInOrderAndAreSaid() {
        var source = source(where("kind!=broken", "lr<=0.01"), List.of("N", "tokens"), 1);
        assertThat(source.read(CSV, CHINCHILLA).number("loss")).containsExactly(3.3, 3.1);
        assertThat(source.filters())
                .containsExactly("where kind!=broken", "where lr<=0.01", "best per N, tokens", "drop top loss 1");
    }

    @ParameterizedTest
    @CsvSource({"lr=1e-3,3", "lr!=0.001,1", "lr>0.001,1", "lr>=0.001,4", "lr<0.001,0", "kind=x/y,1", "N=100000000,3"})
    void conditionsCompareNumbersAsNumbers(String condition, int rows) {
        var source = source(where("kind!=broken", condition), List.of(), 0);
        if (rows == 0) {
            assertThatThrownBy(() -> source.read(CSV, CHINCHILLA))
                    .hasMessage("runs.csv: no run is left of 5 after where kind!=broken; where " + condition
                            + "; loosen these");
        } else {
            assertThat(source.read(CSV, CHINCHILLA).rows()).isEqualTo(rows);
        }
    }

    @Test
    void tokensFollowFromCompute() {
        var csv = CsvTable.parse("c.csv", "params,flops,loss\n1e9,6e19,2.5\n");
        assertThat(RunSource.plain().read(csv, CHINCHILLA).number("tokens")).containsExactly(1e10);
    }

    @Test
    void columnsJoinIntoOneClass() {
        var csv = CsvTable.parse("c.csv", "params,tokens,loss,w,a\n1,1,1,4,16\n1,1,1,16,16\n");
        var source = new RunSource(Map.of("format", "w+a"), List.of(), List.of(), 0);
        assertThat(source.read(csv, List.of("efficiency")).label("format")).containsExactly("4/16", "16/16");
    }

    @Test
    void aBadCellIsNamedByLineAndColumn() {
        assertThatThrownBy(() -> source(List.of(), List.of(), 0).read(CSV, CHINCHILLA))
                .isInstanceOf(TableException.class)
                .hasMessage("runs.csv:6: column loss: \"nan\" is not a finite number");
        assertThatThrownBy(() -> source(where("kind>1"), List.of(), 0).read(CSV, CHINCHILLA))
                .hasMessage("runs.csv:2: column kind: \"a\" is not a number, and kind>1 compares it with one");
        assertThatThrownBy(() -> RunSource.plain().read(CSV, CHINCHILLA))
                .hasMessageStartingWith("runs.csv:1: column params: missing; the header names N, D, loss, lr, kind");
        var negative = CsvTable.parse("c.csv", "params,tokens,loss\n1e9,-1,2\n");
        assertThatThrownBy(() -> RunSource.plain().read(negative, CHINCHILLA))
                .hasMessage("c.csv:2: column tokens: -1 must be greater than 0");
        var block =
                CsvTable.parse("c.csv", "params,tokens,loss,exponent_bits,mantissa_bits,block_size\n1e9,1,2,4,3,0.5\n");
        assertThatThrownBy(() -> RunSource.plain().read(block, List.of("capybara")))
                .hasMessage("c.csv:2: column block_size: 0.5 must be at least 1.0");
    }

    @Test
    void aBadRequestIsNamed() {
        assertThatThrownBy(() -> new RunSource(Map.of("parms", "N"), List.of(), List.of(), 0))
                .isInstanceOf(FitException.class)
                .hasMessageStartingWith("map parms: no law takes it; maybe params. All: params, tokens, loss, ");
        assertThatThrownBy(() -> Condition.parse("loss"))
                .hasMessage("condition (loss): must be COLUMN, one of = != < <= > >=, and a value, such as lr<=0.002");
        assertThatThrownBy(() -> source(List.of(), List.of(), -1)).hasMessage("drop-top-loss (-1): must be 0 or more");
    }

    /** An optional column that is named must be there: without it the fit would be another one. */
    @ParameterizedTest
    @CsvSource({"forward=nope,nope", "forward=kind+nope,nope", "ptq_bits=nope,nope", "flops=nope,nope"})
    void aMappedColumnMustBeThere(String map, String missing) {
        var entry = map.split("=");
        var source = new RunSource(Map.of("params", "N", "tokens", "D", entry[0], entry[1]), List.of(), List.of(), 0);
        assertThatThrownBy(() -> source.read(CSV, CHINCHILLA)).hasMessageContaining("column %s: missing", missing);
    }

    @Test
    void theBestOfDegradationsIsTheLeast() {
        var csv = CsvTable.parse(
                "q.csv", "params,tokens,bits,delta_loss\n1e9,1e10,4,0.2\n1e9,1e10,4,0.1\n2e9,1e10,4,0.3\n");
        var source = new RunSource(Map.of(), List.of(), List.of("params"), 0);
        assertThat(source.read(csv, List.of("qid")).number("delta_loss")).containsExactly(0.1, 0.3);
    }
}

package org.floatscape.dse.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.floatscape.dse.input.InputException;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadInputTest {

    /** As in the released configuration of Qwen3-0.6B, whose heads are wider than hidden / heads. */
    private static final String CONFIG = """
        {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "hidden_size": 1024, "head_dim": 128,
         "intermediate_size": 3072, "num_attention_heads": 16, "num_hidden_layers": 28,
         "num_key_value_heads": 8, "vocab_size": 151936, "rope_scaling": null}
        """;

    @Test
    void aConfigGivesTheShape() {
        assertThat(ModelConfig.parse("config.json", CONFIG))
                .isEqualTo(new ModelShape(28, 1024, 3072, 16, 8, 128, 151936));
    }

    @Test
    void headsThatAConfigLeavesOutAreTheUsualOnes() {
        String config = CONFIG.replace("\"head_dim\": 128,", "").replace("\"num_key_value_heads\": 8,", "");
        assertThat(ModelConfig.parse("config.json", config))
                .isEqualTo(new ModelShape(28, 1024, 3072, 16, 16, 64, 151936));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hidden_size\"|\"hiden_size\"|config.json: key hidden_size is missing. Maybe hiden_size?",
                "1024|0|config.json: key hidden_size (0): must be a whole number, 1 to 1048576",
                "1024|10.5|config.json: key hidden_size (10.5): must be a whole number",
                "1024|\"wide\"|config.json: key hidden_size (\"wide\"): must be a whole number",
                "qwen3\",|gpt2\",|config.json: key model_type (gpt2): must be one of gemma, granite, llama",
                "heads\": 8|heads\": 7|config.json: key num_key_value_heads (7): must divide num_attention_heads (16)",
                "null}|null, \"num_local_experts\": 8}|config.json: key num_local_experts (8): must be missing or at"
                        + " most 1:",
                "null}|null, \"hidden_size\": 8192}|config.json:3: not valid JSON: Duplicate Object property",
                "null}|nul}|config.json:3: not valid JSON"
            })
    void aWrongConfigIsRefusedWithItsKey(String is, String becomes, String message) {
        String config = CONFIG.replace(is, becomes);
        assertThatThrownBy(() -> ModelConfig.parse("config.json", config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aConfigThatIsCutShortIsNotExplainedByItsParser() {
        assertThatThrownBy(() -> ModelConfig.parse("config.json", "{\n"))
                .hasMessage("config.json:2: not valid JSON: Unexpected end-of-input: expected close marker for Object");
        assertThatThrownBy(() -> ModelConfig.parse("config.json", "[".repeat(1000)))
                .hasMessage("config.json:1: not valid JSON: Document nesting depth (501) exceeds the maximum allowed"
                        + " (500)");
    }

    @Test
    void rowsOfATableAreProductsAndTrainingAddsTheirGradients() {
        var table = CsvTable.parse("gemms.csv", "name,m,n,k,count\na,2,3,4,5\n");
        assertThat(GemmTable.of(table, Phase.PREFILL).gemms())
                .containsExactly(Gemm.of("a", 2, 3, 4, 5).storing(Matrix.B));
        assertThat(GemmTable.of(table, Phase.TRAINING).gemms())
                .containsExactly(Gemm.of("a", 2, 3, 4, 5), Gemm.of("a dX", 2, 4, 3, 5), Gemm.of("a dW", 4, 3, 2, 5));
    }

    @Test
    void withoutACountEachRowIsDoneOnce() {
        assertThat(GemmTable.of(CsvTable.parse("gemms.csv", "name,m,n,k\na,2,3,4\n"), Phase.DECODE)
                        .macs())
                .isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,m,n,k;a,2,3,0|gemms.csv:2: column k: 0 must be a whole number, 1 to 2147483648",
                "name,m,n,k;a,2.5,3,1|gemms.csv:2: column m: 2.5 must be a whole number",
                "name,m,n;a,2,3|gemms.csv:1: column k: missing",
                "name,m,n,k;a,2,x,1|gemms.csv:2: column n: \"x\" is not a finite number",
                "name,m,n,k;\"a;b\",2,3,1|gemms.csv:2: column name: must be one line of text",
                "name,m,n,k|gemms.csv: the table has no rows"
            })
    void aWrongTableIsRefusedWithItsCell(String text, String message) {
        var table = CsvTable.parse("gemms.csv", text.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> GemmTable.of(table, Phase.PREFILL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}

package org.floatscape.dse.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyReaderTest {

    @TempDir
    private Path folder;

    private Study read(String yaml, String... sets) throws IOException {
        return StudyReader.read(Files.writeString(folder.resolve("study.yaml"), yaml), List.of(sets));
    }

    @Test
    void theBuiltInStudyAsksForLlama3AtAShareOfBf16() {
        Study study = StudyReader.builtIn(List.of());
        assertThat(study.model().nTokens()).isEqualTo(15e12);
        assertThat(study.budgets().get(Metric.ENERGY))
                .isEqualTo(new Budget.Relative(0.35, new NamedFormat("bf16", Format.parse("bf16"))));
        assertThat(study.objectives()).containsExactly(Metric.LOSS, Metric.ENERGY, Metric.AREA);
    }

    /** 32 layers of attention with 8 key-value heads of size 128, and gated feed-forward: 6.98 G weights. */
    @Test
    void presetsCountTheWeightsOfTheirMatrices() {
        assertThat(StudyReader.builtIn(List.of()).model().nParams()).isEqualTo(6_979_321_856.0);
    }

    @Test
    void whatAStudyLeavesOutComesFromTheBuiltInOne() throws IOException {
        Study study = read("model: {params: 1e9, tokens: 100e9}\nhardware: {node_nm: 16}\n");
        assertThat(study.title()).isEqualTo("study.yaml");
        assertThat(study.model().nParams()).isEqualTo(1e9);
        assertThat(study.model().nTokens()).isEqualTo(1e11);
        assertThat(study.hardware().nodeNm()).isEqualTo(16);
        assertThat(study.hardware().scaledMac())
                .isEqualTo(StudyReader.builtIn(List.of()).hardware().scaledMac());
        assertThat(study.budgets()).isEmpty();
    }

    @Test
    void aWrittenStudyReadsBackTheSame() throws IOException {
        Study study = StudyReader.builtIn(List.of("model.tokens=1e12", "budgets.loss=1.01 x bf16"));
        Study again = read(StudyReader.toYaml(study));
        assertThat(StudyReader.toYaml(again)).isEqualTo(StudyReader.toYaml(study));
        assertThat(again.space()).isEqualTo(study.space());
        assertThat(again.budgets()).isEqualTo(study.budgets());
    }

    @Test
    void everyKeyCanBeSetOnTheCommandLine() throws IOException {
        Study study = read(
                "model: {preset: llama-3-8b}\n",
                "model.tokens=1e12",
                "space.bits=[4, 6..8]",
                "hardware.operands_from={hbm: 0.5}",
                "budgets.energy=2 pJ");
        assertThat(study.model().nTokens()).isEqualTo(1e12);
        assertThat(study.space().bits().values()).containsExactly(4, 6, 7, 8);
        assertThat(study.hardware().operandsFrom().shares()).isEqualTo(Map.of("hbm", 0.5));
        assertThat(study.budgets()).containsEntry(Metric.ENERGY, new Budget.Absolute(2, "pJ"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "space: {bitz: 4} | :2: space.bitz: unknown key. Maybe bits (known here: bits, block_sizes,"
                        + " exponent_bits, mantissa_bits, scale_formats)",
                "budget: {energy: 2 pJ} | :2: budget: unknown key. Maybe budgets (known here: budgets, compare,"
                        + " hardware, law, model, objectives, space, title)",
                "hardware: {node_nm: seven} | :2: hardware.node_nm (seven): must be a number",
                "hardware: {unscaled_mac: {architecture: fp_add, lanes: 1, accumulator: fp32}} | :2:"
                    + " hardware.unscaled_mac.architecture (fp_add): must multiply and accumulate floats, as fp_fma,"
                    + " fp_fma_recoded, fp_fma_direct, fp_mac_unfused, fp_mac_fused, fp_sdotp2, dot_exact, dot_block"
                    + " do; integers without a scale get an int_mac in any case",
                "hardware: {unscaled_mac: {architecture: int_mac, lanes: 1, accumulator: fp32}} | :2:"
                    + " hardware.unscaled_mac.architecture (int_mac): must multiply and accumulate floats, as fp_fma,"
                    + " fp_fma_recoded, fp_fma_direct, fp_mac_unfused, fp_mac_fused, fp_sdotp2, dot_exact, dot_block"
                    + " do; integers without a scale get an int_mac in any case",
                "hardware: {scaled_mac: {architecture: dot_block, lanes: 16, accumulator: int32}} | :2:"
                        + " hardware.scaled_mac.accumulator (int32): must be a float, such as fp32",
                "hardware: {scaled_mac: {architecture: dot_block, lanes: 2.5, accumulator: fp32}} | :2:"
                        + " hardware.scaled_mac.lanes (2.5): must be a whole number",
                "space: {bits: 9..4} | :2: space.bits (9..4): the range must not run backwards. Maybe 4..9",
                "space: {bits: 40} | :2: space.bits (40): must lie within 2..19",
                "space: {block_sizes: [16, chanel]} | :2: space.block_sizes (chanel): must be a block size such as 32,"
                        + " or channel",
                "budgets: {energy: 2 nats} | :2: budgets.energy (2 nats): the unit must be pJ",
                "budgets: {energie: 2 pJ} | :2: budgets (energie): must be one of loss, energy, area, delay, storage."
                        + " Maybe energy",
                "budgets: {energy: lots} | :2: budgets.energy (lots): must be a positive number and a unit, such as"
                        + " 1.2 pJ, or a share of a format, such as 0.35 x bf16",
                "objectives: [los] | :2: objectives (los): must be one of loss, energy, area, delay, storage. Maybe"
                        + " loss",
                "objectives: loss | :2: objectives (loss): must be a list, such as [a, b]",
                "compare: [mxfp5] | :2: compare format \"mxfp5\": at position 1 (\"mxfp5\") expected an element such"
                        + " as e4m3fn, int8, binary8p4se or an alias such as mxfp4. Nearest known name: mxfp8",
                "law: {a: b} | :2: law ({\"a\":\"b\"}): must be one plain value",
                "budgets: {energy: {a: 1}} | :2: budgets.energy ({\"a\":1}): must be one plain value",
                "budgets: {energy: [1 pJ]} | :2: budgets.energy ([\"1 pJ\"]): must be one plain value",
                "compare: [[mxfp4]] | :2: compare ([\"mxfp4\"]): must be one plain value",
                "law: [[capybara]] | :2: law ([\"capybara\"]): must be one plain value",
                "compare: [null] | :2: compare ([null]): must hold no empty value",
                "hardware: {operands_from: {hbm: 1.5}} | :2: hardware.operands_from.hbm (1.5): must be a share, 0 to 1",
            })
    void aBadStudyIsOneErrorWithPlaceKeyValueAndRule(String line, String message) {
        assertThatThrownBy(() -> read("model: {preset: llama-3-8b}\n" + line + "\n"))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("study.yaml") + message);
    }

    @Test
    void aMissingModelAndABadPresetAreLocated() {
        assertThatThrownBy(() -> read("title: x\n"))
                .hasMessageEndingWith(": model (missing): needed here; floatscape explore --print-study shows one");
        assertThatThrownBy(() -> read("model:\n  preset: llama-3-9b\n"))
                .hasMessageEndingWith(
                        ":2: model.preset (llama-3-9b): must be one of llama-2-7b, llama-3-405b, llama-3-70b,"
                                + " llama-3-8b. Maybe llama-3-8b");
        assertThatThrownBy(() -> read("model: {params: -1, tokens: 1e9}\n"))
                .hasMessageEndingWith(":1: model.params (-1.0): must be a positive number");
    }

    @Test
    void brokenYamlIsLocated() {
        assertThatThrownBy(() -> read("model: {preset: llama-3-8b\nlaw: x\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("study.yaml:")
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> read("law: a\nlaw: b\n")).hasMessageContaining("study.yaml:2");
        assertThatThrownBy(() -> read("- 1\n")).hasMessageContaining("must be a mapping");
        assertThatThrownBy(() -> read("")).hasMessageContaining("must be a mapping");
    }

    @Test
    void aBadSetIsLocatedOnTheCommandLine() {
        assertThatThrownBy(() -> StudyReader.builtIn(List.of("hardware.node=7")))
                .hasMessageStartingWith("--set hardware.node=7: hardware.node: unknown key. Maybe node_nm");
        assertThatThrownBy(() -> StudyReader.builtIn(List.of("nonsense")))
                .hasMessageContaining("must be of the form key.key=value");
        assertThatThrownBy(() -> StudyReader.builtIn(List.of("law.x=1"))).hasMessageContaining("law is a value");
    }
}

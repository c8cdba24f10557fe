package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExploreCommandTest {

    private static final List<String> REPRODUCIBLE =
            List.of("report.md", "front.svg", "points.csv", "front.csv", "recommendation.json");

    private static final String SMALL = "model: {params: 1e9, tokens: 100e9}\n"
            + "space: {bits: 2..17, exponent_bits: 1..8, mantissa_bits: 0..8,"
            + " block_sizes: [16, 32, 64, 128, 256, 512, channel], scale_formats: [e8m0, fp32]}\n";

    @TempDir
    private Path folder;

    private CommandRun explore(Path output, String... more) {
        var args = new java.util.ArrayList<>(List.of("explore", "-o", output.toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args);
    }

    private static JsonNode recommendation(Path output) throws IOException {
        return new JsonMapper().readTree(Files.readString(output.resolve("recommendation.json")));
    }

    @Test
    void theBuiltInStudyRecommendsAFormatWithinItsBudgets() throws IOException {
        var run = explore(folder);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = recommendation(folder);
        assertThat(json.get("outcome").asString()).isEqualTo("optimal");
        for (JsonNode limit : json.get("limits")) {
            String key = limit.get("metric").asString() + "_"
                    + limit.get("unit").asString().toLowerCase(java.util.Locale.ROOT);
            assertThat(json.get("recommended").get(key).asDouble())
                    .isLessThanOrEqualTo(limit.get("at_most").asDouble());
        }
        assertThat(run.out()).contains("Recommended", "Named formats", "mxfp4", "Warnings", "Extrapolation");
    }

    @Test
    void nothingInTheSpaceWithinTheBudgetsLosesLess() throws IOException {
        explore(folder);
        var points = CsvTable.read(folder.resolve("points.csv"));
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.rows().size(); i++) {
            if (points.texts("within_budgets").get(i).equals("true")) {
                least = Math.min(least, points.numbers("loss_nats")[i]);
            }
        }
        assertThat(recommendation(folder).get("recommended").get("loss_nats").asDouble())
                .isEqualTo(least);
    }

    @Test
    void linesFitATerminalOf100Columns() {
        assertThat(explore(folder).out().lines().filter(line -> !line.contains(folder.toString())))
                .isNotEmpty()
                .allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model: {preset: llama-3-8b}\n", SMALL})
    void theSameStudyGivesTheSameBytes(String yaml) throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), yaml);
        assertThat(explore(folder.resolve("a"), study.toString()).exitCode()).isZero();
        assertThat(explore(folder.resolve("b"), study.toString()).exitCode()).isZero();
        for (String file : REPRODUCIBLE) {
            assertThat(folder.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
    }

    @Test
    void whatTheLawCannotSeeOfAComparedFormatIsSaid() throws IOException {
        String compare = "compare: [mxfp4, e4m3b11fn:b32:fp32, 'e4m3fn:b32:e8m0!ftz']\n";
        Path study = Files.writeString(folder.resolve("study.yaml"), SMALL + compare);
        var run = explore(folder.resolve("a"), study.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("The law sees neither a bias of their own nor flushed subnormals of e4m3b11fn:b32:fp32,"
                        + " e4m3fn:b32:e8m0!ftz.");
        Files.writeString(study, SMALL + "compare: [ue8m0]\n");
        assertThat(explore(folder.resolve("b"), study.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void anInfeasibleBudgetIsNamedWithTheBestReachable() throws IOException {
        var run = explore(folder, "--set", "budgets.energy=0.0001 pJ");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("Budget energy at most 0.0001 pJ cannot be met", "the least reachable is");
        JsonNode json = recommendation(folder);
        assertThat(json.get("outcome").asString()).isEqualTo("infeasible");
        double least = json.get("shortfalls").get(0).get("least_reachable").asDouble();
        assertThat(explore(folder, "--set", "budgets.energy=%s pJ".formatted(least * 1.001))
                        .exitCode())
                .isZero();
    }

    /** The figure is rounded for reading, but never to one that no format reaches. */
    @ParameterizedTest
    @CsvSource({"energy, pJ", "area, um2", "delay, ns"})
    void theBudgetThatIsProposedCanBeMet(String metric, String unit) {
        var run = explore(folder, "--set", "budgets.%s=0.001 %s".formatted(metric, unit));
        String said = run.out().replaceAll("\\s+", " ");
        assertThat(said).contains("the least reachable is ");
        String least = said.replaceFirst(".*the least reachable is ([0-9.]+ \\S+)\\. .*", "$1");
        assertThat(explore(folder, "--set", "budgets.%s=%s".formatted(metric, least))
                        .exitCode())
                .as(least)
                .isZero();
    }

    /** Lines of text in a figure, as boxes of what its font takes at least. */
    private static List<Rectangle2D> texts(String svg) {
        return Pattern.compile(
                        "<text x=\"(.*?)\" y=\"(.*?)\" text-anchor=\"(.*?)\" font-size=\"(\\d+)\".*?>(.*?)</text>")
                .matcher(svg)
                .results()
                .<Rectangle2D>map(text -> {
                    double size = Double.parseDouble(text.group(4));
                    double width = 0.5 * size * text.group(5).length();
                    double left = Double.parseDouble(text.group(1))
                            - Map.of("start", 0.0, "middle", width / 2, "end", width)
                                    .get(text.group(3));
                    double top = Double.parseDouble(text.group(2)) - 0.75 * size;
                    return new Rectangle2D.Double(left, top, width, 0.75 * size);
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"capybara", "[capybara, precision, qid]"})
    void labelsOfTheFigureStandClear(String laws) throws IOException {
        assertThat(explore(folder, "--set", "law=" + laws).exitCode()).isZero();
        var texts = texts(Files.readString(folder.resolve("front.svg")));
        assertThat(texts).hasSizeGreaterThan(20);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(texts.subList(i + 1, texts.size())).noneMatch(texts.get(i)::intersects);
        }
    }

    @Test
    void aBadStudyIsOneErrorAndNothingIsWritten() throws IOException {
        Path study = Files.writeString(folder.resolve("study.yaml"), "model: {preset: llama-3-8b}\nspace: {bitz: 4}\n");
        var run = explore(folder.resolve("out"), study.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + study + ":2: space.bitz: unknown key. Maybe bits");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void missingFilesAndUnknownOptionsExitWith2() {
        assertThat(explore(folder, "nowhere.yaml").err()).isEqualTo("floatscape: nowhere.yaml: no such file\n");
        assertThat(explore(folder, "--sett", "a=b").exitCode()).isEqualTo(2);
        assertThat(explore(folder, "--set", "law=capy").err())
                .startsWith("floatscape: --set law=capy: law (capy): must be a law file (.json), one of")
                .contains("Maybe capybara");
        assertThat(explore(folder, "--set", "hardware.node_nm=3").err())
                .contains("hardware.node_nm (3.0)", "5 to 180 nm");
    }

    @ParameterizedTest
    @CsvSource({
        "model.tokens=1e25, law=capybara",
        "model.tokens=1e25, law=qid",
        "model.tokens=1e16, model.params=1e3",
        "model.tokens=1e300, model.params=1e3",
        "model.tokens=1e300, law=qid"
    })
    void lossesTooLargeToSearchAreAnErrorThatNamesModelRuleAndRemedy(String tokens, String other) {
        var sets = List.of("--set", "model.params=1e9", "--set", tokens, "--set", other);
        var run = explore(folder.resolve("out"), sets.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(": law (", "nats", "or take another law");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void conversionsAreCountedByTheirShare() throws IOException {
        double usual = conversionPj("hardware.conversion.share=0.000244140625");
        double twice = conversionPj("hardware.conversion.share=0.00048828125");
        assertThat(usual).isPositive();
        assertThat(twice / usual).isCloseTo(2, within(1e-9));
        assertThat(conversionPj("hardware.conversion.share=0")).isZero();
        assertThat(explore(folder, "--set", "hardware.conversion.share=2").err())
                .contains("hardware.conversion.share (2.0): must be a share, 0 to 1");
        assertThat(explore(folder, "--set", "hardware.conversion.from=mxfp8").err())
                .contains("hardware.conversion.from (mxfp8): must be a float without a shared scale");
    }

    private double conversionPj(String setting) throws IOException {
        assertThat(explore(folder, "--set", setting).exitCode()).isZero();
        return CsvTable.read(folder.resolve("points.csv")).numbers("conversion_energy_pj")[0];
    }

    @Test
    void theSupplyVoltageMovesEnergyAndDelay() throws IOException {
        explore(folder.resolve("usual"));
        assertThat(explore(folder.resolve("low"), "--set", "hardware.voltage_v=0.55")
                        .exitCode())
                .isZero();
        var usual = CsvTable.read(folder.resolve("usual/points.csv"));
        var low = CsvTable.read(folder.resolve("low/points.csv"));
        assertThat(low.numbers("mac_energy_pj")[0]).isLessThan(usual.numbers("mac_energy_pj")[0]);
        assertThat(low.numbers("delay_ns")[0]).isGreaterThan(usual.numbers("delay_ns")[0]);
        assertThat(explore(folder, "--set", "hardware.voltage_v=2").err())
                .contains("hardware.voltage_v (2.0): supply voltage (2 V): must be 0.50 to 1.00 V at 7 nm");
    }

    @Test
    void thePrintedStudyRunsAsItself() throws IOException {
        var printed = CommandRun.of(List.of("explore", "--print-study"));
        Path study = Files.writeString(folder.resolve("study.yaml"), printed.out());
        explore(folder.resolve("a"));
        explore(folder.resolve("b"), study.toString());
        assertThat(folder.resolve("a/points.csv")).hasSameBinaryContentAs(folder.resolve("b/points.csv"));
    }
}

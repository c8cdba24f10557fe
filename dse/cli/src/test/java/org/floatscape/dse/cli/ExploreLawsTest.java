package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.floatscape.dse.law.CapybaraLaw;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Laws of the user's own, several laws, and laws that say nothing: what {@code explore} makes of them. */
class ExploreLawsTest {

    private static final String STUDY = """
        model: {params: 1e9, tokens: 100e9}
        space: {bits: 4..6, exponent_bits: 1..3, block_sizes: [16, 32, 128], scale_formats: [e8m0, fp32]}
        budgets: {energy: 0.35 x bf16}
        compare: [bf16, mxfp4, nvfp4, mxfp6_e3m2]
        """;

    @TempDir
    private Path folder;

    /** Runs of Capybara's published law with half a percent of noise; seed 7. */
    @BeforeEach
    void runs() throws IOException {
        var random = new SplittableRandom(7);
        var csv = new StringBuilder("params,tokens,exponent_bits,mantissa_bits,block_size,loss\n");
        for (double params : new double[] {41e6, 154e6, 679e6}) {
            for (double tokens : new double[] {10e9, 30e9, 100e9}) {
                for (int[] layout : new int[][] {{1, 1}, {2, 1}, {1, 2}, {2, 3}, {3, 2}, {4, 3}}) {
                    int block = 32 << random.nextInt(5);
                    double loss =
                            CapybaraLaw.SUN_2025.lossNats(params, tokens, layout[0], layout[1], CapybaraLaw.log2(block))
                                    * Math.exp(0.005 * random.nextGaussian());
                    csv.append(String.format(
                            Locale.ROOT, "%s,%s,%d,%d,%d,%s\n", params, tokens, layout[0], layout[1], block, loss));
                }
            }
        }
        Files.writeString(folder.resolve("runs.csv"), csv);
        Files.writeString(folder.resolve("study.yaml"), STUDY);
    }

    private void fit(String... more) {
        var args = new ArrayList<>(List.of("fit", folder.resolve("runs.csv").toString(), "--law", "capybara"));
        args.addAll(List.of("-o", folder.resolve("fit.json").toString()));
        args.addAll(List.of(more));
        assertThat(CommandRun.of(args).exitCode()).isZero();
    }

    private CommandRun explore(String output, String... more) {
        var args =
                new ArrayList<>(List.of("explore", folder.resolve("study.yaml").toString()));
        args.addAll(List.of("-o", folder.resolve(output).toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args);
    }

    private void law(String law) throws IOException {
        Files.writeString(folder.resolve("study.yaml"), STUDY + "law: " + law + "\n");
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve("a").resolve(name));
    }

    @Test
    void aBootstrapOfALawFileReachesEveryReport() throws IOException {
        fit("--bootstrap", "60", "--seed", "5");
        law("fit.json");
        var run = explore("a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("P(best)", "P(front)", "over 60 bootstrap samples of its constants (seed 5)");
        assertThat(run.out().lines().filter(line -> !line.contains(folder.toString())))
                .allMatch(line -> line.length() <= 100);
        assertThat(file("report.md"))
                .contains("P(best)", "60 bootstrap samples", "capybara fitted to 54 runs of runs.csv");
        assertThat(file("front.svg")).contains("P(best)", "P(front)");
        JsonNode certainty =
                new JsonMapper().readTree(file("recommendation.json")).get("certainty");
        assertThat(certainty.get("seed").asInt()).isEqualTo(5);
        assertThat(certainty.get("samples").asInt()).isEqualTo(60);
        assertThat(certainty.get("p_best").asDouble()).isBetween(0.0, 1.0);
        var points = CsvTable.read(folder.resolve("a/points.csv"));
        assertThat(Arrays.stream(points.numbers("p_best")).sum())
                .isCloseTo(certainty.get("p_feasible").asDouble(), within(1e-9));
        assertThat(Arrays.stream(points.numbers("p_front")).boxed()).allMatch(p -> p >= 0 && p <= 1);
        JsonNode manifest = new JsonMapper().readTree(file("manifest.json"));
        assertThat(manifest.get("input_sha256").has("fit.json")).isTrue();
        assertThat(manifest.get("laws").get(0).asString()).isEqualTo("fit.json");
    }

    @Test
    void whatIsNotDistinguishableIsNamed() throws IOException {
        fit("--bootstrap", "60");
        law("fit.json");
        assertThat(explore("a").exitCode()).isZero();
        var points = CsvTable.read(folder.resolve("a/points.csv"));
        JsonNode json = new JsonMapper().readTree(file("recommendation.json"));
        var named = json.get("certainty").get("not_distinguishable").findValuesAsString("format");
        for (int i = 0; i < points.rows().size(); i++) {
            boolean open = points.numbers("above_recommended_lower95_nats")[i] <= 0
                    && points.numbers("above_recommended_upper95_nats")[i] >= 0;
            String format = points.texts("format").get(i);
            boolean rival = open
                    && points.texts("within_budgets").get(i).equals("true")
                    && !format.equals(json.get("recommended").get("format").asString());
            assertThat(named.contains(format)).as(format).isEqualTo(rival);
        }
    }

    @Test
    void withoutABootstrapTheJointCovarianceIsDrawnFrom() throws IOException {
        fit();
        law("fit.json");
        assertThat(explore("a").out().replaceAll("\\s+", " "))
                .contains("over 1000 joint covariance samples of its constants (seed 1)");
        assertThat(explore("b").exitCode()).isZero();
        for (String name : List.of("report.md", "front.svg", "points.csv", "front.csv", "recommendation.json")) {
            assertThat(folder.resolve("a").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(name));
        }
    }

    /** With a standard deviation of 30 for every constant some draws overflow: no NaN is chosen or printed. */
    @Test
    void constantsKnownFarTooLooselyAreCountedAndNothingIsNotANumber() throws IOException {
        fit();
        var mapper = new JsonMapper();
        var json = (ObjectNode) mapper.readTree(folder.resolve("fit.json"));
        var matrix = (ArrayNode) json.get("covariance").get("matrix");
        for (int i = 0; i < matrix.size(); i++) {
            for (int j = 0; j < matrix.size(); j++) {
                ((ArrayNode) matrix.get(i)).set(j, i == j ? 1e3 : 0);
            }
        }
        Files.writeString(folder.resolve("fit.json"), mapper.writeValueAsString(json));
        law("fit.json");
        var run = explore("a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " ")).contains("of the samples the law has no finite loss for it");
        assertThat(run.out() + file("report.md") + file("front.svg") + file("points.csv") + file("recommendation.json"))
                .doesNotContain("NaN", "Infinity");
        JsonNode certainty = mapper.readTree(file("recommendation.json")).get("certainty");
        double pFinite = certainty.get("p_finite").asDouble();
        assertThat(pFinite).isGreaterThan(0).isLessThan(1);
        assertThat(certainty.get("p_best").asDouble()).isLessThanOrEqualTo(pFinite);
        assertThat(certainty.get("loss_95_nats").get("upper").isNull()).isTrue();
        var points = CsvTable.read(folder.resolve("a/points.csv"));
        assertThat(Arrays.stream(points.numbers("p_finite")).boxed()).allMatch(p -> p >= 0 && p <= 1);
    }

    @Test
    void severalLawsAreComparedAndTheFirstDecides() throws IOException {
        law("[capybara, capacity, precision]");
        var run = explore("a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("laws capybara (decides), capacity, precision", "Where the laws disagree")
                .contains("Law capybara cannot see", "Law capacity cannot see", "Law precision cannot see")
                .contains("capacity: Extrapolation");
        JsonNode json = new JsonMapper().readTree(file("recommendation.json"));
        assertThat(json.get("law").asString()).isEqualTo("capybara");
        assertThat(json.get("other_laws").findValuesAsString("law")).containsExactly("capacity", "precision");
        for (JsonNode other : json.get("other_laws")) {
            assertThat(other.get("decided_format_above_its_choice_nats").asDouble())
                    .isGreaterThanOrEqualTo(0);
            assertThat(other.get("kendall_tau").asDouble()).isBetween(-1.0, 1.0);
        }
        var points = CsvTable.read(folder.resolve("a/points.csv"));
        assertThat(Arrays.stream(points.numbers("loss_nats capacity")).boxed()).allMatch(loss -> loss > 0);
        law("capybara");
        assertThat(explore("b").exitCode()).isZero();
        assertThat(new JsonMapper()
                        .readTree(folder.resolve("b/recommendation.json"))
                        .get("recommended"))
                .isEqualTo(json.get("recommended"));
    }

    @Test
    void formatsThatALawSaysNothingOfAreLeftOutAndCounted() throws IOException {
        law("qat-w4a4");
        var run = explore("a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("The law says nothing of 36 of 54 formats of the space, which are left out")
                .contains("Not placed: mxfp6_e3m2: the law knows elements of 4 bits, not of 6");
        assertThat(CsvTable.read(folder.resolve("a/points.csv")).texts("element_bits"))
                .containsOnly("4");
    }

    @ParameterizedTest
    @CsvSource({
        "chinchilla-besiroglu, sees nothing of a number format",
        "quartet, sees nothing of a number format",
        "nowhere.json, no such law file",
        "study.yaml.json, not a law file as fit writes it",
        "'[capybara, capybara]', must name each law once",
        "[], must name at least one law",
        "'[capybara, capacty]', Maybe capacity"
    })
    void aLawThatCannotServeIsALocatedError(String law, String message) throws IOException {
        Files.writeString(folder.resolve("study.yaml.json"), "{\"x\": 1}");
        law(law);
        var run = explore("a");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("floatscape: " + folder.resolve("study.yaml") + ":5: law (")
                .contains(message);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void aLawThatSaysNothingOfTheWholeSpaceIsAnError() throws IOException {
        law("qat-w4a4");
        var run = explore("a", "--set", "space.bits=5..6");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("floatscape: " + folder.resolve("study.yaml")
                        + ":5: law (qat-w4a4): says nothing of any format of the space, such as"
                        + " e1m3:b16:e8m0/floor: the law knows elements of 4 bits, not of 5.");
    }

    @Test
    void aLawFileOnTheCommandLineIsNamedFromTheWorkingFolder() throws IOException {
        fit();
        assertThat(explore("a", "--set", "law=" + folder.resolve("fit.json").toAbsolutePath())
                        .exitCode())
                .isZero();
        assertThat(explore("a", "--set", "law=fit.json").err())
                .startsWith("floatscape: --set law=fit.json: law (fit.json): no such law file");
    }
}

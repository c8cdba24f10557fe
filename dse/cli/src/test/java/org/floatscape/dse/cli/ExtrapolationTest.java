package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cost beyond the syntheses behind it is never a plain number. */
class ExtrapolationTest {

    /** No dot_block of six exponent bits was synthesised. */
    private static final String BEYOND = "e6m3:b32:e8m0";

    private static final String RANGE = "the calibrated range: exponent bits 6 (calibrated 2 to 5); the estimate"
            + " extrapolates, and errors on points held out say nothing about it";

    @TempDir
    private Path folder;

    private static CommandRun run(String... args) {
        var run = CommandRun.of(List.of(args));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private JsonNode json(String name) throws IOException {
        return new JsonMapper().readTree(Files.readString(folder.resolve(name)));
    }

    @Test
    void showWorkloadAndCompareSayTheSame() throws IOException {
        assertThat(run("cost", "show", BEYOND, "-o", folder.toString()).sentences())
                .contains(" outside " + RANGE);
        var workload = run("workload", "llama-3-8b", "--format", BEYOND + ",mxfp4", "-o", folder.toString());
        assertThat(workload.sentences()).containsOnlyOnce(" outside " + RANGE);
        assertThat(json("workload.json")
                        .at("/formats/0/unit_outside_calibrated_range")
                        .asString())
                .isEqualTo("exponent bits 6 (calibrated 2 to 5)");
        assertThat(json("workload.json")
                        .at("/formats/1/unit_outside_calibrated_range")
                        .asString("none"))
                .isEmpty();
        assertThat(run("cost", "compare", "--formats", BEYOND + ",mxfp4").out())
                .containsOnlyOnce("  outside       " + BEYOND + ": " + RANGE + "\n");
    }

    @Test
    void exportedTablesSayIt() throws IOException {
        String said = run("cost", "export", "--accelergy", folder.toString(), "--formats", BEYOND + ",mxint8")
                .out();
        assertThat(said).startsWith(BEYOND + ": outside " + RANGE + "\n").contains("\n2 formats written to ");
        for (String file : List.of("floatscape.table.yaml", "ERT.yaml", "ART.yaml")) {
            assertThat(folder.resolve(file))
                    .content()
                    .containsOnlyOnce("# " + BEYOND + ": outside " + RANGE + ".\n")
                    .contains("# %s: outside the calibrated range: quantise_round: source mantissa bits 7 "
                            .formatted(BEYOND))
                    .doesNotContain("# mxint8");
        }
    }

    /** Each of them, in its own row; and beside the recommended format what such estimates err by. */
    @Test
    void pointsCarryItAsACaveatAndTheRecommendationItsError() throws IOException {
        String text = run("explore", "-o", folder.toString(), "--set", "space.exponent_bits=1..6")
                .out();
        var points = CsvTable.read(folder.resolve("points.csv"));
        int beyond = 0;
        for (int i = 0; i < points.rows().size(); i++) {
            boolean says = points.text(i, "caveats")
                    .contains("cost extrapolated beyond the synthesised units: exponent bits 6 (calibrated 2 to 5)");
            assertThat(says).isEqualTo(points.number(i, "exponent_bits") == 6);
            beyond += says ? 1 : 0;
        }
        assertThat(beyond).isPositive();
        JsonNode error = json("recommendation.json").at("/recommended/unit_held_out_error");
        assertThat(error.propertyNames()).containsExactly("area", "energy", "delay");
        assertThat(error.at("/energy/points").asInt()).isPositive();
        assertThat(error.at("/energy/median").asDouble())
                .isPositive()
                .isLessThan(error.at("/energy/p90").asDouble());
        assertThat(text).contains("The unit's held-out error: energy half within");
        assertThat(folder.resolve("report.md")).content().contains("- The unit's held-out error: energy half within");
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.floatscape.dse.fit.LawFile;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitCommandTest {

    @TempDir
    private Path folder;

    private Path runs;

    /** Runs of L = 1.8 + 480 / N^0.35 + 2000 / D^0.36, int4 ones with half the parameters, 0.3 % noise. */
    @BeforeEach
    void writeRuns() throws IOException {
        var random = new Random(1);
        var text = new StringBuilder("N,tokens,loss,kind\n");
        for (double n = 3e7; n < 5e9; n *= 2) {
            for (double ratio = 5; ratio < 400; ratio *= 2) {
                for (String kind : List.of("bf16", "int4")) {
                    double left = kind.equals("int4") ? 0.5 : 1;
                    double loss = 1.8 + 480 * Math.pow(n * left, -0.35) + 2000 * Math.pow(n * ratio, -0.36);
                    text.append(String.format(
                            Locale.ROOT,
                            "%.0f,%.0f,%.6f,%s%n",
                            n,
                            n * ratio,
                            loss * Math.exp(0.003 * random.nextGaussian()),
                            kind));
                }
            }
        }
        runs = Files.writeString(folder.resolve("runs.csv"), text);
    }

    private CommandRun fit(Object... more) {
        var args = new ArrayList<>(List.of("fit", runs.toString(), "--map", "params=N", "-o", out().toString()));
        List.of(more).forEach(arg -> args.add(arg.toString()));
        return CommandRun.of(args);
    }

    private Path out() {
        return folder.resolve("law.json");
    }

    @Test
    void aFitWritesALawFileAndAPlot() throws IOException {
        var run = fit("--law", "chinchilla", "--where", "kind=bf16", "--drop-top-loss", 2, "--bootstrap", 30);
        assertThat(run.exitCode()).as(run.err()).isZero();
        var law = LawFile.read(out());
        assertThat(law.constants().get("alpha")).isCloseTo(0.35, within(0.02));
        assertThat(law.rows()).isEqualTo(54);
        assertThat(law.input().filters()).containsExactly("where kind=bf16", "drop top loss 2");
        assertThat(law.input().sha256()).hasSize(64);
        assertThat(law.bootstrap().orElseThrow().constants()).hasSize(30);
        assertThat(run.out())
                .contains("chinchilla fitted to 54 runs of runs.csv (where kind=bf16; drop top loss 2)")
                .contains("95 % interval", "Not settled by these runs", "log A and alpha are coupled");
        assertThat(Files.readString(folder.resolve("law.svg")))
                .startsWith("<svg")
                .contains("Residuals");
    }

    @Test
    void theSameRunsGiveTheSameBytes() throws IOException {
        fit("--law", "chinchilla", "--bootstrap", 20, "--holdout", "0.2");
        var first = Files.readString(out());
        fit("--law", "chinchilla", "--bootstrap", 20, "--holdout", "0.2");
        assertThat(Files.readString(out())).isEqualTo(first);
    }

    @Test
    void severalLawsAreComparedInOneTable() throws IOException {
        var run = fit(
                "--law",
                "chinchilla",
                "--law",
                "efficiency",
                "--map",
                "format=kind",
                "--reference",
                "bf16",
                "--holdout",
                "compute:0.2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Comparison, least AIC first", "Held out: 0.2 of the runs, those of most compute");
        assertThat(run.out().indexOf("  efficiency  ")).isLessThan(run.out().lastIndexOf("  chinchilla  "));
        assertThat(LawFile.read(folder.resolve("law-efficiency.json"))
                        .constants()
                        .get("eff[int4]"))
                .isCloseTo(0.5, within(0.05));
        assertThat(folder.resolve("law-chinchilla.svg")).exists();
    }

    @Test
    void pointsArePredictedWithABand() throws IOException {
        var points = Files.writeString(folder.resolve("points.csv"), "N,tokens,note\n1e9,2e10,here\n1e10,2e11,far\n");
        var run = fit("--law", "chinchilla", "--where", "kind=bf16", "--bootstrap", 40, "--predict", points);
        assertThat(run.exitCode()).as(run.err()).isZero();
        var predicted = CsvTable.read(folder.resolve("law-predicted.csv"));
        assertThat(predicted.columns())
                .containsExactly("N", "tokens", "note", "loss_nats", "loss_lower95_nats", "loss_upper95_nats");
        double[] lower = predicted.numbers("loss_lower95_nats");
        double[] loss = predicted.numbers("loss_nats");
        double[] upper = predicted.numbers("loss_upper95_nats");
        assertThat(lower[0]).isLessThan(loss[0]);
        assertThat(loss[0]).isLessThan(upper[0]);
        assertThat(upper[1] - lower[1]).isGreaterThan(upper[0] - lower[0]);
    }

    @Test
    void fixedConstantsAndSquaresAreTaken() throws IOException {
        var run = fit(
                "--law", "chinchilla", "--fix", "alpha=0.35,beta=0.36", "--loss", "squares", "--where", "kind=bf16");
        assertThat(run.exitCode()).as(run.err()).isZero();
        var law = LawFile.read(out());
        assertThat(law.fitted()).containsExactly("A", "B", "E");
        assertThat(law.loss()).isEqualTo("squares");
        assertThat(law.huberDelta()).isEmpty();
        assertThat(run.out()).contains("fixed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--law kaplan                             | law (kaplan): unknown; one of chinchilla, ",
                "--law capybara                           | runs.csv:1: column exponent_bits: missing",
                "--law efficiency --map format=kind       | no run has the reference class (BF16)",
                "--law chinchilla --map tokns=tokens      | map tokns: no law takes it; maybe tokens.",
                "--law chinchilla --where kind=fp4        | runs.csv: no run is left of 112 after where kind=fp4",
                "--law chinchilla --where N<4e7 --drop-top-loss 10 | : law chinchilla: 4 runs are too few for 5 free"
                        + " constants",
                "--law chinchilla --fix gamma=1           | constant gamma: no law here has it",
                "--law chinchilla --holdout half          | holdout (half): must be a share such as 0.2",
                "--law chinchilla --loss squares --delta 1 | --delta 1.0: only huber has one",
                "--law chinchilla --delta 0               | --delta 0.0: must be from 1.0E-9 to 1.0E9",
                "--law chinchilla --bootstrap -5          | bootstrap (-5): must be 0, or at least 20",
                "--law chinchilla --law chinchilla        | each can be named once",
                "--law chinchilla --loss cubes            | Invalid value for option '--loss': expected one of huber,"
                        + " squares but",
                "--law chinchilla --fix alpha=x           | 'x' is not a number",
            })
    void badRequestsEndWithOneErrorAndCode2(String args, String message) {
        var run = fit((Object[]) args.split(" "));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(out()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e9,2e10,nan,a    | bad.csv:3: column loss: \"nan\" is not a finite number",
                "1e9,2e10,,a       | bad.csv:3: column loss: the cell is empty",
                "1e9,-2e10,2.5,a   | bad.csv:3: column tokens: -2e10 must be greater than 0",
                "0,2e10,2.5,a      | bad.csv:3: column params: 0 must be greater than 0",
                "1e9,2e10,\"2,5\",a | bad.csv:3: column loss: \"2,5\" is not a finite number; write decimals with a",
                "1e9,2e10,2,5,a    | bad.csv:3: 5 cells where the header names 4 columns; write decimals with a",
            })
    void badCellsAreNamedByLineAndColumn(String line, String message) throws IOException {
        var bad =
                Files.writeString(folder.resolve("bad.csv"), "params,tokens,loss,kind\n1e9,2e10,2.4,a\n" + line + "\n");
        var run = CommandRun.of(List.of("fit", bad.toString(), "--law", "chinchilla", "-o", out().toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void aHeaderThatNamesAColumnTwiceIsAnError() throws IOException {
        var bad = Files.writeString(folder.resolve("bad.csv"), "params,tokens,loss,loss\n1e9,2e10,2.4,2.4\n");
        var run = CommandRun.of(List.of("fit", bad.toString(), "--law", "chinchilla", "-o", out().toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("bad.csv:1: column loss: the header names it twice");
    }

    /** Runs at 3 to 16 bits whose factor is 1 - exp(-P / 2 + 0.8): not positive at 1 bit. */
    @Test
    void whereAFitLeavesNothingToTrainItPredictsNothing() throws IOException {
        var text = new StringBuilder("N,tokens,bits,loss\n");
        var random = new Random(1);
        for (double n = 3e7; n < 5e9; n *= 3) {
            for (double ratio = 5; ratio < 400; ratio *= 3) {
                for (int bits : new int[] {3, 4, 6, 8, 16}) {
                    double left = Math.pow(1 - Math.exp(-bits / 2.0 + 0.8), 3);
                    double loss = 1.8 + 480 * Math.pow(n * left, -0.35) + 2000 * Math.pow(n * ratio, -0.36);
                    text.append(String.format(
                            Locale.ROOT,
                            "%.0f,%.0f,%d,%.6f%n",
                            n,
                            n * ratio,
                            bits,
                            loss * Math.exp(0.001 * random.nextGaussian())));
                }
            }
        }
        Files.writeString(runs, text);
        var points = Files.writeString(folder.resolve("points.csv"), "N,tokens,bits\n1e9,2e10,4\n1e9,2e10,1\n");
        var run = fit("--law", "precision", "--predict", points);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("floatscape: " + points + ":3: column bits: ")
                .contains("leaves nothing to train at this width");
        Files.writeString(points, "N,tokens,bits\n1e9,2e10,4\n");
        assertThat(fit("--law", "precision", "--predict", points).exitCode()).isZero();
    }

    @Test
    void anUnknownClassOfAPointIsLocated() throws IOException {
        var points = Files.writeString(folder.resolve("points.csv"), "N,tokens,kind\n1e9,2e10,int4\n1e9,2e10,int3\n");
        var run = fit("--law", "efficiency", "--map", "format=kind", "--reference", "bf16", "--predict", points);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("floatscape: " + points + ":3: column kind: ")
                .contains("class int3", "bf16, int4");
    }

    @ParameterizedTest
    @CsvSource({
        "--delta 1e-300, --delta 1.0E-300: must be from 1.0E-9",
        "--bootstrap 2147483647, bootstrap (2147483647): must be 2 to 100000",
        "--holdout 0.99, holdout (0.99): take a smaller share"
    })
    void anOptionBeyondItsRangeIsAnError(String option, String message) {
        var run = fit("--law", "chinchilla", option.split(" ")[0], option.split(" ")[1]);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines()).hasSize(1);
    }

    /** 300 decades get a few labels, not hundreds. */
    @Test
    void aHugeLossIsPlotted() throws IOException {
        Files.writeString(runs, Files.readString(runs) + "1e9,1e10,1e300,bf16\n");
        assertThat(fit("--law", "chinchilla").exitCode()).isZero();
        String svg = Files.readString(folder.resolve("law.svg"));
        assertThat(svg.split("<text", -1)).hasSizeLessThan(60);
    }

    @Test
    void aPlotOrAPredictionDoesNotTakeThePlaceOfAnInput() throws IOException {
        String text = Files.readString(runs);
        var asPlot = Files.writeString(folder.resolve("y.svg"), text);
        var run = CommandRun.of(List.of(
                "fit",
                asPlot.toString(),
                "--law",
                "chinchilla",
                "--map",
                "params=N",
                "-o",
                folder.resolve("y.json").toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(asPlot).hasContent(text);
        assertThat(folder.resolve("y.json")).doesNotExist();
    }

    @Test
    void aReferenceForALawWithoutClassesIsRefused() {
        var run = fit("--law", "chinchilla", "--reference", "int4");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--reference int4: chinchilla has no classes");
    }

    /** The law file knows its reference: rows of it are evaluated, in whatever name it goes by. */
    @Test
    void theReferenceOfAFitIsTheReferenceOfItsLawFile() throws IOException {
        assertThat(fit("--law", "efficiency", "--map", "format=kind", "--reference", "bf16")
                        .exitCode())
                .isZero();
        assertThat(LawFile.read(out()).input().reference()).contains("bf16");
        var points = Files.writeString(folder.resolve("points.csv"), "N,tokens,kind\n1e9,2e10,bf16\n1e9,2e10,int4\n");
        var evaluated = folder.resolve("evaluated.csv");
        var run = CommandRun.of(
                List.of("law", "eval", points.toString(), "--law", out().toString(), "-o", evaluated.toString()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        double[] loss = CsvTable.read(evaluated).numbers("loss_nats");
        assertThat(loss[1]).isGreaterThan(loss[0]);
    }
}

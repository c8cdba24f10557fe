package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.law.ChinchillaLaw;
import org.floatscape.dse.law.PrecisionLaw;
import org.floatscape.dse.law.QuartetLaw;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The law commands over law files, those of degenerate fits too. */
class LawFileCommandTest {

    private static final String BACKBONE =
            "\"A\": 4299, \"alpha\": 0.4965, \"B\": 18060, \"beta\": 0.4965, \"E\": 2.7648";
    private static final String QUARTET =
            "\"A\": 1.52e5, \"alpha\": 0.589, \"B\": 5.25e5, \"beta\": 0.544, \"E\": 1.35, \"gamma\": 0.274";

    @TempDir
    private Path folder;

    private CommandRun eval(Path law, String csv) throws IOException {
        var points = Files.writeString(folder.resolve("points.csv"), csv);
        return CommandRun.of(List.of(
                "law",
                "eval",
                points.toString(),
                "--law",
                law.toString(),
                "-o",
                folder.resolve("out.csv").toString()));
    }

    private CsvTable evaluated(Path law, String csv) throws IOException {
        var run = eval(law, csv);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return CsvTable.read(folder.resolve("out.csv"));
    }

    private void assertRefused(Path law, String csv, String message) throws IOException {
        var run = eval(law, csv);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + folder.resolve("points.csv") + message);
        assertThat(run.err().lines()).hasSize(1);
    }

    private CommandRun optimum(Path law, String options) {
        var args = new ArrayList<>(List.of("law", "optimum", "--law", law.toString()));
        args.addAll(List.of(options.split(" ")));
        return CommandRun.of(args);
    }

    private Path law(String form, String constants) throws IOException {
        return LawFiles.write(folder.resolve("law.json"), form, constants);
    }

    @Test
    void aDegradationThatDoesNotGrowWithTheDataHasNoCriticalTokens() throws IOException {
        var flat = law("qid", "\"k\": 0.0046, \"beta\": 0, \"alpha\": 0.0056, \"gamma\": 2");
        assertThat(evaluated(flat, "params,tokens,bits\n1e9,1e11,4\n").texts("critical_tokens"))
                .containsExactly("inf");
    }

    @Test
    void aLawFittedOnTheWeightsAloneTakesTheirWidthAlone() throws IOException {
        var weights = LawFiles.write(
                folder.resolve("law.json"),
                "precision",
                BACKBONE + ", \"gamma_train_w\": 2.8111, \"n_w\": 0.124",
                "",
                "\"bits_w\": {\"lower\": 3, \"upper\": 12}");
        var table = evaluated(weights, "params,tokens,bits_w,bits_a\n1e8,1e10,4,1\n1e8,1e10,16,1\n");
        assertThat(table.number(0, "loss_nats"))
                .isCloseTo(PrecisionLaw.KUMAR_2024_FP_WEIGHTS.trainedLossNats(1e8, 1e10, 4, 16, 16), within(1e-12));
        assertThat(table.texts("in_range")).containsExactly("true", "false");
        assertThat(evaluated(weights, "params,tokens,bits\n1e8,1e10,4\n1e8,1e10,16\n")
                        .texts("in_range"))
                .containsExactly("true", "false");
        assertRefused(
                weights,
                "params,tokens,bits,bits_w\n1e8,1e10,4,4\n",
                ":1: column bits_w: the law takes this or bits, not both");
        assertThat(CommandRun.of(List.of("law", "show", weights.toString())).out())
                .contains("bits_w")
                .doesNotContain("bits_kv: ");
    }

    @Test
    void theNamesOfTheFittedRunsAreKnown() throws IOException {
        var law = LawFiles.write(
                folder.resolve("law.json"), "chinchilla", BACKBONE, "\"params\": \"N\", \"flops\": \"C\"", "");
        double lossNats = new ChinchillaLaw(4299, 0.4965, 18060, 0.4965, 2.7648).lossNats(1e8, 1e10);
        assertThat(evaluated(law, "N,tokens\n1e8,1e10\n").numbers("loss_nats")).containsExactly(lossNats);
        assertThat(evaluated(law, "N,C\n1e8,6e18\n").numbers("loss_nats")).containsExactly(lossNats);
        assertThat(evaluated(law, "params,tokens,N\n1e8,1e10,7\n").numbers("loss_nats"))
                .containsExactly(lossNats);
        assertRefused(law, "N,C\n1e8,-1\n", ":2: column C: -1.0 must be greater than 0");
        assertRefused(law, "N,D\n1e8,1e10\n", ":1: column tokens: missing; the header names N, D");
    }

    @Test
    void everyRowOfAQuartetLawIsOfItsClasses() throws IOException {
        var law = law("quartet", QUARTET + ", \"eff_N[QuEST]\": 0.64, \"eff_D[QuEST]\": 0.83, \"eff_D[SR]\": 0.88");
        var table = evaluated(law, """
            params,tokens,forward,backward
            1e8,1e10,QuEST,QuEST
            1e8,1e10,BF16,SR
            1e8,1e10,QuEST,
            1e8,1e10,,BF16
            """);
        var base = QuartetLaw.CASTRO_2025_BASE;
        assertThat(table.numbers("loss_nats"))
                .containsExactly(
                        base.withShares(0.64, 0.83).lossNats(1e8, 1e10),
                        base.withShares(1, 0.88).lossNats(1e8, 1e10),
                        base.withShares(0.64, 1).lossNats(1e8, 1e10),
                        base.lossNats(1e8, 1e10));
        assertThat(table.number(0, "delta_loss_nats")).isPositive();
        assertThat(table.number(3, "delta_loss_nats")).isZero();
        assertThat(evaluated(law, "params,tokens\n1e8,1e10\n").number(0, "delta_loss_nats"))
                .isZero();
        assertRefused(
                law,
                "params,tokens,forward\n1e8,1e10,BF16\n1e8,1e10,quest\n",
                ":3: column forward: \"quest\" is not a class that the law was fitted on; maybe QuEST. It knows QuEST;"
                        + " BF16 or an empty cell stands for the reference");
        assertRefused(law, "params,tokens,forward\n1e8,1e10,SR\n", ":2: column forward: \"SR\" is not a class");
    }

    @Test
    void classesMayBeMadeOfSeveralColumns() throws IOException {
        var law = LawFiles.write(
                folder.resolve("law.json"),
                "efficiency",
                BACKBONE + ", \"eff[int/4]\": 0.5",
                "\"format\": \"w+b\"",
                "");
        double half = new ChinchillaLaw(4299, 0.4965, 18060, 0.4965, 2.7648).lossNats(0.5e8, 1e10);
        var table = evaluated(law, "params,tokens,w,b\n1e8,1e10,int,4\n1e8,1e10,,\n");
        assertThat(table.number(0, "loss_nats")).isCloseTo(half, within(1e-12));
        assertThat(table.number(1, "delta_loss_nats")).isZero();
        assertThat(evaluated(law, "params,tokens,format\n1e8,1e10,int/4\n").number(0, "loss_nats"))
                .isCloseTo(half, within(1e-12));
        assertRefused(law, "params,tokens,w,b\n1e8,1e10,int,3\n", ":2: column w+b: \"int/3\" is not a class");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "precision  | gamma_train: 845, n: -50    | --compute 1e22 | bits: no width is best: the law's"
                        + " constants gamma_train and n have it",
                "precision  | gamma_train: 845, n: -50    | --compute 1e22 --params 1e9 | bits: no width is best",
                "precision  | gamma_train_w: 1e5, n_w: 1  | --compute 1e22 | bits: no width is best: up to 4096",
                "precision  | gamma_train_w: 0.01, n_w: 1 | --compute 1e22 | bits: no width is best: it would be ",
                "chinchilla | alpha: 0                      | --compute 1e22 | params: none is best: the law's"
                        + " constants A (4299.0) and alpha (0.0) must be greater than 0, or a larger model never",
                "chinchilla | beta: 0                         | --compute 1e22 | tokens: none is best: the law's",
                "chinchilla | A: 0                          | --compute 1e22 | params: none is best: the law's",
            })
    void anOptimumThatIsNoneSaysWhy(String form, String constants, String options, String message) throws IOException {
        String own = json(constants);
        String rest = BACKBONE.replaceAll("\"%s\": [^,]*(, )?".formatted(own.split("\"")[1]), "");
        var run = optimum(law(form.strip(), rest.isEmpty() ? own : rest + ", " + own), options.strip());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + message);
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gamma: 1e60, delta: 1, nu: 1        | bits: no width is best: it would be ",
                "gamma: 11334, delta: 0, nu: 3             | bits: no width is best: the law's constants gamma"
                        + " (11334.0), delta (0.0) and nu (3.0) must be greater than 0",
                "gamma: 11334, delta: 0.01, nu: 0.01 | bits: no width is best: the law's constants delta (0.01)",
            })
    void aCapybaraLawThatTellsNoWidthsApartHasNoBestOne(String constants, String message) throws IOException {
        var law = law(
                "capybara",
                "\"n\": 69, \"alpha\": 0.2368, \"d\": 69000, \"beta\": 0.5162, \"epsilon\": 1.9, " + json(constants));
        var run = optimum(law, "--compute 1e22 --block 32");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + message);
    }

    /** Names in quotes, as JSON has them. */
    private static String json(String constants) {
        return constants.strip().replaceAll("(\\w+):", "\"$1\":");
    }

    @Test
    void tokensThatTellNothingAreAnError() throws IOException {
        var flat = law("qid", "\"k\": 0.0046, \"beta\": 0, \"alpha\": 0.0056, \"gamma\": 2");
        var run = CommandRun.of(List.of(
                "law", "tokens", "--law", flat.toString(), "--params", "1e9", "--bits", "4", "--delta-loss", "0.2"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: tokens: none tell a degradation of 0.2 nats: the law's k");
    }

    @Test
    void lawFilesThatAreNoneAreNamed() throws IOException {
        var junk = Files.write(folder.resolve("junk.json"), new byte[] {(byte) 0xff, 0, (byte) 0x80});
        var other = Files.writeString(folder.resolve("qneg.law"), "{}");
        var directory = Files.createDirectory(folder.resolve("dir.json"));
        assertThat(eval(junk, "params\n1\n").err()).isEqualTo("floatscape: %s:1: the file is not UTF-8 text%n", junk);
        assertThat(eval(directory, "params\n1\n").err())
                .isEqualTo("floatscape: %s: is a folder; name a file%n", directory);
        assertThat(eval(other, "params\n1\n").err())
                .isEqualTo(
                        "floatscape: law %s: is a file whose name does not end in .json, as a law file's must; rename"
                                + " it%n",
                        other);
        var points = CommandRun.of(List.of("law", "eval", folder.toString(), "--law", "qid"));
        assertThat(points.exitCode()).isEqualTo(2);
        assertThat(points.err()).isEqualTo("floatscape: %s: is a folder; name a file%n", folder);
        for (var command : List.of(
                List.of("fit", folder.toString(), "--law", "chinchilla", "-o", "none.json"),
                List.of("explore", folder.toString()),
                List.of("cost", "eval", folder.toString(), "-o", "none.csv"))) {
            assertThat(CommandRun.of(command).err()).isEqualTo("floatscape: %s: is a folder; name a file%n", folder);
        }
        for (String command : List.of("show", "eval")) {
            var unknown = CommandRun.of(
                    command.equals("show")
                            ? List.of("law", "show", "banana")
                            : List.of("law", "eval", "x.csv", "--law", "banana"));
            assertThat(unknown.err())
                    .startsWith("floatscape: law banana: unknown. All: chinchilla-hoffmann, ")
                    .endsWith("; the name of a law file of 'floatscape fit' must end in .json\n");
        }
    }
}

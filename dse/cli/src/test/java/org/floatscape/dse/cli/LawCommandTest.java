package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.floatscape.dse.law.CapybaraLaw;
import org.floatscape.dse.law.ChinchillaLaw;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LawCommandTest {

    @TempDir
    private Path folder;

    static List<String> laws() {
        return Laws.ids();
    }

    private static CommandRun law(String command) {
        return CommandRun.of(List.of(("law " + command).split(" ")));
    }

    private CommandRun eval(String law, String csv) throws IOException {
        var points = Files.writeString(folder.resolve("points.csv"), csv);
        return CommandRun.of(List.of(
                "law",
                "eval",
                points.toString(),
                "--law",
                law,
                "-o",
                folder.resolve("out.csv").toString()));
    }

    private CsvTable written() throws IOException {
        return CsvTable.read(folder.resolve("out.csv"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "6, 6",
        "30, 30",
        "13.1, 13.1",
        "10485760000, 1.04858e+10",
        "1e10, 1e+10",
        "1e-7, 1e-07",
        "2.0698, 2.0698"
    })
    void figuresHaveNoZerosToSpare(double value, String figure) {
        assertThat(LawCommand.figure(value)).isEqualTo(figure);
    }

    @Test
    void listNamesEveryLawAndItsColumns() {
        var run = law("list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(Laws.ids());
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run.out()).contains("takes params,tokens,exponent_bits,mantissa_bits,block_size\n");
        assertThat(run.out())
                .contains("takes params,tokens,bits or params,tokens,bits_w,bits_a,bits_kv; also ptq_bits\n");
    }

    @ParameterizedTest
    @MethodSource("laws")
    void showFitsTheTerminalAndTellsEverything(String id) {
        var run = law("show " + id);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run.out()).contains("Formula", "Constants", "Source", "arXiv:", "Takes", "Fitted on", "Cannot see");
        var constants = Laws.named(id).law().constants();
        assertThat(run.out().lines().map(String::strip))
                .as("one line for each constant")
                .satisfies(lines -> constants.forEach(
                        (name, value) -> assertThat(lines).anyMatch(line -> line.matches(name + " *= .*"))));
    }

    @Test
    void evalAddsColumnsAndPassesTheOthersThrough() throws IOException {
        var run = eval("capybara", """
            params,tokens,exponent_bits,mantissa_bits,block_size,note
            1e9,1e12,4,3,128,"a, b"
            1e8,5e10,2,1,channel,c
            1e8,5e10,2,1,1,d
            """);
        assertThat(run.exitCode()).as(run.err()).isZero();
        var table = written();
        assertThat(table.columns())
                .containsExactly(
                        "params",
                        "tokens",
                        "exponent_bits",
                        "mantissa_bits",
                        "block_size",
                        "note",
                        "loss_nats",
                        "delta_loss_nats",
                        "critical_tokens",
                        "in_range");
        assertThat(table.texts("note")).containsExactly("a, b", "c", "d");
        assertThat(table.numbers("loss_nats")[0]).isEqualTo(CapybaraLaw.SUN_2025.lossNats(1e9, 1e12, 4, 3, 7));
        assertThat(table.numbers("delta_loss_nats")[2]).isZero();
        assertThat(table.number(0, "critical_tokens")).isBetween(2.7329e13, 2.7330e13);
        assertThat(table.texts("critical_tokens").getLast()).isEqualTo("inf");
        assertThat(table.texts("in_range")).containsExactly("false", "true", "false");
    }

    @Test
    void evalWritesToTheTerminalWithoutAFile() throws IOException {
        var points = Files.writeString(folder.resolve("points.csv"), "params,tokens\n70e9,1.4e12\n");
        var run = CommandRun.of(List.of("law", "eval", points.toString(), "--law", "chinchilla-besiroglu"));
        assertThat(run.out()).startsWith("params,tokens,loss_nats,").endsWith(",0.0,inf,false\n");
    }

    @Test
    void evalMakesTheFolderAndRefusesToReplaceOne() throws IOException {
        var points = Files.writeString(folder.resolve("points.csv"), "params,tokens\n70e9,1.4e12\n");
        var deep = folder.resolve("a/b/out.csv");
        var made = CommandRun.of(List.of("law", "eval", points.toString(), "--law", "quartet", "-o", deep.toString()));
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(deep).isRegularFile();
        var refused =
                CommandRun.of(List.of("law", "eval", points.toString(), "--law", "quartet", "-o", folder.toString()));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("floatscape: --output %s: is a folder; name a file%n", folder);
    }

    @Test
    void aLawFileOfFitStandsForALaw() throws IOException {
        var runs = new StringBuilder("params,tokens,loss\n");
        for (double params = 1e7; params < 1e10; params *= 3) {
            for (double tokens = 1e9; tokens < 1e12; tokens *= 4) {
                runs.append(
                        "%s,%s,%s%n".formatted(params, tokens, ChinchillaLaw.BESIROGLU_2024.lossNats(params, tokens)));
            }
        }
        var runsFile = Files.writeString(folder.resolve("runs.csv"), runs);
        var lawFile = folder.resolve("fit.json").toString();
        var fit = CommandRun.of(List.of("fit", runsFile.toString(), "--law", "chinchilla", "-o", lawFile));
        assertThat(fit.exitCode()).as(fit.err()).isZero();
        var run = eval(lawFile, "params,tokens\n1e8,1e10\n1e12,1e10\n");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(written().number(0, "loss_nats"))
                .isCloseTo(ChinchillaLaw.BESIROGLU_2024.lossNats(1e8, 1e10), within(1e-3));
        assertThat(written().texts("in_range")).containsExactly("true", "false");
        assertThat(CommandRun.of(List.of("law", "show", lawFile)).out()).contains("fitted to", "params 1e+07 to");
    }

    @Test
    void evalTakesOneWidthOrThreeAndAnEmptyPtqWidth() throws IOException {
        eval("precision", "params,tokens,bits,ptq_bits\n1e8,1e10,8,\n1e8,1e10,8,4\n");
        double[] one = written().numbers("loss_nats");
        assertThat(one[1]).isGreaterThan(one[0]);
        eval("precision", "params,tokens,bits_w,bits_a,bits_kv\n1e8,1e10,8,8,8\n");
        assertThat(written().numbers("loss_nats")).containsExactly(one[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qid       | params,tokens,bits;1e9,1e12,x     | :2: column bits: \"x\" is not a finite number",
                "qid       | params,tokens,bits;1e9,1e12,-1    | :2: column bits: -1.0 must be greater than 0",
                "qid       | params,tokens,bits;1e9,0,4        | :2: column tokens: 0.0 must be greater than 0",
                "qid       | params,tokens,Bits;1e9,1e12,4     | :1: column bits: missing; the header names params,"
                        + " tokens, Bits. Maybe Bits?",
                "qid       | params,tokens,bits,bits;1,1,1,1   | :1: column bits: the header names it twice",
                "qid       | params,tokens,bits,in_range;1,1,1,1 | :1: column in_range: already there, and this"
                        + " command writes it; rename yours",
                "precision | params,tokens,bits;1e9,1e12,3     | :2: column bits: 3.0 must be above 3.1102: at or"
                        + " below it the law leaves no parameters",
                "precision | params,tokens,bits_w,bits_a,bits_kv;1e9,1e12,3,3,3 | :2: column bits_a: 3.0 must be above"
                        + " 3.1102: at or below it the law leaves no parameters",
                "precision | params,tokens,bits,bits_w,bits_a,bits_kv;1e9,1e10,8,4,8,8 | :1: column bits_w: the law"
                        + " takes this or bits, not both; remove or rename what does not count",
                "qid       | PARAMS,tokens,bits;1e9,1e12,4     | :1: column params: missing; the header names PARAMS,"
                        + " tokens, bits. Maybe PARAMS?",
                "qid       | banana,tokens,bits;1e9,1e12,4     | :1: column params: missing; the header names banana,"
                        + " tokens, bits",
                "qid       | params,tokens,bits;1e9,1e10,1;1e9,1e10,1e-300 | :3: column bits: 1.0E-300 is too far from"
                    + " the 2.0 to 4.0 that the law was fitted on, so that its loss there (Infinity nats, Infinity of"
                    + " them by quantization) is not finite",
                "capacity  | params,tokens,gmse;1e-308,1e-308,0.9999999999999999 | :2: column tokens: 1.0E-308 is too"
                        + " far from the 7.5E8 to 1.6E11 that the law was fitted on, so that its loss there (Infinity"
                        + " nats, Infinity of them by quantization) is not finite",
                "qat-w4a4  | params,tokens,group_size;1e9,1e12,channel | :2: column group_size: \"channel\" is not a"
                        + " finite number",
            })
    void badInputIsOneErrorWithLineAndColumn(String law, String csv, String message) throws IOException {
        var run = eval(law, csv.strip().replace(';', '\n') + "\n");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("floatscape: " + folder.resolve("points.csv") + message + "\n");
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void anUnknownLawAndAMissingFileAreNamed() throws IOException {
        var unknown = eval("capibara", "params,tokens\n1,1\n");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("floatscape: law capibara: unknown; maybe capybara.");
        var missing = CommandRun.of(List.of("law", "eval", "no-such.csv", "--law", "qid"));
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).isEqualTo("floatscape: no-such.csv: no such file\n");
    }

    @Test
    void optimumFindsThePublishedWidths() {
        assertThat(law("optimum --law capybara --compute 1e24 --block 128").out())
                .contains("bits       5.00528\n", "E2M2", "E3M2", "warning    params is extrapolated");
        assertThat(law("optimum --law capybara --compute 1e23 --params 7e9 --block 128")
                        .out())
                .contains("bits       8.30667\n");
        assertThat(law("optimum --law capybara --compute 1e23 --tokens 1e12 --block 128")
                        .out())
                .contains("bits       5.17897\n");
        assertThat(law("optimum --law precision --compute 1e24").out()).contains("bits       7.00211\n");
    }

    @Test
    void optimumSaysWhereItsWidthIsExtrapolated() {
        assertThat(law("optimum --law precision-fp-weights --compute 1e24").out())
                .contains("bits       1.6", "warning    bits is extrapolated: fitted on 3 to 12\n");
        assertThat(law("optimum --law precision --compute 1e18").out()).doesNotContain("bits is");
        assertThat(law("optimum --law capybara --compute 1e20 --block 512").out())
                .doesNotContain("_bits is");
        assertThat(law("optimum --law capybara --compute 1e25 --params 1e9 --block 8")
                        .out())
                .contains("exponent_bits is extrapolated", "mantissa_bits is", "block_size is extrapolated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--law capybara --compute 1e24                       | --block: capybara needs it",
                "--law capybara --compute 1e24 --block 0             | --block 0: must be a whole number of elements,"
                        + " or channel",
                "--law capybara --compute 1e24 --block 1             | block_size: a block of 1 has no precision"
                        + " penalty",
                "--law capybara --compute -1 --block 128             | --compute -1.0: must be a finite number greater"
                        + " than 0",
                "--law capybara --compute 1e24 --params 1 --tokens 1 | --params and --tokens: give one of them",
                "--law quartet --compute 1e24                        | --law quartet: has no optimum to find",
                "--law precision --compute 1e24 --tokens 1e12        | --tokens: not for precision",
                "--law precision --compute 1e24 --block banana       | --block banana: not for precision, which knows"
                        + " no blocks; leave it out",
                "--law chinchilla-hoffmann --compute 1e24 --block 8  | --block 8: not for chinchilla-hoffmann",
                "--law capybara --compute 1e308 --block 128          | compute (1.0E308): too far from any training"
                        + " run",
                "--law capybara --compute 1e-9 --block 128           | bits: no width is best: it would be 0.7",
                "--law capybara --compute 1e40 --params 1 --block 8  | bits: no width is best: it would be ",
                "--law precision --compute 1e-308 --params 1e308     | bits: no width is best",
                "--law precision --compute 1e308 --params 1e-300     | compute (1.0E308): too far from any training"
                        + " run",
            })
    void optimumRefusesWhatItCannotAnswer(String options, String message) {
        var run = law("optimum " + options.strip());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: " + message);
    }

    @Test
    void tokensTellHowFarAModelIsTrained() {
        assertThat(law("tokens --params 70e9 --bits 4 --delta-loss 0.2").out())
                .contains("tokens            1.73499e+13\n", "tokens_per_param  247.856\n", "params is extrapolated");
        assertThat(law("tokens --params 1e9 --bits 4 --delta-loss 1e308").err())
                .startsWith("floatscape: tokens: a degradation of 1.0E308 nats at 1.0E9 params takes Infinity, which is"
                        + " no number of tokens; give a degradation nearer to 0.1 nats");
        assertThat(law("tokens --params 70e9 --bits 5 --delta-loss 0.2").err())
                .startsWith("floatscape: bits: 5.0 must be 2, 3 or 4");
        assertThat(law("tokens --law capybara --params 70e9 --bits 4 --delta-loss 0.2")
                        .exitCode())
                .isEqualTo(2);
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.floatscape.dse.law.LawTable;
import org.floatscape.dse.report.Counted;
import org.floatscape.dse.report.OutputFile;
import org.floatscape.dse.table.CsvTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A law over the rows of a table. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Evaluates a law at every row of a table.",
        footer = {
            "",
            "Adds loss_nats, delta_loss_nats (above the law's full-precision limit), critical_tokens (more data",
            "raises the loss; inf where it never does) and in_range; every other column passes through.",
            "block_size takes a number, or channel for one scale per channel, where the law is capybara.",
            "An empty cell of an optional column stands for full precision.",
            "A law file also takes the columns it was fitted on, by the names they had there, and flops for",
            "tokens; where it has classes (format; forward, backward), each row is of the class it names.",
            "",
            "  floatscape law eval points.csv --law capybara -o out.csv"
        })
final class LawCommandEval implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "POINTS", description = "Table to read, CSV with a header line.")
    private Path pointsFile;

    @Option(
            names = "--law",
            paramLabel = "LAW",
            required = true,
            description =
                    "Name of a law, or a law file of 'floatscape fit'; 'floatscape law list' has all names, and the"
                            + " columns each takes.")
    private String lawId;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Table to write. Default: the terminal.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var law = LawCommand.tableLaw(lawId);
        var file = output == null
                ? Optional.<OutputFile>empty()
                : Optional.of(new OutputFile(output, List.of(pointsFile, Path.of(lawId))));
        var points = CsvTable.read(pointsFile);
        String csv = LawTable.evaluated(law, points).toCsv();
        if (file.isEmpty()) {
            spec.commandLine().getOut().print(csv);
        } else {
            file.get().write(csv);
            spec.commandLine()
                    .getOut()
                    .printf("%s written to %s%n", Counted.text(points.rows().size(), "row"), output);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }
}

package org.floatscape.dse.cli;

import java.util.concurrent.Callable;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.report.DecodeTable;
import org.floatscape.dse.report.FormatList;
import org.floatscape.dse.report.FormatText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which formats there are, and what the codes of one mean. */
@Command(
        name = "formats",
        mixinStandardHelpOptions = true,
        description = "Lists the named formats, or shows one: bit layout, range, scale, and the value of every code.",
        footer = {
            "",
            "  floatscape formats                          the named formats",
            "  floatscape formats e4m3fn:b32:e8m0/rceil    any other, by its parts",
            "  floatscape formats bf16 --csv > bf16.csv    all codes of one",
            "",
            "Exit codes: 0 shown, 2 no such format."
        })
final class FormatsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "An alias such as mxfp4, or a name by its parts.")
    private String name;

    @Option(names = "--all", description = "Shows the value of every code, not only the smallest and the largest.")
    private boolean all;

    @Option(names = "--csv", description = "Prints the value of every code as CSV and nothing else.")
    private boolean csv;

    @Override
    public Integer call() {
        if (name == null) {
            if (all || csv) {
                throw new InputException(all ? "--all" : "--csv", "is about the codes of one format; name it");
            }
            print(FormatList.text());
            return 0;
        }
        var format = Format.parse(name);
        var table = DecodeTable.of(format);
        print(csv ? table.csv() : FormatText.of(format) + "\n" + table.text(all));
        return 0;
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}

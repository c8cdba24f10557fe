package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.floatscape.dse.fit.LawFile;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.law.NamedLaw;
import picocli.CommandLine.Command;

/** What the scaling laws say. */
@Command(
        name = "law",
        mixinStandardHelpOptions = true,
        description = "Lists, explains and evaluates the scaling laws behind the loss.",
        subcommands = {
            LawCommandList.class,
            LawCommandShow.class,
            LawCommandEval.class,
            LawCommandOptimum.class,
            LawCommandTokens.class
        })
final class LawCommand {

    private LawCommand() {}

    /** The published law of that name, or the law of a file that {@code fit} wrote. */
    static NamedLaw law(String nameOrFile) throws IOException {
        return nameOrFile.endsWith(".json") ? LawFile.read(Path.of(nameOrFile)).named() : Laws.named(nameOrFile);
    }

    /** Six significant digits without zeros at the end, as every number of these commands is shown. */
    static String figure(double value) {
        return String.format(Locale.ROOT, "%.6g", value)
                .replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
                .replaceFirst("\\.(e|$)", "$1");
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.floatscape.dse.fit.FittedLaw;
import org.floatscape.dse.fit.LawFile;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.TableLaw;
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

    private static final String LAW_FILE = ".json";

    private LawCommand() {}

    /** The published law of that name, or the law of a file that {@code fit} wrote. */
    static NamedLaw law(String nameOrFile) throws IOException {
        return tableLaw(nameOrFile).law();
    }

    /** The same, with what the columns were called that a law file was fitted on, and the classes they held. */
    static TableLaw tableLaw(String nameOrFile) throws IOException {
        if (!nameOrFile.endsWith(LAW_FILE)) {
            if (Laws.ids().stream().noneMatch(nameOrFile::equals) && Files.exists(Path.of(nameOrFile))) {
                throw new InputException(
                        "law " + nameOrFile,
                        "is a file whose name does not end in .json, as a law file's must; rename it");
            }
            return TableLaw.of(Laws.named(nameOrFile));
        }
        var path = Path.of(nameOrFile);
        var file = LawFile.read(path);
        var names = new HashMap<>(Map.of(TableLaw.FLOPS, TableLaw.FLOPS));
        names.putAll(file.input().columns());
        return new TableLaw(
                file.named(),
                names,
                FittedLaw.classes(file.law(), file.constants()),
                file.input().reference().orElse(""),
                classes -> FittedLaw.of(file.law(), file.constants(), classes));
    }

    /** Six significant digits without zeros at the end, as every number of these commands is shown. */
    static String figure(double value) {
        return String.format(Locale.ROOT, "%.6g", value)
                .replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
                .replaceFirst("\\.(e|$)", "$1");
    }
}

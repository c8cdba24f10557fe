package org.floatscape.dse.cli;

import java.util.Arrays;
import java.util.List;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.format.NamedFormat;
import picocli.CommandLine.Option;

/** The formats a command is about, by name or alias; each command has its own default. */
final class FormatsOptions {

    @Option(
            names = {"-f", "--formats", "--format"},
            paramLabel = "FORMAT",
            split = ",",
            description = "Formats, separated by commas. Default: ${DEFAULT-VALUE}")
    private String[] names;

    FormatsOptions(String... defaults) {
        this.names = defaults.clone();
    }

    /** @throws FormatNameException if one of them is no format */
    List<NamedFormat> formats() {
        return Arrays.stream(names).map(NamedFormat::parse).toList();
    }
}

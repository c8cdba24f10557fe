package org.floatscape.dse.cli;

import java.util.LinkedHashMap;
import java.util.List;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.input.InputException;
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

    /**
     * At least one, each once.
     *
     * @throws FormatNameException if one of them is no format
     * @throws InputException      if two of them are one format
     */
    List<NamedFormat> formats() {
        var formats = new LinkedHashMap<Format, NamedFormat>();
        for (String name : names) {
            NamedFormat named = NamedFormat.parse(name);
            NamedFormat same = formats.putIfAbsent(named.format(), named);
            if (same != null) {
                throw new InputException(
                        "format " + name, "is there already, as %s; leave one out".formatted(same.name()));
            }
        }
        return List.copyOf(formats.values());
    }
}

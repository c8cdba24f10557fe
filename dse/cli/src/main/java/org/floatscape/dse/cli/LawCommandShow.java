package org.floatscape.dse.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.report.Paragraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All there is to know about one law. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a law: formula, constants, source, fitted range, what it assumes and cannot see.")
final class LawCommandShow implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "LAW",
            description =
                    "Name of a law, such as capybara, or a law file of 'floatscape fit'; 'floatscape law list' has all"
                            + " names.")
    private String id;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().print(text(LawCommand.law(id)));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String text(NamedLaw law) {
        var form = law.law().form();
        var text = new StringBuilder("%s (%s)\n".formatted(law.title(), law.id()));
        section(text, "Formula", List.of(form.formula()));
        section(text, "Constants", constants(law));
        section(text, "Source", List.of(law.source()));
        section(text, "Takes", columns(law.law()));
        section(
                text,
                "Fitted on",
                law.range().stream()
                        .map(range -> "%s %s to %s"
                                .formatted(
                                        range.column().key(),
                                        LawCommand.figure(range.min()),
                                        LawCommand.figure(range.max())))
                        .toList());
        section(text, "Assumes", law.assumes());
        section(text, "Cannot see", law.cannotSee());
        return text.toString();
    }

    private static List<String> constants(NamedLaw law) {
        var lines = new ArrayList<String>();
        var values = law.law().constants();
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        for (var constant : law.law().form().constants()) {
            lines.add("%s%s = %s %s: %s"
                    .formatted(
                            constant.name(),
                            " ".repeat(width - constant.name().length()),
                            values.get(constant.name()),
                            constant.unit().equals("no unit") ? "(no unit)" : constant.unit(),
                            constant.meaning()));
        }
        return lines;
    }

    private static List<String> columns(Law law) {
        var required = new LinkedHashSet<Column>();
        law.columnSets().forEach(required::addAll);
        var lines = new ArrayList<String>();
        for (Column column : required) {
            boolean always = law.columnSets().stream().allMatch(set -> set.contains(column));
            lines.add("%s: %s%s".formatted(column.key(), column.meaning(), always ? "" : " (one of two ways)"));
        }
        law.form()
                .optional()
                .forEach(column -> lines.add("%s: %s (optional)".formatted(column.key(), column.meaning())));
        return lines;
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        text.append('\n').append(title).append('\n');
        lines.forEach(line -> text.append(Paragraph.of("  ", "    ", line)));
    }
}

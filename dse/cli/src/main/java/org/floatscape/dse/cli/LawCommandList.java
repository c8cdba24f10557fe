package org.floatscape.dse.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.law.NamedLaw;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One entry for each published law. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the laws and the columns each takes.",
        footer = {"", "'floatscape law show LAW' tells where its constants come from and what it cannot see."})
final class LawCommandList implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int width = Laws.ids().stream().mapToInt(String::length).max().orElseThrow() + 2;
        var text = new StringBuilder();
        for (NamedLaw law : Laws.all()) {
            text.append(law.id()).repeat(" ", width - law.id().length()).append(law.title());
            text.append('\n').repeat(" ", width).append("takes ").append(columns(law.law()));
            text.append('\n');
        }
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Such as {@code params,tokens,bits or params,tokens,bits_w,bits_a,bits_kv; also ptq_bits}. */
    private static String columns(Law law) {
        String sets = law.columnSets().stream()
                .map(set -> set.stream().map(Column::key).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" or "));
        String optional = law.form().optional().stream().map(Column::key).collect(Collectors.joining(","));
        return optional.isEmpty() ? sets : sets + "; also " + optional;
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    static Stream<CommandLine> commands() {
        return withSubcommands(Main.commandLine());
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
    }

    /** A line that is too long would be broken again, which leaves a word or two alone on the next. */
    @ParameterizedTest
    @MethodSource("commands")
    void linesAreBrokenWhereTheyAreWritten(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().footer())
                .isSubsetOf(command.getUsageMessage().lines().toList());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void valuesOfOptionsAreNamedAlike(CommandLine command) {
        assertThat(command.getUsageMessage()).doesNotContainPattern("=<[a-z]");
    }
}

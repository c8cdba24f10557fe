package org.floatscape.dse.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code floatscape}. */
@Command(
        name = "floatscape",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Which number format for this model, this training budget and this silicon?",
        subcommands = {
            ExploreCommand.class,
            LawCommand.class,
            FitCommand.class,
            CostCommand.class,
            FormatsCommand.class,
            MeasureCommand.class,
            QuantizeCommand.class,
            WorkloadCommand.class
        },
        footer = {"", "Exit codes: 0 done, 1 nothing meets the budgets, 2 bad input, 70 a bug in Floatscape."})
public final class Main {

    static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole program but for exiting, so that tests run it in process. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::badUsage)
                .setExecutionStrategy(Failures::watched)
                .setExecutionExceptionHandler(Failures::failed);
    }

    private Main() {}
}

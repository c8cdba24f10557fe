package org.floatscape.dse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What arithmetic costs. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description =
                "Area, energy and delay of MAC units: shown part by part, by several sources, for tables of designs,"
                        + " calibrated, for other tools.",
        subcommands = {
            CostShowCommand.class,
            CostCompareCommand.class,
            CostEvalCommand.class,
            CostCalibrateCommand.class,
            CostExportCommand.class
        })
final class CostCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "cost: name what to do: show, compare, eval, calibrate or export");
    }
}

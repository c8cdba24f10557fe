package org.floatscape.dse.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A command run in this process. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(List<String> args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** What it printed, without the ends of lines, which fall where they may. */
    String sentences() {
        return out.replaceAll("\\s+", " ");
    }
}

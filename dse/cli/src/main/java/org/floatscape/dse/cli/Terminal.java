package org.floatscape.dse.cli;

/** Whether a person watches: progress is for them alone, never for pipes and files. */
final class Terminal {
    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // whether it is null without a terminal depends on jdk.console
    static boolean isWatched() {
        var console = System.console();
        return console != null && console.isTerminal();
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.input.InputException;
import org.floatscape.ffi.NativeLibraryException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever stops a command into one message and an exit code. */
final class Failures {

    static final int INFEASIBLE = 1;
    static final int BAD_INPUT = 2;
    static final int BUG = 70;

    private static final Pattern ENUM_CONSTANTS = Pattern.compile("expected one of \\[([^]]*)] \\(case-insensitive\\)");

    private Failures() {}

    static int badUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("floatscape: " + inUsersWords(failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
        return BAD_INPUT;
    }

    /** Without the names of Java's types, and constants as they are written on the command line. */
    private static String inUsersWords(String message) {
        return ENUM_CONSTANTS
                .matcher(message)
                .replaceFirst(found -> "expected one of " + asWritten(found.group(1)))
                .replaceFirst(" is not an? (int|long)$", " is not a whole number")
                .replaceFirst(" is not a double$", " is not a number");
    }

    private static String asWritten(String constants) {
        return Stream.of(constants.split(", "))
                .map(constant -> constant.toLowerCase(Locale.ROOT).replace('_', '-'))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Runs the command; an {@link Error}, which picocli lets through, comes to {@link #failed} as exceptions do. */
    static int watched(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Error e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case InputException e -> badInput(command, e.getMessage());
            case FormatNameException e -> badInput(command, e.getMessage());
            case NativeLibraryException e -> badInput(command, e.getMessage());
            case NoSuchFileException e -> badInput(command, e.getFile() + ": no such file");
            case AccessDeniedException e -> badInput(command, e.getFile() + ": permission denied");
            case FileAlreadyExistsException e -> badInput(command, e.getFile() + ": is a file; name a folder");
            case FileSystemException e -> badInput(command, e.getMessage());
            case IOException e -> badInput(command, "cannot read or write: " + e.getMessage());
            default -> {
                command.getErr().println("floatscape: this is a bug, please report it with the trace below");
                failure.printStackTrace(command.getErr());
                yield BUG;
            }
        };
    }

    private static int badInput(CommandLine command, String message) {
        command.getErr().println("floatscape: " + message);
        return BAD_INPUT;
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

class FailuresTest {

    /** A command with a bug. */
    @Command(name = "broken")
    record Broken(Supplier<Throwable> failure) implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            switch (failure.get()) {
                case Error e -> throw e;
                case Exception e -> throw e;
                default -> throw new IllegalStateException();
            }
        }
    }

    static Stream<Supplier<Throwable>> bugs() {
        return Stream.of(() -> new AssertionError("cannot happen"), () -> new IllegalStateException("cannot happen"));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aBugEndsWithItsTraceAndCode70(Supplier<Throwable> failure) {
        var err = new StringWriter();
        int exitCode = Main.commandLine()
                .addSubcommand(new Broken(failure))
                .setErr(new PrintWriter(err))
                .execute("broken");
        assertThat(exitCode).isEqualTo(70);
        assertThat(err.toString()).contains("this is a bug", "cannot happen", "at " + Broken.class.getName());
    }
}

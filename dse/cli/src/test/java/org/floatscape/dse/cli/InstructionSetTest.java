package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionSetTest {

    @TempDir
    private Path folder;

    /** A process of its own: what fails in an initialiser fails with another message the second time. */
    @ParameterizedTest
    @ValueSource(strings = {"formats e2m1", "cost show mxfp4 -o out", "cost compare"})
    void anUnknownOneIsOneMessage(String arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(Arrays.asList(arguments.split(" ")));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("FLOATSCAPE_ISA", "bogus");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(2);
        assertThat(output)
                .startsWith("floatscape: environment variable FLOATSCAPE_ISA (bogus) must be an instruction set")
                .hasLineCount(1);
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a user's that are not what the cost commands read. */
class CostFilesTest {
    @TempDir
    private Path folder;

    /** A user's broken file is one line that says where, and never how this program is built. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: x|1: calibrations (missing): needed here",
                "''|1: the file is empty",
                "- x|1: the file (a list): must be a mapping of keys",
                "'calibrations: [null]\nid: 3'|1: calibrations[0] (empty): must be a mapping of keys",
                "'calibrations:\n- library: {}'|2: calibrations[0].families (missing): needed here"
            })
    void aBrokenLibraryIsOneMessage(String text, String message) throws IOException {
        Path library = Files.writeString(folder.resolve("mine.yaml"), text.replace("\\n", "\n"));
        assertRefused(library + ":" + message, "cost", "compare", "--library", library.toString());
    }

    private void assertRefused(String message, String... args) {
        var run = CommandRun.of(List.of(args));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("floatscape: " + message + "\n");
    }

    @Test
    void filesThatAreNoTextsAreNamed() throws IOException {
        Path junk = Files.write(folder.resolve("junk.yaml"), new byte[] {(byte) 0xff, 0, 1, (byte) 0xc3});
        String message = junk + ":1: the file is not UTF-8 text";
        assertRefused(message, "cost", "compare", "--library", junk.toString());
        assertRefused(message, "workload", "llama-3-8b", "--buffer", junk + ":chip.glb:64");
        assertRefused(message, "cost", "calibrate", junk.toString(), "-o", folder + "/x.yaml");
        assertRefused(folder + ": is a folder; name a file", "cost", "compare", "--library", folder.toString());
    }
}

package org.floatscape.dse.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTextTest {

    @TempDir
    private Path folder;

    @Test
    void filesThatAreNoTextAreNamed() throws IOException {
        var text = Files.writeString(folder.resolve("a.csv"), "µ,1\n");
        assertThat(InputText.read(text)).isEqualTo("µ,1\n");
        assertThatThrownBy(() -> InputText.read(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + ": is a folder; name a file");
        var junk = Files.write(folder.resolve("b.json"), new byte[] {(byte) 0xff, 0, (byte) 0x80});
        assertThatThrownBy(() -> InputText.read(junk))
                .isInstanceOf(InputException.class)
                .hasMessage(junk + ": is not UTF-8 text");
    }
}

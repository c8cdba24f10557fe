package org.floatscape.dse.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.floatscape.dse.table.CsvTable;

/** Files shipped beside the classes of this package. */
final class Resources {

    private Resources() {}

    static String text(String name) {
        try (var stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new AssertionError("resource %s is missing from the build".formatted(name));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }

    static CsvTable table(String name) {
        return CsvTable.parse(name, text(name));
    }
}

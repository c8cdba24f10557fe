package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Law files of given constants, for tests. */
final class LawFiles {

    private LawFiles() {}

    /** @param constants as in JSON, without the braces */
    static Path write(Path file, String law, String constants) throws IOException {
        return write(file, law, constants, "", "\"params\": {\"lower\": 1e7, \"upper\": 1e10}");
    }

    /**
     * As above.
     *
     * @param columns names of the fitted file, as in JSON, without the braces
     * @param range   of the fitted runs, as in JSON, without the braces
     */
    static Path write(Path file, String law, String constants, String columns, String range) throws IOException {
        return Files.writeString(file, """
            {
              "id": "test-0", "law": "%s", "constants": {%s}, "fitted": [], "loss": "squares", "objective": 0,
              "rows": 9, "aic": 0,
              "input": {"file": "r.csv", "sha256": "0", "columns": {%s}, "filters": [], "reference": "BF16"},
              "range": {%s}, "standard_errors": {}, "covariance": {"names": [], "matrix": []}, "findings": []
            }
            """.formatted(law, constants, columns, range));
    }
}

package org.floatscape.dse.fit;

import java.util.List;
import org.floatscape.dse.table.CsvTable;

/** Fewer runs than a law's free constants and one more. */
public final class TooFewRunsException extends FitException {

    private static final long serialVersionUID = 1L;

    TooFewRunsException(String law, int nRuns, List<String> constants) {
        this("law %s: %d runs are too few for %d free constants (%s); at least %d are needed"
                .formatted(law, nRuns, constants.size(), String.join(", ", constants), constants.size() + 1));
    }

    /** Enough runs, but repeated ones. */
    static TooFewRunsException distinct(String law, int nRuns, int nDistinct, List<String> constants) {
        return new TooFewRunsException(
                "law %s: %d runs at %d distinct points are too few for %d free constants (%s); at least %d points are needed"
                        .formatted(
                                law,
                                nRuns,
                                nDistinct,
                                constants.size(),
                                String.join(", ", constants),
                                constants.size()));
    }

    private TooFewRunsException(String message) {
        super(message);
    }

    /** The same, saying where the table ends and how many of its rows the filters left. */
    TooFewRunsException in(CsvTable table) {
        return new TooFewRunsException("%s:%d: %s (the table ends here, with %d rows before filters)"
                .formatted(
                        table.source(),
                        table.rows().getLast().line(),
                        getMessage(),
                        table.rows().size()));
    }
}

package org.floatscape.dse.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.table.CsvTable;

/** Products listed in a table with the columns name, m, n, k and, where some are done more than once, count. */
public final class GemmTable {

    private GemmTable() {}

    /**
     * @param phase where training, the gradients are added to every row; otherwise B counts as weights, which lie ready
     *              in their format
     * @throws InputException with file, line and column, if a column is missing or a size is not a whole number from 1
     *                        to {@value Gemm#MAX_SIZE}
     */
    public static Workload of(CsvTable table, Phase phase) {
        var names = table.texts("name");
        if (names.isEmpty()) {
            throw new InputException(table.source(), "the table has no rows; one per matrix product is needed");
        }
        var gemms = new ArrayList<Gemm>();
        for (int row = 0; row < names.size(); row++) {
            var gemm = Gemm.of(
                    name(table, row),
                    size(table, row, "m"),
                    size(table, row, "n"),
                    size(table, row, "k"),
                    table.has("count") ? size(table, row, "count") : 1);
            gemms.addAll(phase == Phase.TRAINING ? gemm.withGradients() : List.of(gemm.storing(Matrix.B)));
        }
        return new Workload(
                phase == Phase.TRAINING ? table.source() + ", with gradients" : table.source(),
                gemms,
                Optional.empty());
    }

    private static String name(CsvTable table, int row) {
        String name = table.text(row, "name");
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw table.error(row, "name", "must be one line of text");
        }
        return name;
    }

    private static long size(CsvTable table, int row, String column) {
        double size = table.number(row, column);
        if (size != Math.rint(size) || size < 1 || size > Gemm.MAX_SIZE) {
            throw table.error(
                    row,
                    column,
                    "%s must be a whole number, 1 to %d".formatted(table.text(row, column), Gemm.MAX_SIZE));
        }
        return (long) size;
    }
}

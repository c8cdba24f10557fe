package org.floatscape.ffi;

/**
 * Numbered pieces that cover a tensor: of whole rows where rows are short, else of parts of one row.
 *
 * @param rowsPerPiece rows of a piece, less in the last one
 * @param columnsPerPiece elements of a row in a piece, less in the last one of a row
 */
record Grid(long rows, long rowLength, long rowsPerPiece, long columnsPerPiece) {

    /**
     * Pieces of about {@code maxElements}, of at least one row or {@code granule} elements of it.
     *
     * @param granule rows are cut at multiples of this
     */
    static Grid of(Tensor tensor, long granule, long maxElements) {
        long rowLength = tensor.rowLength();
        if (rowLength <= Math.max(maxElements, granule)) {
            return new Grid(tensor.rows(), rowLength, Math.max(1, maxElements / rowLength), rowLength);
        }
        return new Grid(tensor.rows(), rowLength, 1, Math.max(granule, maxElements / granule * granule));
    }

    long count() {
        return Math.ceilDiv(rows, rowsPerPiece) * piecesPerRow();
    }

    Piece piece(long i) {
        long row = i / piecesPerRow() * rowsPerPiece;
        long column = i % piecesPerRow() * columnsPerPiece;
        return new Piece(
                row, Math.min(rowsPerPiece, rows - row), column, Math.min(columnsPerPiece, rowLength - column));
    }

    private long piecesPerRow() {
        return Math.ceilDiv(rowLength, columnsPerPiece);
    }
}

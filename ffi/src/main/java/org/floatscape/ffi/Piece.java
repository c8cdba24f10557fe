package org.floatscape.ffi;

/** A rectangle of a tensor: {@code rows} rows from {@code row}, {@code length} elements of each from {@code column}. */
record Piece(long row, long rows, long column, long length) {

    /** The rectangle at {@code row} and {@code column} of this one, in the tensor's coordinates. */
    Piece part(long partRow, long partRows, long partColumn, long partLength) {
        return new Piece(row + partRow, partRows, column + partColumn, partLength);
    }
}

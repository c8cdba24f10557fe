package org.floatscape.dse.workload;

import java.util.Optional;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.input.InputException;

/**
 * An output-stationary array of MAC units, a buffer that serves it, and a memory off chip.
 *
 * @param rows        of the array; each takes one row of A
 * @param columns     of the array; each takes one column of B
 * @param bufferBytes capacity of the buffer
 * @param register    what holds an operand beside a MAC unit
 * @param buffer      what the buffer is made of
 * @param offChip     where matrices live
 * @param node        process node and voltage
 * @param bufferUm2   area of the buffer, µm², where it is known
 */
public record Accelerator(
        int rows,
        int columns,
        long bufferBytes,
        Memory register,
        Memory buffer,
        Memory offChip,
        TechnologyNode node,
        Optional<Double> bufferUm2) {

    /** Partial sums are kept in binary32 or 32-bit integers. */
    static final int ACCUMULATOR_BITS = 32;

    /** @throws InputException if the array is not 1 to 4096 units wide and high, or the buffer cannot keep it busy */
    public Accelerator {
        if (rows < 1 || columns < 1 || rows > 4096 || columns > 4096) {
            throw new InputException("array (%dx%d): rows and columns must be 1 to 4096".formatted(rows, columns));
        }
        long side = Math.max(rows, columns);
        long leastBytes = 2 * side * side * ACCUMULATOR_BITS / Byte.SIZE;
        if (bufferBytes < leastBytes || bufferBytes > 1L << 40) {
            throw new InputException(
                    "buffer (%d bytes): must be at least %d bytes, twice the partial sums of a %dx%d array, and at most 1 TiB"
                            .formatted(bufferBytes, leastBytes, side, side));
        }
    }

    /** Half of the buffer, bits; the other half is for what streams through. */
    double halfBits() {
        return bufferBytes * (double) Byte.SIZE / 2;
    }
}

package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GridTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void piecesCoverEveryElementOnce(long seed) {
        var random = new SplittableRandom(seed);
        int rows = random.nextInt(1, 20);
        int rowLength = random.nextInt(1, 300);
        long granule = random.nextInt(1, rowLength + 1);
        Grid grid = Grid.of(tensor(rows, rowLength), granule, random.nextInt(1, 2 * rows * rowLength));

        int[] visits = new int[rows * rowLength];
        for (long i = 0; i < grid.count(); i++) {
            visit(grid.piece(i), granule, rowLength, visits);
        }
        assertThat(visits).containsOnly(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void pacedPartsCoverEveryElementOnceInOrder(long seed) {
        var random = new SplittableRandom(seed);
        int rows = random.nextInt(1, 20);
        int rowLength = random.nextInt(1, 300);
        long granule = random.nextInt(1, rowLength + 1);
        int[] visits = new int[rows * rowLength];
        long[] last = {-1};

        new Pace(random.nextInt(1, 1000)).walk(new Piece(0, rows, 0, rowLength), granule, part -> {
            long first = part.row() * rowLength + part.column();
            assertThat(first).isGreaterThan(last[0]);
            last[0] = first;
            visit(part, granule, rowLength, visits);
        });
        assertThat(visits).containsOnly(1);
    }

    private static void visit(Piece piece, long granule, int rowLength, int[] visits) {
        assertThat(piece.column() % granule).isZero();
        assertThat(piece.rows() == 1 || piece.length() == rowLength).isTrue();
        for (long row = piece.row(); row < piece.row() + piece.rows(); row++) {
            for (long column = piece.column(); column < piece.column() + piece.length(); column++) {
                visits[(int) (row * rowLength + column)]++;
            }
        }
    }

    private static Tensor tensor(int rows, int rowLength) {
        return new Tensor(MemorySegment.ofArray(new float[rows * rowLength]), Dtype.F32, rows, rowLength);
    }
}

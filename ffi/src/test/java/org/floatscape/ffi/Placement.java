package org.floatscape.ffi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a test's floats lie. */
enum Placement {
    HEAP {
        @Override
        MemorySegment allocate(long bytes, Arena arena) {
            return MemorySegment.ofArray(new float[Math.toIntExact(bytes / Float.BYTES)]);
        }
    },
    OFF_HEAP {
        @Override
        MemorySegment allocate(long bytes, Arena arena) {
            return arena.allocate(bytes, Float.BYTES);
        }
    },
    MAPPED {
        @Override
        MemorySegment allocate(long bytes, Arena arena) {
            try {
                Path file = Files.createTempFile("floatscape-test", ".bin");
                try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                    return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    abstract MemorySegment allocate(long bytes, Arena arena);

    /** Rows with a gap of {@code rowStride - rowLength} elements, which hold NaN and are never to be read. */
    Tensor copyOf(float[] values, long rows, long rowLength, long rowStride, Arena arena) {
        MemorySegment memory = allocate(Math.max(Float.BYTES, rows * rowStride * Float.BYTES), arena);
        for (long i = 0; i < memory.byteSize() / Float.BYTES; i++) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
        }
        for (long row = 0; row < rows; row++) {
            MemorySegment.copy(
                    values,
                    (int) (row * rowLength),
                    memory,
                    ValueLayout.JAVA_FLOAT,
                    row * rowStride * Float.BYTES,
                    (int) rowLength);
        }
        return new Tensor(memory, Dtype.F32, rows, rowLength, rowStride);
    }
}

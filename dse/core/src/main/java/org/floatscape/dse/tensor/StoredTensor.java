package org.floatscape.dse.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;
import org.floatscape.ffi.Dtype;
import org.floatscape.ffi.Tensor;

/**
 * A tensor in a mapped file.
 *
 * @param data its bytes in the file, no more and no less
 */
public record StoredTensor(Path file, TensorHeader header, MemorySegment data) {

    public StoredTensor {
        if (data.byteSize() != header.nBytes()) {
            throw new IllegalArgumentException(
                    "%s: %d bytes of data must be %d".formatted(header, data.byteSize(), header.nBytes()));
        }
    }

    public String name() {
        return header.name();
    }

    /**
     * The elements for the kernels: as they lie in the file, runs of the last dimension as rows.
     *
     * @param scratch takes a copy where the file puts elements at addresses that are no multiples of their size
     * @throws IllegalStateException if the kernels do not read the type
     */
    public Tensor rows(SegmentAllocator scratch) {
        Dtype dtype = header.type()
                .dtype()
                .orElseThrow(() -> new IllegalStateException("the kernels do not read " + header.type()));
        MemorySegment elements = data;
        if (data.address() % dtype.bytes() != 0) {
            elements = scratch.allocate(data.byteSize(), dtype.bytes()).copyFrom(data);
        }
        return new Tensor(elements, dtype, header.rows(), header.rowLength());
    }

    /** The elements for the kernels to write: float32, as {@link TensorFileWriter} aligns it. */
    public Tensor target() {
        return new Tensor(data, Dtype.F32, header.rows(), header.rowLength());
    }
}

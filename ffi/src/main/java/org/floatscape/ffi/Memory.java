package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;

/** Memory of the caller as the kernels' threads use it. */
final class Memory {

    private Memory() {}

    /**
     * {@code segment} for the use of several threads. A confined segment refuses other threads, to be safe from being
     * closed under them; here its owner waits for them, so an unchecked view of the same memory is as safe.
     */
    static MemorySegment shared(MemorySegment segment) {
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("memory of a closed arena");
        }
        boolean confined = segment.isNative()
                && segment.isAccessibleBy(Thread.currentThread())
                && !segment.isAccessibleBy(STRANGER);
        return confined ? unchecked(segment) : segment;
    }

    private static final Thread STRANGER = Thread.ofVirtual().unstarted(() -> {});

    @SuppressWarnings("restricted")
    private static MemorySegment unchecked(MemorySegment segment) {
        MemorySegment view = MemorySegment.ofAddress(segment.address()).reinterpret(segment.byteSize());
        return segment.isReadOnly() ? view.asReadOnly() : view;
    }
}

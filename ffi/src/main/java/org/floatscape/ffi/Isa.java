package org.floatscape.ffi;

import java.util.Arrays;
import java.util.List;
import org.floatscape.ffi.generated.floatscape_h;

/** The instruction sets that the kernels are built for. All give the same bits. */
public enum Isa {
    SCALAR(floatscape_h.FS_ISA_SCALAR(), "scalar"),
    AVX2(floatscape_h.FS_ISA_AVX2(), "avx2"),
    AVX512(floatscape_h.FS_ISA_AVX512(), "avx512");

    private final int code;
    private final String label;

    Isa(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Name in reports and in the environment variable {@code FLOATSCAPE_ISA}, such as {@code avx2}. */
    public String label() {
        return label;
    }

    /**
     * The instruction set in use; goes into every report.
     *
     * @throws NativeLibraryException as {@link #select}
     */
    public static Isa active() {
        NativeLibrary.require();
        int active = floatscape_h.fs_active_isa();
        return Arrays.stream(values())
                .filter(isa -> isa.code == active)
                .findFirst()
                .orElseThrow(() -> new AssertionError("unknown instruction set " + active));
    }

    /** The instruction sets that this CPU and operating system run, narrowest first. */
    public static List<Isa> supported() {
        NativeLibrary.require();
        return Arrays.stream(values()).filter(Isa::isSupported).toList();
    }

    /** The same, with the library loaded. */
    boolean isSupported() {
        return floatscape_h.fs_isa_supported(code) == 1;
    }

    /**
     * Chooses the kernels for the whole process; for tests and benchmarks.
     *
     * @throws NativeLibraryException if this CPU does not run it, or the library cannot be loaded
     */
    public void select() {
        NativeLibrary.require();
        Status.check(floatscape_h.fs_select_isa(code), () -> "instruction set " + label);
    }
}

package org.floatscape.ffi;

import java.util.function.Supplier;
import org.floatscape.ffi.generated.floatscape_h;

/** Turns an {@code fs_status} into an exception. Every native call goes through {@link #check}. */
final class Status {

    private Status() {}

    /**
     * @param call the C function and the arguments that explain a failure
     * @throws IllegalArgumentException where the format or the data are not usable; any other status is our own bug, for
     *     arguments are checked before the call
     */
    static void check(int status, Supplier<String> call) {
        if (status == floatscape_h.FS_OK()) {
            return;
        }
        String message = "%s: %s".formatted(call.get(), text(status));
        if (status == floatscape_h.FS_E_FORMAT()
                || status == floatscape_h.FS_E_NAN_CODE()
                || status == floatscape_h.FS_E_DOMAIN()) {
            throw new IllegalArgumentException(message);
        }
        if (status == floatscape_h.FS_E_ISA()) {
            throw new NativeLibraryException(message);
        }
        throw new AssertionError(message);
    }

    private static String text(int status) {
        return floatscape_h.fs_status_text(status).getString(0);
    }
}

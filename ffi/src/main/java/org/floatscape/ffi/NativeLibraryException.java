package org.floatscape.ffi;

/** The C library cannot be loaded, or not with the instruction set asked for. The message says what to do about it. */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}

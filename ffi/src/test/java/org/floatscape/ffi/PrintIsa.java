package org.floatscape.ffi;

/** What {@link NativeLibraryTest} starts in a JVM of its own. */
final class PrintIsa {

    private PrintIsa() {}

    /** Prints the instruction set in use; on a failure, what every one of two attempts says. */
    public static void main(String[] args) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                System.out.println(Isa.active().label());
            } catch (NativeLibraryException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}

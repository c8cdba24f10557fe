package org.floatscape.solver;

import com.google.ortools.Loader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** OR-Tools' native code: loaded at the first {@link #require} and not before. */
final class NativeSolver {

    private static final String LIBRARY = "jniortools";

    private static boolean loaded;

    private NativeSolver() {}

    /** @throws IllegalStateException if the library lies on {@code java.library.path} and cannot be loaded */
    static synchronized void require() {
        if (!loaded) {
            load();
            loaded = true;
        }
    }

    @SuppressWarnings("restricted") // native access is granted on the command line
    private static void load() {
        String libraryPath = System.getProperty("java.library.path");
        if (!holdsLibrary(libraryPath)) {
            // Unpacks 70 MB from the jar into a temporary folder: slow, but all there is where nothing was installed.
            Loader.loadNativeLibraries();
            return;
        }
        try {
            System.loadLibrary(LIBRARY);
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "OR-Tools on java.library.path (%s) cannot be loaded: %s. Maybe the installation is incomplete?"
                            .formatted(libraryPath, e.getMessage()),
                    e);
        }
    }

    private static boolean holdsLibrary(String libraryPath) {
        return Arrays.stream(libraryPath.split(File.pathSeparator))
                .anyMatch(folder -> Files.exists(Path.of(folder, System.mapLibraryName(LIBRARY))));
    }
}

package org.floatscape.ffi;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.SymbolLookup;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.floatscape.ffi.generated.floatscape_h;

/**
 * Finds the C library and loads it, in the class loader of the generated bindings, before they are first touched.
 *
 * <p>Looked for, in this order: the file named by the system property {@code floatscape.library}; the class path, where
 * a build tree holds it as a file, loaded where it lies, and a jar as an entry, unpacked to a temporary file that is
 * deleted as soon as it is loaded. A failure is reported anew at every call: nothing here runs in an initialiser.
 */
final class NativeLibrary {

    static final String PATH_PROPERTY = "floatscape.library";

    private static volatile boolean loaded;

    private NativeLibrary() {}

    /** @throws NativeLibraryException if the library is missing or cannot be loaded */
    static void require() {
        if (!loaded) {
            load();
        }
    }

    private static synchronized void load() {
        if (loaded) {
            return;
        }
        String override = System.getProperty(PATH_PROPERTY);
        if (override != null) {
            loadFile(overridden(override));
        } else {
            loadFromClassPath();
        }
        checkVersion();
        checkIsa();
        loaded = true;
    }

    private static void checkVersion() {
        // Looked up by name first: without the symbol the bindings would die in an initialiser.
        boolean ours = SymbolLookup.loaderLookup().find("fs_abi_version").isPresent();
        if (!ours || floatscape_h.fs_abi_version() != floatscape_h.FS_ABI_VERSION()) {
            throw new NativeLibraryException(
                    "the C library that was loaded (%s) is not of ABI version %d. Maybe %s names an old build."
                            .formatted(
                                    ours ? "version " + floatscape_h.fs_abi_version() : "no version",
                                    floatscape_h.FS_ABI_VERSION(),
                                    PATH_PROPERTY));
        }
    }

    private static void checkIsa() {
        if (floatscape_h.fs_isa_status() != floatscape_h.FS_OK()) {
            String runnable = Arrays.stream(Isa.values())
                    .filter(Isa::isSupported)
                    .map(Isa::label)
                    .collect(Collectors.joining(", "));
            throw new NativeLibraryException(
                    "environment variable FLOATSCAPE_ISA (%s) must be an instruction set that this CPU runs: %s. Unset, the widest is used."
                            .formatted(System.getenv("FLOATSCAPE_ISA"), runnable));
        }
    }

    private static Path overridden(String override) {
        Path file = Path.of(override).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new NativeLibraryException("%s (%s) is not a file. It must name the C library, libfloatscape.so."
                    .formatted(PATH_PROPERTY, override));
        }
        return file;
    }

    private static void loadFromClassPath() {
        String resource = "/META-INF/native/%s/libfloatscape.so".formatted(platform());
        URL url = NativeLibrary.class.getResource(resource);
        if (url == null) {
            throw new NativeLibraryException(
                    "the class path has no C library for this platform (%s). Build it from native/ and name the file with -D%s=FILE."
                            .formatted(platform(), PATH_PROPERTY));
        }
        if (url.getProtocol().equals("file")) {
            loadFile(Path.of(uri(url)));
        } else {
            loadUnpacked(url);
        }
    }

    /** Such as {@code linux-x86_64}. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return os + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new AssertionError("class path entry " + url, e);
        }
    }

    private static void loadUnpacked(URL url) {
        try {
            Path copy = Files.createTempFile("libfloatscape", ".so");
            try {
                try (InputStream bytes = url.openStream()) {
                    Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
                }
                loadFile(copy);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "cannot unpack the C library to the temporary folder (%s): %s. Maybe choose another with -Djava.io.tmpdir=DIR, or name an unpacked library with -D%s=FILE."
                            .formatted(System.getProperty("java.io.tmpdir"), e, PATH_PROPERTY),
                    e);
        }
    }

    @SuppressWarnings("restricted")
    private static void loadFile(Path file) {
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new NativeLibraryException(
                    "cannot load the C library: %s. Maybe its folder is mounted noexec, or it was built for another system; name a usable one with -D%s=FILE."
                            .formatted(e.getMessage(), PATH_PROPERTY),
                    e);
        }
    }
}

package org.floatscape.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.ortools.Loader;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own: native code is loaded once per JVM. */
class NativeSolverTest {

    private static final String SOLVED = "stated 2\nOptimal[row=1, objective=1]\n";

    @TempDir
    private Path installed;

    /** Where OR-Tools' own loader would unpack. */
    @TempDir
    private Path unpacked;

    @Test
    void usesNativesOnTheLibraryPathAndUnpacksNothing() throws Exception {
        install(installed);
        assertThat(solveOne()).isEqualTo(SOLVED);
        assertThat(unpacked).isEmptyDirectory();
    }

    @Test
    void unpacksWhereNothingIsInstalled() throws Exception {
        assertThat(solveOne()).isEqualTo(SOLVED);
    }

    /** The problem is stated without native code, and a broken installation is never papered over by unpacking. */
    @Test
    void aBrokenInstallationFailsOnlyWhenSolving() throws Exception {
        Files.writeString(installed.resolve(System.mapLibraryName("jniortools")), "not a library");
        assertThat(solveOne())
                .startsWith("stated 2\n")
                .contains("IllegalStateException: OR-Tools on java.library.path (%s) cannot be loaded"
                        .formatted(installed));
        assertThat(unpacked).isEmptyDirectory();
    }

    private String solveOne() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.library.path=" + installed,
                        "-Djava.io.tmpdir=" + unpacked,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SolveOne.class.getName())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Lays the natives out as a distribution does: all files of the platform's jar in one flat folder. */
    private static void install(Path folder) throws IOException, URISyntaxException {
        var name = "ortools-" + Platform.RESOURCE_PREFIX;
        var resource = Loader.class.getClassLoader().getResource(name);
        var jar = ((JarURLConnection) resource.openConnection()).getJarFileURL();
        try (var files = FileSystems.newFileSystem(Path.of(jar.toURI()));
                var natives = Files.list(files.getPath(name))) {
            natives.forEach(library ->
                    copy(library, folder.resolve(library.getFileName().toString())));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

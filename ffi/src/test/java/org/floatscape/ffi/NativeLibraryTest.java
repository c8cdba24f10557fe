package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the library in JVMs of their own, from every place it may lie in. */
class NativeLibraryTest {

    private static final String RESOURCE = "META-INF/native/linux-x86_64/libfloatscape.so";
    /** The folder that holds the library as the native module builds it. */
    private static final Path BUILD_TREE =
            Path.of(System.getProperty("floatscape.root"), "native", "target", "classes");

    private static final Path LIBRARY = BUILD_TREE.resolve(RESOURCE);

    @TempDir
    private Path folder;

    @Test
    void isLoadedFromTheBuildTreeWithoutACopy() throws Exception {
        assertThat(run(classPath(BUILD_TREE), List.of(), Map.of()))
                .containsOnly(Isa.active().label());
        assertThat(LIBRARY).exists();
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void isLoadedFromAJarAndLeavesNothingBehind() throws Exception {
        assertThat(run(classPath(jarOfLibrary()), List.of(), Map.of()))
                .containsOnly(Isa.active().label());
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void isLoadedFromTheFileThatThePropertyNames() throws Exception {
        Path elsewhere = Files.copy(LIBRARY, folder.resolve("copy of library.so"));
        assertThat(run(classPath(), List.of("-Dfloatscape.library=" + elsewhere), Map.of()))
                .containsOnly(Isa.active().label());
    }

    @Test
    void aMissingLibrarySaysHowToNameOne() throws Exception {
        assertThat(run(classPath(), List.of(), Map.of()))
                .hasSize(2)
                .allMatch(line ->
                        line.equals("the class path has no C library for this platform (linux-x86_64). Build it from"
                                + " native/ and name the file with -Dfloatscape.library=FILE."));
    }

    @Test
    void aPropertyThatNamesNoFileIsToldSo() throws Exception {
        assertThat(run(classPath(), List.of("-Dfloatscape.library=/nonexistent/x.so"), Map.of()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("floatscape.library (/nonexistent/x.so) is not a file."));
    }

    @Test
    void aFileThatIsNoLibraryIsToldSo() throws Exception {
        Path text = Files.writeString(folder.resolve("text.so"), "not a library");
        assertThat(run(classPath(), List.of("-Dfloatscape.library=" + text), Map.of()))
                .filteredOn(line -> line.startsWith("cannot load the C library: " + text))
                .hasSize(2);
    }

    @Test
    void anotherLibraryIsToldSo() throws Exception {
        Path another = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        assertThat(run(classPath(), List.of("-Dfloatscape.library=" + another), Map.of()))
                .hasSize(2)
                .allMatch(line -> line.startsWith("the C library that was loaded (no version) is not of ABI version"));
    }

    @Test
    void theEnvironmentChoosesTheInstructionSet() throws Exception {
        assertThat(run(classPath(BUILD_TREE), List.of(), Map.of("FLOATSCAPE_ISA", "scalar")))
                .containsOnly("scalar");
        assertThat(run(classPath(BUILD_TREE), List.of(), Map.of("FLOATSCAPE_ISA", "")))
                .containsOnly(Isa.supported().getLast().label());
    }

    @Test
    void anUnknownInstructionSetIsToldAtEveryCall() throws Exception {
        String supported =
                String.join(", ", Isa.supported().stream().map(Isa::label).toList());
        assertThat(run(classPath(BUILD_TREE), List.of(), Map.of("FLOATSCAPE_ISA", "sse9")))
                .hasSize(2)
                .containsOnly(
                        "environment variable FLOATSCAPE_ISA (sse9) must be an instruction set that this CPU runs: %s. Unset, the widest is used."
                                .formatted(supported));
    }

    @Test
    void anInstructionSetThatTheCpuLacksIsToldAtEveryCall() throws Exception {
        assumeFalse(Isa.supported().contains(Isa.AVX512), "this CPU has AVX-512");
        assertThat(run(classPath(BUILD_TREE), List.of(), Map.of("FLOATSCAPE_ISA", "avx512")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("environment variable FLOATSCAPE_ISA (avx512) must be"));
    }

    /** Lines that {@link PrintIsa} prints, on stdout or stderr. */
    private List<String> run(String classPath, List<String> options, Map<String, String> environment)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, PrintIsa.class.getName()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("FLOATSCAPE_ISA");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    /** Our own classes and {@code others}. */
    private static String classPath(Path... others) throws URISyntaxException {
        var entries = new ArrayList<String>();
        for (Class<?> type : List.of(NativeLibrary.class, PrintIsa.class)) {
            entries.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        Stream.of(others).map(Path::toString).forEach(entries::add);
        return String.join(System.getProperty("path.separator"), entries);
    }

    private Path jarOfLibrary() throws IOException {
        Path jar = folder.resolve("native.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(RESOURCE));
            Files.copy(LIBRARY, entries);
        }
        return jar;
    }
}

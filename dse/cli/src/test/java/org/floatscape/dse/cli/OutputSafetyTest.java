package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatscape.dse.tensor.StoredType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No command replaces what it reads, nor what is no plain file. */
class OutputSafetyTest {

    @TempDir
    private Path folder;

    private Path points;
    private Path law;

    @BeforeEach
    void writeInputs() throws IOException {
        points = Files.writeString(folder.resolve("points.csv"), "params,tokens\n1e9,1e11\n");
        law = LawFiles.write(
                folder.resolve("law.json"),
                "chinchilla",
                "\"A\": 1, \"alpha\": 0.3, \"B\": 1, \"beta\": 0.3, \"E\": 2");
    }

    private CommandRun eval(Path output) {
        return CommandRun.of(
                List.of("law", "eval", points.toString(), "--law", law.toString(), "-o", output.toString()));
    }

    private void assertRefused(CommandRun run, Path output, String problem) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("floatscape: --output %s: %s%n", output, problem);
        assertThat(points).hasContent("params,tokens\n1e9,1e11");
    }

    @Test
    void anInputIsNotOverwrittenByWhateverName() throws IOException {
        assertRefused(
                eval(points), points, "is the input %s, which would be overwritten; name another".formatted(points));
        assertRefused(eval(law), law, "is the input %s, which would be overwritten; name another".formatted(law));
        Path detour = folder.resolve("a/../points.csv");
        Files.createDirectory(folder.resolve("a"));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), points);
        Path hard = Files.createLink(folder.resolve("hard.csv"), points);
        for (Path other : List.of(detour, link, hard)) {
            assertRefused(
                    eval(other), other, "is the input %s, which would be overwritten; name another".formatted(points));
        }
        assertThat(link).isSymbolicLink();
    }

    @Test
    void badInputLeavesNoFolder() {
        Path deep = folder.resolve("deep/out.csv");
        var run = CommandRun.of(List.of("law", "eval", points.toString(), "--law", "capybara", "-o", deep.toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(deep.getParent()).doesNotExist();
    }

    @Test
    void aPipeStaysAPipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertRefused(eval(pipe), pipe, "is a device or a pipe, which cannot be replaced; name a file");
        assertThat(Files.readAttributes(pipe, java.nio.file.attribute.BasicFileAttributes.class)
                        .isOther())
                .isTrue();
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
        var run = eval(link);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(target)).startsWith("params,tokens,loss_nats");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.csv"), folder.resolve("none.csv"));
        assertRefused(eval(dangling), dangling, "is a link to nothing; name a file");
        assertThat(folder.resolve("none.csv")).doesNotExist();
    }

    private CommandRun quantize(String... options) throws IOException {
        var tensor = TensorFiles.write(
                folder.resolve("w.npy"), StoredType.F32, List.of(2L, 32L), TensorFiles.samples(1, 64));
        return CommandRun.of(Stream.concat(Stream.of("quantize", tensor.toString(), "-f", "mxfp4"), Stream.of(options))
                .toList());
    }

    @Test
    void whatCannotBeWrittenIsCalledWhatTheUserCalledIt() throws IOException {
        String tooLong = folder.resolve("x".repeat(250) + ".npy").toString();
        var run = quantize("-o", tooLong);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("floatscape: %s: cannot be written: File name too long%n", tooLong);
    }

    @Test
    void whereAFileIsPreparedNoLinkIsFollowed() throws IOException {
        Path link = folder.resolve(
                ".q.npy.%d.part".formatted(ProcessHandle.current().pid()));
        Files.createSymbolicLink(link, points);
        var run = quantize("-o", folder.resolve("q.npy").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("q.npy: cannot be written: %s is in the way; delete it".formatted(link));
        assertThat(points).hasContent("params,tokens\n1e9,1e11");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void oneFileByTwoPathsIsRefused() throws IOException {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), here);
        var run = quantize(
                "-o", here.resolve("q.npy").toString(),
                "--codes", linked.resolve("q.npy").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("two outputs go to this file; name different ones");
        assertThat(here).isEmptyDirectory();
    }

    static Stream<List<String>> overwriting() {
        return Stream.of(
                List.of("quantize", "w.npy", "-f", "mxfp4", "-o", "w.npy"),
                List.of("quantize", "w.npy", "-f", "mxfp4", "-o", "q.npy", "--codes", "w.npy"),
                List.of("cost", "eval", "w.npy", "-o", "w.npy"),
                List.of("cost", "calibrate", "w.npy", "-o", "w.npy"),
                List.of("workload", "workload.csv", "--format", "bf16", "-o", "."),
                List.of("measure", "measurements.csv.npy", "--formats", "bf16", "-o", "linked"));
    }

    @ParameterizedTest
    @MethodSource
    void overwriting(List<String> command) throws IOException {
        var tensor = TensorFiles.write(
                folder.resolve("w.npy"), StoredType.F32, List.of(2L, 32L), TensorFiles.samples(1, 64));
        Files.copy(tensor, folder.resolve("measurements.csv.npy"));
        Files.createDirectory(folder.resolve("linked"));
        Files.createLink(folder.resolve("linked/measurements.csv"), folder.resolve("measurements.csv.npy"));
        Files.writeString(folder.resolve("workload.csv"), "name,m,n,k,count\nx,32,32,32,1\n");
        byte[] before = Files.readAllBytes(tensor);
        var args = IntStream.range(0, command.size())
                .mapToObj(i -> command.get(i).matches(".*\\.(npy|csv)|\\.|linked")
                        ? folder.resolve(command.get(i)).toString()
                        : command.get(i))
                .toList();
        var run = CommandRun.of(args);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).contains(": is the input ", ", which would be overwritten; name another");
        assertThat(tensor).hasBinaryContent(before);
        assertThat(folder.resolve("linked/measurements.csv")).hasBinaryContent(before);
        assertThat(folder.resolve("workload.csv")).hasContent("name,m,n,k,count\nx,32,32,32,1");
    }
}

package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.StoredType;
import org.floatscape.dse.tensor.TensorFile;
import org.floatscape.dse.tensor.TensorHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizeCommandTest {

    @TempDir
    Path folder;

    /** Long rows and many, so that threads cut both. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mxfp4",
                "nvfp4",
                "fp8_e4m3@sr",
                "mxfp6_e2m3@sr",
                "e4m3:b100:fp32",
                "int8:channel:bf16",
                "e5m2i:tensor:fp32",
                "e3m3"
            })
    void noByteDependsOnTheNumberOfThreads(String format) throws IOException {
        boolean scaled = format.contains(":") || format.startsWith("mx") || format.startsWith("nv");
        for (List<Long> shape : List.of(List.of(3L, 100_000L), List.of(2000L, 150L))) {
            Path input = TensorFiles.write(
                    folder.resolve("w.safetensors"), StoredType.F32, shape, TensorFiles.samples(1, 300_000));
            quantize(input, format, scaled, "one", 1);
            quantize(input, format, scaled, "three", 3);
            for (String kind : scaled ? List.of("", ".codes", ".scales") : List.of("", ".codes")) {
                assertThat(folder.resolve("one" + kind + ".npy"))
                        .hasSameBinaryContentAs(folder.resolve("three" + kind + ".npy"));
            }
        }
    }

    private void quantize(Path input, String format, boolean scaled, String name, int nThreads) {
        var args = new ArrayList<>(List.of("quantize", input.toString(), "-f", format, "-o", at(name + ".npy")));
        args.addAll(List.of("--codes", at(name + ".codes.npy"), "--threads", String.valueOf(nThreads), "--seed=7"));
        if (scaled) {
            args.addAll(List.of("--scales", at(name + ".scales.npy")));
        }
        var run = CommandRun.of(args);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void tensorsThatAreNotNamedStayAsTheyAre() throws IOException {
        var headers = List.of(
                new TensorHeader("layer.0.weight", StoredType.BF16, List.of(2L, 4L)),
                new TensorHeader("ids", StoredType.I64, List.of(2L)),
                new TensorHeader("layer.0.norm", StoredType.F16, List.of(3L)),
                new TensorHeader("mask", StoredType.BOOL, List.of(1L)));
        byte[] weight = {
            0, 0x3f, (byte) 0x80, 0x3f, 0, 0x40, 0x40, 0x40, 0, 0, 0, (byte) 0x80, (byte) 0xa0, 0x40, 1, 0x3f
        };
        byte[] ids = "sixteen bytes !!".getBytes(StandardCharsets.US_ASCII);
        byte[] norm = {1, 2, 3, 4, 5, 6};
        Path input = TensorFiles.write(
                folder.resolve("in.safetensors"), headers, List.of(weight, ids, norm, new byte[] {1}));

        var run = CommandRun.of(List.of(
                "quantize", input.toString(), "-f", "fp4", "--tensors", "*.weight", "-o", at("out.safetensors")));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("1 tensor to fp4 = e2m1 (8 elements)");
        try (Arena arena = Arena.ofConfined()) {
            var output = TensorFile.map(folder.resolve("out.safetensors"), arena);
            assertThat(output.metadata()).containsEntry("floatscape.format", "e2m1");
            assertThat(output.tensors()).hasSize(4);
            assertThat(floats(output, "layer.0.weight")).containsExactly(0.5f, 1f, 2f, 3f, 0f, -0f, 4f, 0.5f);
            assertThat(bytes(output, "ids")).isEqualTo(ids);
            assertThat(bytes(output, "layer.0.norm")).isEqualTo(norm);
        }
    }

    private static byte[] bytes(TensorFile file, String name) {
        return tensor(file, name).data().toArray(ValueLayout.JAVA_BYTE);
    }

    private static float[] floats(TensorFile file, String name) {
        return tensor(file, name).data().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    private static StoredTensor tensor(TensorFile file, String name) {
        return file.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "int4, U8",
        "fp8_e5m2, U8",
        "e4m4, U16",
        "bf16, U16",
        "tf32, U32",
    })
    void codesHaveTheShapeOfTheTensorInTheSmallestTypeThatHoldsThem(String format, StoredType type) throws IOException {
        Path input = TensorFiles.write(
                folder.resolve("w.npy"), StoredType.F32, List.of(2L, 3L, 7L), TensorFiles.samples(3, 42));
        var run = CommandRun.of(List.of(
                "quantize", input.toString(), "-f", format, "-o", at("out.npy"), "--codes", at("c.safetensors")));
        assertThat(run.err()).isEmpty();
        assertThat(TensorFiles.header(folder.resolve("c.safetensors")))
                .isEqualTo(new TensorHeader("w", type, List.of(2L, 3L, 7L)));
    }

    @ParameterizedTest
    @CsvSource({
        "mxfp4, U8, 2 x 3 x 3",
        "e4m3:channel:fp32, F32, 2 x 3 x 1",
        "e4m3:tensor:fp16, F16, 1 x 1 x 1",
        "e4m3:b32:bf16, U16, 2 x 3 x 3",
    })
    void scalesHaveOneEntryPerGroup(String format, StoredType type, String shape) throws IOException {
        Path input = TensorFiles.write(
                folder.resolve("w.npy"), StoredType.F32, List.of(2L, 3L, 70L), TensorFiles.samples(3, 420));
        var run = CommandRun.of(List.of(
                "quantize", input.toString(), "-f", format, "-o", at("out.npy"), "--scales", at("s.safetensors")));
        assertThat(run.err()).isEmpty();
        TensorHeader header = TensorFiles.header(folder.resolve("s.safetensors"));
        assertThat(header.type()).isEqualTo(type);
        assertThat(header.shapeText()).isEqualTo(shape);
    }

    /** The error comes late, after a file of codes was begun: still nothing is left. */
    @Test
    void aNanWithoutACodeLeavesNoFile() throws IOException {
        byte[] nan = {0, 0, (byte) 0xc0, 0x7f, 0, 0, 0, 0};
        Path input = TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(2L), nan);
        var run = CommandRun.of(
                List.of("quantize", input.toString(), "-f", "fp4", "-o", at("out.npy"), "--codes", at("codes.npy")));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "floatscape: %s: tensor \"w\": a result is NaN or Inf, and e2m1 has no code for it; without --codes and --scales it is kept\n"
                                .formatted(input));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(input);
        }
    }

    @Test
    void anyKeyOf64BitsIsTakenInEitherSpelling() throws IOException {
        assertThat(seeded("18446744073709551615"))
                .isEqualTo(seeded("0xFFFFffffFFFFffff"))
                .isNotEqualTo(seeded("0"));
    }

    private byte[] seeded(String seed) throws IOException {
        Path input =
                TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(300L), TensorFiles.samples(3, 300));
        var run = CommandRun.of(
                List.of("quantize", input.toString(), "-f", "mxfp4@sr", "-o", at("out.npy"), "--seed", seed));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("@sr: seed " + (seed.startsWith("0x") ? "18446744073709551615" : seed));
        return Files.readAllBytes(folder.resolve("out.npy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-f mxfp4 -o out.npy --codes out.npy          | two outputs go to this file",
                "-f mxfp4 -o out.bin                          | must end in .npy or .safetensors",
                "-f mxfp4 -o none/out.npy                     | does not exist",
                "-f bf16 -o out.npy --scales scales.npy       | e8m7i!ovf has no scale",
                "-f mxpf4 -o out.npy                          | Nearest known name: mxfp4",
                "-f e4m3!ovf -o out.npy                       | drop !ovf",
                "-f e4m3!prop -o out.npy                      | drop !prop",
                "-f int8:b32:fp32!ftz -o out.npy              | drop !ftz",
                "-f e4m3b -o out.npy                          | expected the exponent bias, as in e4m3b11fn",
                "-f e4m3b999999999999 -o out.npy              | expected the exponent bias, as in e4m3b11fn",
                "-f e8m3b0 -o out.npy                         | bias (0) must be 127 to 128",
                "-f ue8m0:channel:fp32 -o out.npy             | powers of two take no shared scale",
                "-f mxfp4 -o out.npy --threads 0              | must be 1 to 1024",
                "-f mxfp4 -o out.npy --seed -1                | is not a whole number from 0 to 2^64 - 1",
                "-f mxfp4 -o out.npy --seed 0x                | is not a whole number from 0 to 2^64 - 1",
                "-f mxfp4 -o out.npy --seed 18446744073709551616 | is not a whole number from 0 to 2^64 - 1",
                "-f e8m23 -o out.npy --codes codes.npy        | (23 in e8m23i alone)",
                "-f mxfp4 -o out.npy --tensors v              | Nearest name: w",
                "-o out.npy                                   | Missing required option: '--format=FORMAT'",
            })
    void aBadArgumentIsNamedAndNothingIsWritten(String args, String rule) throws IOException {
        Path input =
                TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(70L), TensorFiles.samples(3, 70));
        var all = new ArrayList<>(List.of("quantize", input.toString()));
        for (String arg : args.split(" ", -1)) {
            all.add(arg.endsWith(".npy") || arg.endsWith(".bin") ? at(arg) : arg);
        }
        var run = CommandRun.of(all);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("floatscape: ").contains(rule);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(input);
        }
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }
}

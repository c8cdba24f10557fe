package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatscape.dse.tensor.StoredType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference vectors through {@code quantize}: zero differences. Their README says what made them. */
class GoldenQuantizeTest {

    private static final Path GOLDEN = Path.of(System.getProperty("floatscape.shared"), "golden");
    private static final Pattern MX = Pattern.compile("mx_(\\w+?)_b(\\d+)_([a-z]+)(?:_ragged(\\d+))?");

    @TempDir
    Path folder;

    static List<String> mxNames() {
        return names("blocks", "mx_", ".y.u32");
    }

    @ParameterizedTest
    @MethodSource("mxNames")
    void mxValuesAndScalesAreTheReference(String name) throws IOException {
        Matcher parts = MX.matcher(name);
        assertThat(parts.matches()).isTrue();
        boolean ragged = parts.group(4) != null;
        String input = ragged ? "blocks/x_ragged200.f32" : "blocks/x_b%s.f32".formatted(parts.group(2));
        String format = "%s:b%s:e8m0/%s".formatted(element(parts.group(1)), parts.group(2), parts.group(3));

        quantize(input, ragged ? 200 : 512, format, "codes", "scales");
        assertSameWords("out.safetensors", "blocks/" + name + ".y.u32");
        assertThat(TensorFiles.bytes(folder.resolve("scales.safetensors")))
                .isEqualTo(golden("blocks/" + name + ".scale.u8"));
    }

    static List<String> nvfp4Names() {
        return names("nvfp4", "", "_own.y.u32");
    }

    @ParameterizedTest
    @MethodSource("nvfp4Names")
    void nvfp4ValuesScalesAndCodesAreTheReference(String name) throws IOException {
        String[] parts = name.split("_", 2);
        quantize("nvfp4/x_%s.f32".formatted(parts[1]), 512, "e2m1:b16:e4m3fn+fp32/" + parts[0], "codes", "scales");

        assertSameWords("out.safetensors", "nvfp4/" + name + "_own.y.u32");
        assertThat(TensorFiles.bytes(folder.resolve("scales.safetensors")))
                .isEqualTo(golden("nvfp4/" + name + "_own.scale.u8"));
        Path codes = GOLDEN.resolve("nvfp4/" + name + "_own.code.u8");
        if (Files.exists(codes)) {
            assertThat(TensorFiles.bytes(folder.resolve("codes.safetensors"))).isEqualTo(Files.readAllBytes(codes));
        }
    }

    static List<String> scaledNames() {
        return names("scaled", "", ".y.u32");
    }

    @ParameterizedTest
    @MethodSource("scaledNames")
    void float32ScalesAreTheReference(String name) throws IOException {
        String[] parts = name.split("_", -1);
        String group = parts[2].replace("block", "b");
        boolean qpytorch = parts[0].equals("qpytorch");
        quantize(
                "scaled/x.f32",
                768,
                "%s:%s:fp32%s".formatted(parts[1], group, qpytorch ? "@qpytorch" : ""),
                "codes",
                "scales");

        assertSameWords("out.safetensors", "scaled/" + name + ".y.u32");
        assertThat(TensorFiles.bytes(folder.resolve("scales.safetensors")))
                .isEqualTo(golden("scaled/" + name + ".s.u32"));
    }

    static Stream<String> elementNames() {
        return names("elementwise", "", ".u32").stream().filter(name -> !name.startsWith("mxint8"));
    }

    @ParameterizedTest
    @MethodSource("elementNames")
    void elementsAreTheReference(String name) throws IOException {
        byte[] input = golden("elementwise/x_main.f32");
        Path codes = GOLDEN.resolve("elementwise/" + name + ".code.u8");
        String[] others = Files.exists(codes) ? new String[] {"codes"} : new String[0];
        quantize("elementwise/x_main.f32", input.length / Float.BYTES, elementFormat(name), others);
        assertSameWords("out.safetensors", "elementwise/" + name + ".u32");
        if (others.length > 0) {
            assertThat(TensorFiles.bytes(folder.resolve("codes.safetensors"))).isEqualTo(Files.readAllBytes(codes));
        }
    }

    private static String elementFormat(String name) {
        if (name.startsWith("qpytorch_")) {
            return name.substring("qpytorch_".length()) + "@qpytorch";
        }
        String[] parts = name.split("__", -1);
        if (parts[0].equals("e8m0")) {
            return "ue8m0";
        }
        String[] mode = parts[1].split("_", -1);
        String rounding = switch (mode[0]) {
            case "rne" -> "rne";
            case "TiesToAway" -> "rna";
            case "TowardZero" -> "rtz";
            case "TowardPositive" -> "rup";
            case "TowardNegative" -> "rdn";
            default -> throw new AssertionError(name);
        };
        return element(parts[0]) + "@" + rounding + (mode[1].equals("nonsat") ? "!ovf" : "");
    }

    private static String element(String name) {
        return switch (name) {
            case "bf16" -> "e8m7i";
            case "fp16" -> "e5m10i";
            case "e4m3fn" -> "e4m3fn";
            case "e5m2" -> "e5m2i";
            case "e3m4" -> "e3m4i";
            case "e3m2fn" -> "e3m2";
            case "e2m3fn" -> "e2m3";
            case "e2m1fn" -> "e2m1";
            case "int8" -> "int8";
            default -> throw new AssertionError(name);
        };
    }

    /** @param others outputs beside the values: codes, scales */
    private void quantize(String input, long rowLength, String format, String... others) throws IOException {
        byte[] bytes = golden(input);
        long rows = bytes.length / Float.BYTES / rowLength;
        Path file = TensorFiles.write(folder.resolve("in.npy"), StoredType.F32, List.of(rows, rowLength), bytes);
        var args = Stream.of("quantize", file.toString(), "--format", format, "-o", at("out.safetensors"));
        var rest = Stream.of(others).flatMap(other -> Stream.of("--" + other, at(other + ".safetensors")));
        var run = CommandRun.of(Stream.concat(args, rest).toList());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** Every NaN counts as 0x7fc00000, which the vectors have for all. */
    private void assertSameWords(String file, String expected) throws IOException {
        int[] words = TensorFiles.words(folder.resolve(file));
        for (int i = 0; i < words.length; i++) {
            words[i] = Float.floatToIntBits(Float.intBitsToFloat(words[i]));
        }
        assertThat(words).isEqualTo(MemorySegment.ofArray(golden(expected)).toArray(TensorFiles.WORD));
    }

    private static byte[] golden(String file) throws IOException {
        return Files.readAllBytes(GOLDEN.resolve(file));
    }

    private static List<String> names(String kind, String prefix, String suffix) {
        assumeTrue(Files.isDirectory(GOLDEN), "no reference vectors at " + GOLDEN);
        try (Stream<Path> files = Files.list(GOLDEN.resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

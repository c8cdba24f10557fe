package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.tensor.StoredType;
import org.floatscape.dse.tensor.TensorHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MeasureCommandTest {

    private static final String FORMATS = "mxfp4,nvfp4,e4m3:b128:fp32,int8:channel:bf16,fp8_e4m3@sr,bf16";

    @TempDir
    Path folder;

    private Path model() throws IOException {
        var headers = new ArrayList<TensorHeader>();
        var bytes = new ArrayList<byte[]>();
        for (int layer = 0; layer < 3; layer++) {
            headers.add(new TensorHeader(
                    "model.layers." + layer + ".self_attn.q_proj.weight", StoredType.F32, List.of(300L, 500L)));
            bytes.add(TensorFiles.samples(layer, 150_000));
            headers.add(new TensorHeader("model.layers." + layer + ".norm", StoredType.BF16, List.of(200L)));
            bytes.add(Arrays.copyOf(TensorFiles.samples(9, 100), 400));
        }
        return TensorFiles.write(folder.resolve("model.safetensors"), headers, bytes);
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() throws IOException {
        Path model = model();
        String one = measure(model, "one", 1);
        String three = measure(model, "three", 3);
        assertThat(three.replace("three", "one")).isEqualTo(one);
        for (String file : List.of("measurements.csv", "measurements.json")) {
            assertThat(folder.resolve("three").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
        }
    }

    private String measure(Path model, String name, int nThreads) {
        var run = CommandRun.of(List.of(
                "measure", model.toString(), "-f", FORMATS, "-o", at(name), "--threads", String.valueOf(nThreads)));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    /** What is measured is what is written: sums over the values of {@code quantize}. */
    @ParameterizedTest
    @ValueSource(strings = {"mxfp4", "nvfp4", "e4m3:b100:fp32", "int8:channel:bf16", "fp8_e4m3@sr", "e3m2:tensor:fp32"})
    void errorsAreThoseOfTheQuantizedValues(String format) throws IOException {
        Path input = TensorFiles.write(
                folder.resolve("w.npy"), StoredType.F32, List.of(40L, 250L), TensorFiles.samples(5, 10_000));
        CommandRun.of(List.of("quantize", input.toString(), "-f", format, "-o", at("y.npy")));
        CommandRun.of(List.of("measure", input.toString(), "-f", format, "-o", at("out")));

        float[] x = floats(input);
        float[] y = floats(folder.resolve("y.npy"));
        double signal = 0;
        double noise = 0;
        double maxError = 0;
        long zeros = 0;
        for (int i = 0; i < x.length; i++) {
            signal += (double) x[i] * x[i];
            noise += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
            maxError = Math.max(maxError, Math.abs(x[i] - y[i]));
            zeros += y[i] == 0 ? 1 : 0;
        }
        JsonNode measured = json("out").get("tensors").get(0).get("formats").get(0);
        assertThat(measured.get("sqnr_db").asDouble()).isCloseTo(10 * Math.log10(signal / noise), within(1e-4));
        assertThat(measured.get("max_error").asDouble()).isEqualTo((float) maxError);
        assertThat(measured.get("zero_share").asDouble()).isEqualTo(zeros / 1e4);
    }

    private static float[] floats(Path file) throws IOException {
        return MemorySegment.ofArray(TensorFiles.bytes(file))
                .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    /** Rows of 200: 7 blocks of 32, 13 of 16, 2 of 128, the last one short. */
    @ParameterizedTest
    @CsvSource({
        "mxfp4, 4.28",
        "nvfp4, 4.52",
        "e4m3:b128:fp32, 8.32",
        "int8:channel:bf16, 8.08",
        "e4m3:tensor:fp32, 8.0",
        "bf16, 16.0",
    })
    void bitsPerElementCountTheTensorsOwnScales(String format, double bits) throws IOException {
        Path input = TensorFiles.write(
                folder.resolve("w.npy"), StoredType.F32, List.of(3L, 200L), TensorFiles.samples(5, 600));
        CommandRun.of(List.of("measure", input.toString(), "-f", format, "-o", at("out")));
        assertThat(json("out").get("total").get(0).get("bits_per_element").asDouble())
                .isEqualTo(bits);
    }

    @Test
    void theTotalWeighsTensorsByTheirElements() throws IOException {
        CommandRun.of(List.of("measure", model().toString(), "-f", "mxfp4", "-o", at("out")));
        JsonNode json = json("out");
        double noise = 0;
        double n = 0;
        for (JsonNode tensor : json.get("tensors")) {
            noise += tensor.get("formats").get(0).get("mean_square_error").asDouble()
                    * tensor.get("elements").asDouble();
            n += tensor.get("elements").asDouble();
        }
        assertThat(json.get("total").get(0).get("mean_square_error").asDouble())
                .isCloseTo(noise / n, withinPercentage(1e-9));
    }

    @Test
    void csvHasOneRowPerTensorAndFormat() throws IOException {
        CommandRun.of(List.of("measure", model().toString(), "-f", "mxfp4,bf16", "-o", at("out")));
        var table = CsvTable.read(folder.resolve("out/measurements.csv"));
        assertThat(table.rows()).hasSize(12);
        assertThat(table.texts("format")).startsWith("e2m1:b32:e8m0/floor", "e8m7i!ovf");
        assertThat(table.texts("alias")).startsWith("mxfp4", "bf16");
        assertThat(table.texts("shape")).contains("300 x 500", "200");
        assertThat(table.numbers("bits_per_element")[0]).isEqualTo(4 + 16 * 8 / 500.0);
    }

    @Test
    void textFitsAHundredColumnsAndExpandsAliases() throws IOException {
        var run = CommandRun.of(List.of("measure", model().toString(), "-f", FORMATS));
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(run.out())
                .contains("6 tensors, 450.6 k elements")
                .contains("model.layers.2.self_attn.q_proj.weight  300 x 500 F32")
                .contains("mxfp4 = e2m1:b32:e8m0/floor")
                .contains("fp8_e4m3@sr = e4m3fn@sr");
        assertThat(folder).isDirectoryNotContaining("glob:**measurements*");
    }

    @Test
    void theSeedIsRecordedWhereItDecides() throws IOException {
        String seed = "18446744073709551615";
        var args = List.of("measure", model().toString(), "--seed", seed, "-o", at("out"), "-f");
        var random = CommandRun.of(
                Stream.concat(args.stream(), Stream.of("mxfp4@sr")).toList());
        assertThat(random.out()).contains("@sr: seed " + seed);
        assertThat(json("out").get("seed").bigIntegerValue()).isEqualTo(new BigInteger(seed));
        var nearest =
                CommandRun.of(Stream.concat(args.stream(), Stream.of("mxfp4")).toList());
        assertThat(nearest.out()).doesNotContain("seed");
        assertThat(json("out").has("seed")).isFalse();
    }

    @Test
    void ofManyTensorsTheWorstAreShown() throws IOException {
        var headers = new ArrayList<TensorHeader>();
        var bytes = new ArrayList<byte[]>();
        for (int t = 0; t < 20; t++) {
            headers.add(new TensorHeader("t" + t, StoredType.F32, List.of(64L)));
            bytes.add(TensorFiles.samples(t, 64));
        }
        Path file = TensorFiles.write(folder.resolve("w.safetensors"), headers, bytes);
        var some = CommandRun.of(List.of("measure", file.toString(), "-f", "mxfp4"));
        assertThat(some.out()).contains("The 12 tensors with the lowest SQNR").contains("8 more: --all shows them");
        var all = CommandRun.of(List.of("measure", file.toString(), "-f", "mxfp4", "--all"));
        assertThat(all.out()).contains("t0  64 F32").contains("t19  64 F32").doesNotContain("more:");
    }

    @Test
    void zerosAndNansAreSaidNotCounted() throws IOException {
        byte[] bytes = new byte[12];
        bytes[6] = (byte) 0xc0;
        bytes[7] = 0x7f;
        Path file = TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(3L), bytes);
        var run = CommandRun.of(List.of("measure", file.toString(), "-f", "fp8_e4m3", "-o", at("out")));
        assertThat(run.out()).contains("fp8_e4m3: the errors leave out 1 element, NaN or Inf before or after");
        JsonNode measured = json("out").get("total").get(0);
        assertThat(measured.get("sqnr_db").isNull()).isTrue();
        assertThat(measured.get("nonfinite_elements").asInt()).isEqualTo(1);
    }

    /** Elements at odd addresses: what the file's author did not care for. */
    @Test
    void unalignedTensorsAreMeasuredAsAlignedOnes() throws IOException {
        byte[] samples = TensorFiles.samples(5, 640);
        String entry = "\"%s\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[%d,%d]}";
        String header =
                "{" + entry.formatted("a", "U8", 1, 0, 1) + "," + entry.formatted("w", "F32", 640, 1, 2561) + "}";
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(8 + text.length + 2561).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put((byte) 1).put(samples);
        Path odd = Files.write(folder.resolve("odd.safetensors"), bytes.array());
        Path even = TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(640L), samples);
        CommandRun.of(List.of("measure", odd.toString(), "--tensors", "w", "-f", "nvfp4", "-o", at("odd")));
        CommandRun.of(List.of("measure", even.toString(), "-f", "nvfp4", "-o", at("even")));
        assertThat(json("odd").get("total")).isEqualTo(json("even").get("total"));
    }

    /** Rows of 48: blocks of 32 and of 16. One of 16 elements not 0 has crest 4; equal ones have crest 1. */
    @Test
    void theHistogramCountsElementsByBinadeAndBlocksByCrest() throws IOException {
        var samples = ByteBuffer.allocate(48 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 48; i++) {
            samples.putFloat(i < 32 ? 1.5f : i == 40 ? -8 : 0);
        }
        Path file = TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(48L), samples.array());
        var run = CommandRun.of(List.of("measure", file.toString(), "-f", "mxfp4", "--histogram", "-o", at("out")));
        assertThat(run.out())
                .contains("0 and below 2^-126        15  31.250")
                .contains("Crest (largest magnitude / RMS) of blocks of 32")
                .contains("Written to " + at("out") + ": measurements.csv, measurements.json, histograms.csv");
        var table = CsvTable.read(folder.resolve("out/histograms.csv"));
        assertThat(table.texts("of")).containsExactly("magnitude", "magnitude", "magnitude", "crest", "crest");
        assertThat(table.numbers("lower")).containsExactly(0, 1, 8, 1, 4);
        assertThat(table.numbers("count")).containsExactly(15, 32, 1, 1, 1);
        assertThat(json("out").get("tensors").get(0).get("magnitudes"))
                .isEqualTo(json("out").get("magnitudes"))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--histogram --crest-block 0 | --crest-block 0: a block must have at least 1 element",
                "--crest-block 16            | --crest-block 16: only --histogram has blocks; add it",
                "--histogram --crest-block x | is not a whole number",
            })
    void badCrestBlocksAreRefused(String options, String message) throws IOException {
        Path file =
                TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(64L), TensorFiles.samples(1, 64));
        var run = CommandRun.of(Stream.concat(
                        Stream.of("measure"), Stream.concat(Stream.of(options.split(" ")), Stream.of(file.toString())))
                .toList());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void whereOneFileCannotBeWrittenNoneIs() throws IOException {
        Path file =
                TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(64L), TensorFiles.samples(1, 64));
        Path inTheWay = Files.createDirectories(folder.resolve("out/measurements.json"));
        var run = CommandRun.of(List.of("measure", file.toString(), "-f", "mxfp4", "-o", at("out")));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("floatscape: %s: is a folder; name a file\n".formatted(inTheWay));
        try (Stream<Path> left = Files.list(folder.resolve("out"))) {
            assertThat(left).containsExactly(inTheWay);
        }
    }

    @Test
    void severalFilesAreMeasuredTogether() throws IOException {
        Path a = TensorFiles.write(folder.resolve("a.npy"), StoredType.F32, List.of(64L), TensorFiles.samples(1, 64));
        Path b = TensorFiles.write(folder.resolve("b.npy"), StoredType.F32, List.of(64L), TensorFiles.samples(2, 64));
        var run = CommandRun.of(List.of("measure", a.toString(), b.toString(), "-f", "mxfp4"));
        assertThat(run.out())
                .contains("2 tensors, 128 elements")
                .contains("a in %s  64 F32".formatted(a))
                .contains("b in %s  64 F32".formatted(b));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f e2m1!ovf", "-f mxfp4 --threads 0"})
    void badInputLeavesNoFolder(String options) throws IOException {
        Path file =
                TensorFiles.write(folder.resolve("w.npy"), StoredType.F32, List.of(64L), TensorFiles.samples(1, 64));
        var args = new ArrayList<>(List.of("measure", file.toString(), "-o", at("deep/out")));
        args.addAll(List.of(options.split(" ")));
        assertThat(CommandRun.of(args).exitCode()).isEqualTo(2);
        assertThat(folder.resolve("deep")).doesNotExist();
    }

    /** Seeded damage to a good file: measured, or refused in one line, and then nothing is written. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void aDamagedFileIsRefusedInOneLineAndNothingIsWritten(long seed) throws IOException {
        byte[] good = Files.readAllBytes(TensorFiles.write(
                folder.resolve("w.safetensors"), StoredType.F32, List.of(4L, 8L), TensorFiles.samples(1, 32)));
        var random = new SplittableRandom(seed);
        int refused = 0;
        for (int mutant = 0; mutant < 40; mutant++) {
            byte[] bytes = good.clone();
            int headerAndALittle = bytes.length - 100;
            bytes[random.nextInt(headerAndALittle)] = (byte) random.nextInt(32, 127);
            Path file = Files.write(
                    folder.resolve("w.safetensors"), Arrays.copyOf(bytes, bytes.length - random.nextInt(2)));
            var run = CommandRun.of(List.of("measure", file.toString(), "-f", "mxfp4", "-o", at("out")));
            if (run.exitCode() == 0) {
                Files.delete(folder.resolve("out/measurements.csv"));
                Files.delete(folder.resolve("out/measurements.json"));
                Files.delete(folder.resolve("out"));
            } else {
                assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
                assertThat(run.err().lines()).hasSize(1);
                assertThat(run.err()).startsWith("floatscape: " + file + ": ");
                refused++;
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(file);
            }
        }
        assertThat(refused).isBetween(20, 40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I64 | 2 | elements of type I64 are not supported, only F32, F16 and BF16",
                "F32 | 0 | shape [0] holds no element",
            })
    void aTensorThatCannotBeMeasuredIsNamedWithTheRule(StoredType type, long length, String rule) throws IOException {
        Path file = TensorFiles.write(
                folder.resolve("w.safetensors"),
                List.of(
                        new TensorHeader("bad", type, List.of(length)),
                        new TensorHeader("good", StoredType.F16, List.of(1L))),
                List.of(new byte[(int) length * type.bits() / 8], new byte[2]));
        var run = CommandRun.of(List.of("measure", file.toString(), "-o", at("out")));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("floatscape: %s: tensor \"bad\": %s; leave it out by naming others with --tensors\n"
                        .formatted(file, rule));
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(CommandRun.of(List.of("measure", file.toString(), "--tensors", "g*", "-f", "bf16"))
                        .exitCode())
                .isZero();
    }

    private JsonNode json(String output) throws IOException {
        return new JsonMapper().readTree(Files.readString(folder.resolve(output).resolve("measurements.json")));
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }
}

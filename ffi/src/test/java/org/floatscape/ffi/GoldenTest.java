package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatscape.ffi.Element.ExMy;
import org.floatscape.ffi.Element.Overflow;
import org.floatscape.ffi.Element.Specials;
import org.floatscape.ffi.Element.SymmetricInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference vectors, through the Java API: zero differences. Their README and manifest say what made them. */
class GoldenTest {

    private static final Pattern MX = Pattern.compile("mx_(\\w+?)_b(\\d+)_([a-z]+)(?:_ragged(\\d+))?");
    private static final Pattern EXMY = Pattern.compile("(.*)_e(\\d)m(\\d+)");

    static List<String> mxNames() {
        return Golden.names("blocks", "mx_", ".y.u32");
    }

    @ParameterizedTest
    @MethodSource("mxNames")
    void mxBlocksAndTheirScalesAreTheReference(String name) {
        Matcher parts = match(MX, name);
        int blockSize = Integer.parseInt(parts.group(2));
        boolean ragged = parts.group(4) != null;
        float[] source = Golden.floats(ragged ? "blocks/x_ragged200.f32" : "blocks/x_b%d.f32".formatted(blockSize));
        int rowLength = ragged ? Integer.parseInt(parts.group(4)) : 512;
        var rule = Scale.Rule.valueOf(parts.group(3).toUpperCase(Locale.ROOT));
        QuantSpec spec = Specs.mx(element(parts.group(1)), blockSize, rule);

        assertQuantizes(spec, source, rowLength, "blocks/" + name + ".y.u32");
        assertThat(scaleBytes(spec, source, rowLength)).isEqualTo(Golden.bytes("blocks/" + name + ".scale.u8"));
    }

    static List<String> nvfp4Names() {
        return Golden.names("nvfp4", "", "_own.y.u32");
    }

    @ParameterizedTest
    @MethodSource("nvfp4Names")
    void nvfp4RecipesAreTheirPeers(String name) {
        String[] parts = name.split("_", 2);
        float[] source = Golden.floats("nvfp4/x_%s.f32".formatted(parts[1]));
        QuantSpec spec = Specs.nvfp4(Scale.Recipe.valueOf(parts[0].toUpperCase(Locale.ROOT)));

        assertQuantizes(spec, source, 512, "nvfp4/" + name + "_own.y.u32");
        assertThat(scaleBytes(spec, source, 512)).isEqualTo(Golden.bytes("nvfp4/" + name + "_own.scale.u8"));
    }

    static List<String> scaledNames() {
        return Golden.names("scaled", "", ".y.u32");
    }

    @ParameterizedTest
    @MethodSource("scaledNames")
    void float32ScalesAreTheReference(String name) {
        String[] parts = name.split("_", -1);
        Group group = switch (parts[2]) {
            case "tensor" -> new Group.Tensor();
            case "channel" -> new Group.Channel();
            default -> new Group.Block(Long.parseLong(parts[2].substring("block".length())));
        };
        boolean qpytorch = parts[0].equals("qpytorch");
        QuantSpec spec = Specs.f32(qpytorch ? allFinite(parts[1]) : element(parts[1]), group)
                .with(qpytorch ? Rounding.QPYTORCH : Rounding.NEAREST_EVEN);
        float[] source = Golden.floats("scaled/x.f32");

        assertQuantizes(spec, source, 768, "scaled/" + name + ".y.u32");
        assertThat(scaleBytes(spec, source, 768)).isEqualTo(Golden.bytes("scaled/" + name + ".s.u32"));
    }

    static Stream<String> elementNames() {
        return Golden.names("elementwise", "", ".u32").stream().filter(name -> !name.startsWith("mxint8"));
    }

    @ParameterizedTest
    @MethodSource("elementNames")
    void elementsAreTheReference(String name) {
        float[] source = Golden.floats("elementwise/x_main.f32");
        assertQuantizes(elementSpec(name), source, source.length, "elementwise/" + name + ".u32");
    }

    static List<String> gridNames() {
        return Golden.names("grid", "", ".u32");
    }

    @ParameterizedTest
    @MethodSource("gridNames")
    void everyExponentAndMantissaWidthIsTheReference(String name) {
        Matcher parts = match(EXMY, name);
        int exponentBits = Integer.parseInt(parts.group(2));
        int mantissaBits = Integer.parseInt(parts.group(3));
        var finite = new ExMy(exponentBits, mantissaBits);
        QuantSpec spec = switch (parts.group(1)) {
            case "rne_fin" -> QuantSpec.of(finite);
            case "rne_ieee" -> QuantSpec.of(new ExMy(exponentBits, mantissaBits, Specials.IEEE).with(Overflow.SPECIAL));
            case "qpytorch" -> QuantSpec.of(finite).with(Rounding.QPYTORCH);
            default -> throw new AssertionError(name);
        };
        float[] source = Golden.floats("grid/x_grid.f32");
        assertQuantizes(spec, source, source.length, "grid/" + name + ".u32");
    }

    private static QuantSpec elementSpec(String name) {
        if (name.startsWith("qpytorch_")) {
            return QuantSpec.of(allFinite(name.substring("qpytorch_".length()))).with(Rounding.QPYTORCH);
        }
        String[] parts = name.split("__", -1);
        if (parts[0].equals("e8m0")) {
            return QuantSpec.of(new Element.E8m0()).with(Rounding.NEAREST_AWAY);
        }
        String[] mode = parts[1].split("_", -1);
        var rounding = switch (mode[0]) {
            case "rne" -> Rounding.NEAREST_EVEN;
            case "TiesToAway" -> Rounding.NEAREST_AWAY;
            case "TowardZero" -> Rounding.TOWARD_ZERO;
            case "TowardPositive" -> Rounding.UP;
            case "TowardNegative" -> Rounding.DOWN;
            default -> throw new AssertionError(name);
        };
        ExMy element = (ExMy) element(parts[0]);
        return QuantSpec.of(mode[1].equals("nonsat") ? element.with(Overflow.SPECIAL) : element)
                .with(rounding);
    }

    private static Element element(String name) {
        return switch (name) {
            case "bf16" -> new ExMy(8, 7, Specials.IEEE);
            case "fp16" -> new ExMy(5, 10, Specials.IEEE);
            case "e4m3fn" -> Specs.E4M3FN;
            case "e5m2" -> Specs.E5M2;
            case "e3m4" -> new ExMy(3, 4, Specials.IEEE);
            case "e3m2fn" -> new ExMy(3, 2);
            case "e2m3fn" -> new ExMy(2, 3);
            case "e2m1fn" -> Specs.E2M1;
            case "int8" -> new SymmetricInt(8);
            default -> throw new AssertionError(name);
        };
    }

    /** The QPyTorch files name exponent and mantissa bits only. */
    private static ExMy allFinite(String name) {
        return new ExMy(name.charAt(1) - '0', name.charAt(3) - '0');
    }

    private static Matcher match(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        assertThat(matcher.matches()).as(name).isTrue();
        return matcher;
    }

    private static void assertQuantizes(QuantSpec spec, float[] source, int rowLength, String expectedFile) {
        float[] result = new float[source.length];
        int rows = source.length / rowLength;
        Quantization.fakeQuantize(spec, Tensor.of(source, rows, rowLength), Tensor.of(result, rows, rowLength), 1);
        assertThat(Golden.canonicalBits(result)).isEqualTo(Golden.words(expectedFile));
    }

    private static byte[] scaleBytes(QuantSpec spec, float[] source, int rowLength) {
        try (Arena arena = Arena.ofConfined()) {
            return Codec.encode(spec, Tensor.of(source, source.length / rowLength, rowLength), 1, arena)
                    .scales()
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }
}

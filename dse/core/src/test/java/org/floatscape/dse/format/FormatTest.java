package org.floatscape.dse.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormatTest {

    static Stream<String> aliases() {
        return NamedFormats.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("aliases")
    void anAliasParsesToItsExpansionAndIsFoundAgain(String alias) {
        Format format = Format.parse(alias);
        assertThat(format.name()).isEqualTo(NamedFormats.all().get(alias));
        assertThat(Format.parse(NamedFormats.alias(format).orElseThrow())).isEqualTo(format);
    }

    /** Every element, group, scale, rounding and overflow that the grammar can say, once each. */
    static Stream<Format> everyFormat() {
        var elements = new ArrayList<ElementFormat>();
        for (int e = 0; e <= 8; e++) {
            for (int m = 0; m <= 10; m++) {
                for (Specials specials : Specials.values()) {
                    boolean tooSmall = e + m == 0
                            || (specials == Specials.IEEE && e < 2)
                            || (specials == Specials.ONE_NAN && (e < 1 || e + m < 2))
                            || (specials.p3109() && (e < 1 || e + m < (specials.signed() ? 2 : 3)));
                    if (!tooSmall) {
                        elements.add(new FloatElement(e, m, specials));
                    }
                }
            }
        }
        for (int bits = 2; bits <= 8; bits++) {
            for (var range : IntElement.Range.values()) {
                elements.add(new IntElement(bits, range));
            }
        }
        var blocks = new ArrayList<Optional<BlockFormat>>();
        blocks.add(Optional.empty());
        for (Group group : List.of(new Group.Block(1), new Group.Block(32), new Group.Channel(), new Group.Tensor())) {
            for (ScaleFormat scale : ScaleFormat.Plain.values()) {
                blocks.add(Optional.of(new BlockFormat(group, scale)));
            }
            for (var rule : ScaleFormat.Rule.values()) {
                blocks.add(Optional.of(new BlockFormat(group, new ScaleFormat.PowerOfTwo(rule))));
            }
        }
        for (var recipe : ScaleFormat.Recipe.values()) {
            blocks.add(Optional.of(new BlockFormat(new Group.Block(16), new ScaleFormat.TwoLevel(recipe))));
        }
        return elements.stream()
                .flatMap(element -> blocks.stream()
                        .flatMap(block -> Stream.of(Rounding.values())
                                .filter(rounding -> rounding != Rounding.QPYTORCH || allFinite(element))
                                .flatMap(rounding -> Stream.of(Overflow.values())
                                        .map(overflow -> new Format(element, block, rounding, overflow)))));
    }

    private static boolean allFinite(ElementFormat element) {
        return element instanceof FloatElement(int e, int _, var specials) && e > 0 && specials == Specials.NONE;
    }

    @Test
    void everyNameParsesBackToItsFormat() {
        assertThat(everyFormat())
                .hasSizeGreaterThan(50_000)
                .allMatch(format -> Format.parse(format.name()).equals(format));
    }

    @Test
    void defaultsAreSpelledOutInTheCanonicalName() {
        assertThat(Format.parse("e2m1:b32:e8m0").name()).isEqualTo("e2m1:b32:e8m0/floor");
        assertThat(Format.parse("e2m1:b16:e4m3fn+fp32").name()).isEqualTo("e2m1:b16:e4m3fn+fp32/te");
        assertThat(Format.parse("e4m3@rne").name()).isEqualTo("e4m3");
    }

    @Test
    void anAliasTakesASuffix() {
        assertThat(Format.parse("mxfp4@sr").name()).isEqualTo("e2m1:b32:e8m0/floor@sr");
        assertThat(Format.parse("fp8_e4m3:tensor:fp32").name()).isEqualTo("e4m3fn:tensor:fp32");
    }

    /** OCP MX v1.0 and OFP8 v1.0 tables, names.md for the finite ones, IEEE 754 for the rest. */
    @ParameterizedTest
    @CsvSource({
        "e4m3, 480",
        "e4m3fn, 448",
        "e4m3i, 240",
        "e5m2i, 57344",
        "e5m2, 114688",
        "e2m1, 6",
        "e3m2, 28",
        "e2m3, 7.5",
        "e3m4i, 15.5",
        "e5m10i, 65504",
        "e8m7i, 3.3895313892515355e38",
        "e8m23i, 3.4028234663852886e38",
        "int8, 127",
        "uint4, 15",
        "int4full, 7",
        "binary8p3se, 49152",
        "binary8p4uf, 57344",
        "Binary8p8ue, 1.9765625",
        "e0m7, 1.984375"
    })
    void largestValuesAreThoseOfTheSpecs(String element, double max) {
        assertThat(Format.parse(element).element().max()).isEqualTo(max);
    }

    @Test
    void smallestValuesAreThoseOfTheSpecs() {
        assertThat(FloatElement.E4M3FN.minSubnormal()).isEqualTo(0x1p-9);
        assertThat(FloatElement.E4M3FN.minNormal()).isEqualTo(0x1p-6);
        assertThat(FloatElement.E5M2I.minSubnormal()).isEqualTo(0x1p-16);
        assertThat(FloatElement.E5M2I.decode(0xfc)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(FloatElement.E4M3FN.decode(0x7f)).isNaN();
        assertThat(IntElement.INT8.decode(0x81)).isEqualTo(-127);
    }

    @Test
    void magnitudesGrowWithTheirCodes() {
        for (int e = 0; e <= 8; e++) {
            for (int m = 0; m <= 6; m++) {
                if (e + m > 0) {
                    var element = new FloatElement(e, m, Specials.NONE);
                    for (int code = 1; code < 1 << (e + m); code++) {
                        assertThat(element.decode(code)).isGreaterThan(element.decode(code - 1));
                    }
                }
            }
        }
    }

    @Test
    void storageCountsTheScale() {
        assertThat(Format.parse("mxfp4").bitsPerElement()).isEqualTo(4.25);
        assertThat(Format.parse("nvfp4").bitsPerElement()).isEqualTo(4.5);
        assertThat(Format.parse("mxint8").bitsPerElement()).isEqualTo(8.25);
        assertThat(Format.parse("e4m3fn:tensor:fp32").bitsPerElement()).isEqualTo(8);
        assertThat(Format.parse("e4m3:b128:fp32").bitsPerElement()).isEqualTo(8.25);
        assertThat(Format.parse("bf16").bitsPerElement()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mxfp5 | format \"mxfp5\": at position 1 (\"mxfp5\") expected an element such as e4m3fn, int8,"
                        + " binary8p4se or an alias such as mxfp4. Nearest known name: mxfp8",
                "binary8p4 | format \"binary8p4\": at position 10 (the end) expected \"s\" (signed) or \"u\""
                        + " (unsigned). Nearest known name: binary8p4se",
                "binary8p9se | format \"binary8p9se\": element binary8p9se: must have at least 3 bits, and a precision"
                        + " of 1 to all bits but the sign (7)",
                "MXFP4 | format \"MXFP4\": at position 1 (\"MXFP4\") expected an element such as e4m3fn, int8,"
                        + " binary8p4se or an alias such as mxfp4. Nearest known name: mxfp4",
                "e4m3:b32 | format \"e4m3:b32\": at position 9 (the end) expected \":\" and a scale: fp32, bf16, fp16,"
                        + " e8m0, e4m3fn+fp32, e4m3fn or ue5m3. Nearest known name: e4m3fn",
                "e2m1:b32:e8m0/flor | format \"e2m1:b32:e8m0/flor\": at position 15 (\"flor\") expected a rule: floor,"
                        + " ceil, even, rceil. Nearest known name: e2m1:b32:e8m0/floor",
                "e9m2 | format \"e9m2\": element e9m2: exponent bits must be 0 to 8 and mantissa bits 0 to 10 (23 with"
                        + " 8 exponent bits)",
                "e4m3fnx | format \"e4m3fnx\": at position 7 (\"x\") expected the end, \":\" group \":\" scale, \"@\""
                        + " rounding or \"!ovf\". Nearest known name: e4m3fn",
                "mxfp4:b16:fp32 | format \"mxfp4:b16:fp32\": the alias already has a scale (b32:e8m0/floor); name its"
                        + " element instead: e2m1:b16:fp32",
                "e4m3:b0:fp32 | format \"e4m3:b0:fp32\": block size (0) must be at least 1",
                "e4m3fn@qpytorch | format \"e4m3fn@qpytorch\": format e4m3fn@qpytorch: QPyTorch rounds floating-point"
                        + " elements without reserved codes (eEmM, E at least 1)"
            })
    void aBadNameSaysWhereWhatAndTheNearest(String name, String message) {
        assertThatThrownBy(() -> Format.parse(name))
                .isInstanceOf(FormatNameException.class)
                .hasMessage(message);
    }
}

package org.floatscape.dse.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /** Every float with its usual bias, two with another, every integer. */
    private static List<ElementFormat> everyElement() {
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
        elements.add(new FloatElement(4, 3, Specials.ONE_NAN, 11));
        elements.add(new FloatElement(4, 3, Specials.P3109_SIGNED_FINITE, 11));
        for (int bits = 2; bits <= 8; bits++) {
            for (var range : IntElement.Range.values()) {
                elements.add(new IntElement(bits, range));
            }
        }
        return elements;
    }

    /** Every element, group, scale, rounding, overflow and flush that the grammar can say, once each. */
    static Stream<Format> everyFormat() {
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
        return everyElement().stream()
                .flatMap(element -> blocks.stream()
                        .flatMap(block -> Stream.of(Rounding.values())
                                .filter(rounding -> rounding != Rounding.QPYTORCH || allFinite(element))
                                .flatMap(rounding -> Stream.of(Overflow.values())
                                        .flatMap(overflow -> subnormals(element, rounding)
                                                .map(subnormals ->
                                                        new Format(element, block, rounding, overflow, subnormals))))));
    }

    private static boolean allFinite(ElementFormat element) {
        return element instanceof FloatElement e
                && e.exponentBits() > 0
                && e.specials() == Specials.NONE
                && e.hasUsualBias();
    }

    private static Stream<Subnormals> subnormals(ElementFormat element, Rounding rounding) {
        boolean flushable = element instanceof FloatElement e && e.hasSubnormals() && rounding != Rounding.QPYTORCH;
        return flushable ? Stream.of(Subnormals.values()) : Stream.of(Subnormals.KEEP);
    }

    /** Every element with every bias that it may have. */
    static Stream<FloatElement> everyBias() {
        return everyElement().stream()
                .filter(FloatElement.class::isInstance)
                .map(FloatElement.class::cast)
                .filter(FloatElement::hasUsualBias)
                .filter(e -> !e.specials().p3109() || e.specials() == Specials.P3109_SIGNED_FINITE)
                .flatMap(e -> IntStream.rangeClosed(0, 128)
                        .filter(bias -> e.exponentBits() == 0 ? bias < 128 : e.exponentBits() < 8 || bias > 127)
                        .mapToObj(bias -> new FloatElement(e.exponentBits(), e.mantissaBits(), e.specials(), bias)));
    }

    @Test
    void everyBiasIsSpelledAndReadBack() {
        assertThat(everyBias()).hasSizeGreaterThan(30_000).allSatisfy(element -> {
            assertThat(Format.parse(element.name()).element()).isEqualTo(element);
            assertThat(element.name().matches(".*m\\d+b\\d+.*")).isEqualTo(!element.hasUsualBias());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "e4m3b7fn, e4m3fn",
        "e4m3b8fnuz, binary8p4sf",
        "e4m3fnuz, binary8p4sf",
        "e5m2fnuz:b32:e8m0/floor, binary8p3sf:b32:e8m0/floor",
        "e4m3b11fn:b32:fp32, e4m3b11fn:b32:fp32",
        "e0m7b0, e0m7",
        "ue8m0@rna, ue8m0",
        "bf16!ftz, e8m7i!ovf!ftz",
        "bf16!prop, e8m7i!prop",
        "mxfp4@sr!ftz, e2m1:b32:e8m0/floor@sr!ftz"
    })
    void whatIsUsualIsLeftOut(String name, String canonical) {
        assertThat(Format.parse(name).name()).isEqualTo(canonical);
        assertThat(Format.parse(canonical)).isEqualTo(Format.parse(name));
    }

    /** Doubling the bias's power of two halves every value. */
    @Test
    void aBiasScalesEveryValue() {
        var usual = FloatElement.E4M3FN;
        var biased = new FloatElement(4, 3, Specials.ONE_NAN, usual.bias() + 4);
        for (int code = 0; code < 256; code++) {
            assertThat(biased.decode(code)).isEqualTo(Double.valueOf(usual.decode(code) / 16));
        }
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
        "e0m7, 1.984375",
        "e4m3b11fn, 28",
        "e0m7b3, 0.248046875",
        "ue8m0, 1.7014118346046923e38"
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

    /** ml_dtypes' float8_e4m3fnuz, float8_e5m2fnuz and float8_e4m3b11fnuz: 0x80 is NaN, one zero, every other code a number. */
    @ParameterizedTest
    @CsvSource({"fp8_e4m3fnuz, 8, 3, 240", "fp8_e5m2fnuz, 16, 2, 57344", "fp8_e4m3b11fnuz, 11, 3, 30"})
    void fnuzFormatsHaveTheValuesOfMlDtypes(String name, int bias, int mantissaBits, double max) {
        ElementFormat element = Format.parse(name).element();
        assertThat(element.max()).isEqualTo(max);
        assertThat(element.decode(0x80)).isNaN();
        for (int code = 0; code < 128; code++) {
            int exponent = code >> mantissaBits;
            double fraction = (code & ((1 << mantissaBits) - 1)) * Math.pow(2, -mantissaBits);
            double value =
                    exponent == 0 ? fraction * Math.pow(2, 1 - bias) : (1 + fraction) * Math.pow(2, exponent - bias);
            assertThat(element.decode(code)).isEqualTo(value);
            if (code > 0) {
                assertThat(element.decode(code | 0x80)).isEqualTo(-value);
            }
        }
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
                "e9m2 | format \"e9m2\": element e9m2: exponent bits must be 0 to 8 and mantissa bits 0 to 10 (23 in"
                        + " e8m23i alone)",
                "e8m23 | format \"e8m23\": element e8m23: exponent bits must be 0 to 8 and mantissa bits 0 to 10 (23 in"
                        + " e8m23i alone)",
                "e4m3fnx | format \"e4m3fnx\": at position 7 (\"x\") expected the end, or in this order \":\" group"
                        + " \":\" scale, \"@\" rounding, \"!ovf\" or \"!prop\", \"!ftz\". Nearest known name: e4m3fn",
                "mxfp4:b16:fp32 | format \"mxfp4:b16:fp32\": the alias already has a scale (b32:e8m0/floor); name its"
                        + " element instead: e2m1:b16:fp32",
                "e4m3:b0:fp32 | format \"e4m3:b0:fp32\": block size (0) must be at least 1",
                "e4m3fn@qpytorch | format \"e4m3fn@qpytorch\": format e4m3fn@qpytorch: QPyTorch rounds floating-point"
                        + " elements without reserved codes (eEmM, E at least 1)",
                "e4m3:b9999999999:fp32 | format \"e4m3:b9999999999:fp32\": at position 7 (\"9999999999:fp32\")"
                    + " expected the block size, of at most 9 digits and without a leading zero. Nearest known name:"
                    + " e4m3b11fnuz",
                "e4m3b | format \"e4m3b\": at position 6 (the end) expected the exponent bias, as in e4m3b11fn. Nearest"
                        + " known name: e4m3b11fnuz",
                "e4m3b-1 | format \"e4m3b-1\": at position 6 (\"-1\") expected the exponent bias, as in e4m3b11fn."
                        + " Nearest known name: e4m3fn",
                "e4m3b129fn | format \"e4m3b129fn\": element e4m3b129fn: bias (129) must be 0 to 128; the usual one is"
                        + " 7",
                "e8m2b126 | format \"e8m2b126\": element e8m2b126: bias (126) must be 127 to 128; the usual one is 127",
                "e8m23b126i | format \"e8m23b126i\": element e8m23b126i: the bias of binary32 is 127",
                "e4m3b8@qpytorch | format \"e4m3b8@qpytorch\": format e4m3b8@qpytorch: QPyTorch rounds floating-point"
                        + " elements without reserved codes (eEmM, E at least 1)",
                "int8!ftz | format \"int8!ftz\": format int8!ftz: the element has no subnormals to flush; drop !ftz",
                "ue8m0!ftz | format \"ue8m0!ftz\": format ue8m0!ftz: the element has no subnormals to flush; drop !ftz",
                "e4m3@qpytorch!ftz | format \"e4m3@qpytorch!ftz\": format e4m3@qpytorch!ftz: QPyTorch keeps subnormals;"
                        + " drop !ftz",
                "ue8m0@rne | format \"ue8m0@rne\": format ue8m0@rne: powers of two are rounded to the nearest, ties up"
                        + " (rna), as ml_dtypes does",
                "ue8m0:b32:fp32 | format \"ue8m0:b32:fp32\": format ue8m0:b32:fp32: powers of two take no shared scale",
                "e4m3fn!ftz!ovf | format \"e4m3fn!ftz!ovf\": at position 11 (\"!ovf\") expected the end, or in this"
                    + " order \":\" group \":\" scale, \"@\" rounding, \"!ovf\" or \"!prop\", \"!ftz\". Nearest known"
                    + " name: e8m23i!ovf"
            })
    void aBadNameSaysWhereWhatAndTheNearest(String name, String message) {
        assertThatThrownBy(() -> Format.parse(name))
                .isInstanceOf(FormatNameException.class)
                .hasMessage(message);
    }
}

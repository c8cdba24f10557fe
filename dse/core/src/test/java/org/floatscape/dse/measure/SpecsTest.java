package org.floatscape.dse.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.format.Specials;
import org.floatscape.dse.input.InputException;
import org.floatscape.ffi.Element;
import org.floatscape.ffi.FormatInfo;
import org.floatscape.ffi.QuantSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two descriptions of a format, in Java and in C, must be of the same format. */
class SpecsTest {

    static Stream<String> names() {
        return Stream.concat(
                NamedFormats.all().keySet().stream(),
                Stream.of(
                        "e0m3",
                        "e1m2",
                        "e3m4i",
                        "e8m0",
                        "int2",
                        "uint5",
                        "int4full",
                        "binary8p1ue",
                        "binary8p3se",
                        "binary8p4uf",
                        "binary8p7sf:b32:e8m0/floor",
                        "binary6p3ue@rup!ovf",
                        "int4:b32:e8m0/rceil",
                        "e4m3:b128:fp32@qpytorch",
                        "e3m3:channel:bf16@rna",
                        "e2m1:tensor:fp16@sr",
                        "e2m1:b16:ue5m3@rup",
                        "e2m1:b16:e4m3fn@rdn",
                        "int8:b16:e4m3fn+fp32/modelopt@rtz",
                        "e4m3fn!ovf",
                        "e4m3b11fn!prop",
                        "e4m3b0",
                        "e3m2b128!ftz",
                        "e0m5b127",
                        "e8m3b128fnuz",
                        "e5m2b17i@rup!ovf!ftz"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theKernelsSeeTheSameWidthsAndRange(String name) {
        Format format = Format.parse(name);
        FormatInfo info = FormatInfo.of(Specs.of(format, 0));
        assertThat(info.codeBits()).isEqualTo(format.element().bits());
        assertThat(info.scaleBits())
                .isEqualTo(format.block()
                        .map(block -> block.scale().bitsPerGroup())
                        .orElse(0));
        assertThat(info.max()).isEqualTo(format.element().max() * unit(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theKernelsGiveEveryCodeTheSameValue(String name) {
        Format format = Format.parse(name);
        QuantSpec spec = Specs.of(format, 0);
        int bits = Math.min(format.element().bits(), 12);
        for (int code = 0; code < 1 << bits; code++) {
            assertThat(FormatInfo.codeValue(spec, code))
                    .as("code %d", code)
                    .isEqualTo(Double.valueOf(format.element().decode(code) * unit(name)));
        }
    }

    /** Names by the grammar at random: refused with a reason before the kernels see them, or taken by these too. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatTheGrammarTakesTheKernelsTake(long seed) {
        var random = new SplittableRandom(seed);
        int taken = 0;
        for (int i = 0; i < 2000; i++) {
            String name = name(random);
            QuantSpec spec;
            try {
                spec = Specs.of(Format.parse(name), 0);
            } catch (FormatNameException | InputException refused) {
                continue;
            }
            assertThatCode(() -> FormatInfo.of(spec)).as(name).doesNotThrowAnyException();
            taken++;
        }
        assertThat(taken).isGreaterThan(200);
    }

    private static String name(SplittableRandom random) {
        String element = random.nextInt(10) == 0
                ? "e8m23"
                : pick(random, "e%d", "e%d", "int%d", "uint%d", "binary%d").formatted(random.nextInt(10));
        String bits = element.startsWith("e") && !element.startsWith("e8m23") ? "m" + random.nextInt(12) : "";
        String precision = element.startsWith("binary") ? "p" + random.nextInt(9) + pick(random, "se", "uf", "sf") : "";
        String specials = element.startsWith("e") ? pick(random, "", "fn", "i", "fnuz", "b3", "b127i") : "";
        String scale =
                pick(random, "", ":b32:e8m0/even", ":channel:fp32", ":tensor:bf16", ":b1:e4m3fn+fp32/te", ":b7:ue5m3");
        String rounding = pick(random, "", "@rna", "@sr", "@qpytorch");
        String flags = pick(random, "", "!ovf", "!prop", "!ftz");
        return element + bits + precision + specials + scale + rounding + flags;
    }

    private static String pick(SplittableRandom random, String... words) {
        return words[random.nextInt(words.length)];
    }

    /** Of every width and kind of code: the same biases are allowed, and give the same range. */
    @ParameterizedTest
    @EnumSource(
            value = Specials.class,
            names = {"NONE", "ONE_NAN", "IEEE", "P3109_SIGNED_FINITE"})
    void theKernelsAllowTheSameBiases(Specials specials) {
        for (int e = 0; e <= 8; e++) {
            for (int m = 0; m <= 10; m++) {
                if (e + m < 2 || (e == 0 && specials != Specials.NONE) || (e == 1 && specials == Specials.IEEE)) {
                    continue;
                }
                for (int bias = 0; bias <= 130; bias++) {
                    Optional<FloatElement> element = element(e, m, specials, bias);
                    Optional<FormatInfo> info = info(new FloatElement(e, m, specials), bias);
                    assertThat(info.map(FormatInfo::bias)).isEqualTo(element.map(FloatElement::bias));
                    assertThat(info.map(FormatInfo::max)).isEqualTo(element.map(FloatElement::max));
                    assertThat(info.map(FormatInfo::minNormal)).isEqualTo(element.map(FloatElement::minNormal));
                }
            }
        }
    }

    private static Optional<FloatElement> element(int e, int m, Specials specials, int bias) {
        try {
            return Optional.of(new FloatElement(e, m, specials, bias));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static Optional<FormatInfo> info(FloatElement usual, int bias) {
        var element = (Element.ExMy) Specs.of(Format.of(usual), 0).element();
        try {
            return Optional.of(FormatInfo.of(QuantSpec.of(new Element.ExMy(
                    element.exponentBits(),
                    element.mantissaBits(),
                    OptionalInt.of(bias),
                    element.specials(),
                    element.subnormals(),
                    element.overflow()))));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** Integers under an E8M0 scale count in units of 2^-(W-2). */
    private static double unit(String name) {
        return switch (name) {
            case "mxint8" -> 0x1p-6;
            case "int4:b32:e8m0/rceil" -> 0x1p-2;
            default -> 1;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e4m3!ovf",
                "int8!ovf",
                "e2m1:b32:e8m0/floor!ovf",
                "ue8m0!ovf",
                "e4m3b9!prop!ftz",
                "binary8p4sf!ovf",
                "e4m3b11fnuz!prop"
            })
    void overflowToACodeThatIsNotThereIsRefused(String name) {
        assertThatThrownBy(() -> Specs.of(Format.parse(name), 0))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("format " + Format.parse(name).name())
                .hasMessageContaining("drop !" + (name.contains("ovf") ? "ovf" : "prop"));
    }
}

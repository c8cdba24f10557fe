package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormatsCommandTest {

    @Test
    void everyNamedFormatIsListedWithItsExpansion() {
        var run = CommandRun.of(List.of("formats"));
        assertThat(run.exitCode()).isZero();
        NamedFormats.all()
                .forEach((alias, name) ->
                        assertThat(run.out()).containsPattern("(?m)^  " + alias + " +" + Pattern.quote(name)));
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    static Stream<String> names() {
        return Stream.concat(
                NamedFormats.all().keySet().stream(),
                Stream.of(
                        "e0m4:channel:fp32@sr",
                        "e1m2",
                        "uint8:tensor:fp16",
                        "int4:b32:e8m0/rceil",
                        "e8m0",
                        "e5m0@qpytorch",
                        "e4m3b11fn!prop!ftz",
                        "e0m6b3",
                        "e5m2i:b32:e8m0/rceil!prop"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFormatIsShownInAHundredColumns(String name) {
        var run = CommandRun.of(List.of("formats", name));
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    /** OCP MX v1.0 and OFP8 v1.0, tables of the formats. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mxfp4    | max +6$             ",
                "mxfp4    | min subnormal +0.5$ ",
                "mxfp4    | bits/element +4.25 = 4 . 8/32$",
                "mxfp4    | ^mxfp4 = e2m1:b32:e8m0/floor$",
                "fp8_e4m3 | max +448$           ",
                "fp8_e4m3 | min normal +0.015625$",
                "fp8_e4m3 | min subnormal +0.001953125$",
                "fp8_e4m3 | bit layout +S EEEE MMM",
                "fp8_e5m2 | max +57344$         ",
                "fp8_e5m2 | codes +256 .8 bits.; Inf yes, NaN yes",
                "fp6_e2m3 | max +7.5$           ",
                "fp6_e3m2 | max +28$            ",
                "mxint8   | max +1.984375$      ",
                "nvfp4    | bits/element +4.5 = 4 . 8/16$",
                "fp8_e4m3fnuz    | max +240$",
                "fp8_e5m2fnuz    | max +57344$",
                "fp8_e4m3b11fnuz | max +30$",
                "fp8_e4m3b11fnuz | 4-bit exponent .bias 11, not the usual one., 3-bit mantissa",
                "fp8_e4m3b11fnuz | codes +256 .8 bits.; Inf no, NaN yes, -0 no",
                "e4m3b11fn       | min subnormal +0.00012207",
                "e4m3fn!ftz      | min subnormal +none: flushed",
                "e4m3fn!ftz      | dynamic range +89.1",
                "e5m2i!prop      | overflow +to the largest finite value, Inf to Inf;",
                "e5m2i           | overflow +to the largest finite value, Inf too;",
                "mxfp8_e5m2      | overflow +to the largest finite value; decided",
                "mxfp8_e5m2      | NaN and Inf +make their whole group NaN$",
                "fp8_e8m0        | ^fp8_e8m0 = ue8m0$",
                "fp8_e8m0        | bit layout +EEEEEEEE$",
                "fp8_e8m0        | codes +256 .8 bits.; Inf no, NaN yes, -0 no",
                "fp8_e8m0        | max +1.70141e.38$",
            })
    void theFactsAreThoseOfTheStandards(String name, String line) {
        assertThat(CommandRun.of(List.of("formats", name)).out()).containsPattern("(?m)" + line);
    }

    @Test
    void csvGivesTheValueOfEveryCode() {
        var table = CsvTable.parse(
                "csv", CommandRun.of(List.of("formats", "e4m3fn", "--csv")).out());
        assertThat(table.rows()).hasSize(256);
        for (int code = 0; code < 256; code++) {
            double value = FloatElement.E4M3FN.decode(code);
            assertThat(table.texts("bits").get(code))
                    .isEqualTo("%8s".formatted(Integer.toBinaryString(code)).replace(' ', '0'));
            assertThat(table.texts("value").get(code)).isEqualTo(Double.isNaN(value) ? "nan" : String.valueOf(value));
        }
    }

    @Test
    void allShowsEveryCodeOnce() {
        String out = CommandRun.of(List.of("formats", "e3m2", "--all")).out();
        for (int code = 0; code < 64; code++) {
            String bits = "%6s".formatted(Integer.toBinaryString(code)).replace(' ', '0');
            String fields = bits.charAt(0) + " " + bits.substring(1, 4) + " " + bits.substring(4) + "  ";
            assertThat(out).containsOnlyOnce(fields);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "formats mxpf4      | Nearest known name: mxfp4",
                "formats e4m3!ovf   | drop !ovf",
                "formats e4m3!prop  | drop !prop",
                "formats ue8m0!ovf  | drop !ovf",
                "formats int8!ftz   | drop !ftz",
                "formats e4m3b      | expected the exponent bias, as in e4m3b11fn",
                "formats e4m3b200   | bias (200) must be 0 to 128",
                "formats e4m3b-1    | expected the exponent bias, as in e4m3b11fn",
                "cost show ue8m0    | operand ue8m0: units multiply numbers with a sign and a zero",
                "formats fp32 --csv | its 4294967296 codes are too many to list",
                "formats fp32 --all | its 4294967296 codes are too many to list",
                "formats --csv      | --csv: is about the codes of one format; name it",
            })
    void aBadArgumentIsNamed(String args, String rule) {
        var run = CommandRun.of(List.of(args.split(" ")));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("floatscape: ").contains(rule);
    }
}

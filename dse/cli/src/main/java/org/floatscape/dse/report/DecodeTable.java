package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Specials;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.measure.Specs;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.ffi.FormatInfo;
import org.floatscape.ffi.QuantSpec;

/**
 * The value of every code of a format's element, without its scale, read off the kernels.
 *
 * @param nCodes all codes of the element
 */
public record DecodeTable(Format format, QuantSpec spec, long nCodes) {

    /** Codes of at most this many bits can be listed. */
    private static final int MAX_BITS = 20;

    /** As many codes are shown without being asked for. */
    private static final int SHOWN = 64;

    private static final int SHOWN_AT_EACH_END = 16;
    private static final int WIDTH = 100;
    /** Of a value with the blanks around it, and those between the fields of a code. */
    private static final int VALUE_WIDTH = 19;

    /** @throws InputException if the kernels refuse the format */
    public static DecodeTable of(Format format) {
        QuantSpec spec = Specs.of(format, 0);
        return new DecodeTable(format, spec, FormatInfo.of(spec).nCodes());
    }

    /**
     * For a terminal.
     *
     * @param all whether every code is shown
     * @throws InputException if that is too many
     */
    public String text(boolean all) {
        if (all) {
            return "Every code\n" + grid(codes().boxed().toList());
        }
        boolean mirrored =
                format.element() instanceof FloatElement e && e.specials().signed();
        boolean oneZero =
                format.element() instanceof FloatElement e && e.specials().p3109();
        String negatives = mirrored ? "; with the sign bit set, their negatives" + (oneZero ? ", NaN for 0" : "") : "";
        int first = (int) Math.min(Integer.MAX_VALUE, mirrored ? nCodes / 2 : nCodes);
        if (first <= SHOWN) {
            return "Codes%s%n%s".formatted(negatives, grid(range(0, first)));
        }
        int end = behindFirstNan(first);
        return "First codes%s%n%s  …%nLast codes%s%n%s"
                        .formatted(
                                negatives,
                                grid(range(0, SHOWN_AT_EACH_END)),
                                end < first ? "; the %d beyond are NaN".formatted(first - end) : "",
                                grid(range(end - SHOWN_AT_EACH_END, end)))
                + (nCodes <= 1 << MAX_BITS ? "  all %d: --all, or --csv%n".formatted(nCodes) : "");
    }

    /** Where the top exponent holds Inf and NaN, one NaN is enough. */
    private int behindFirstNan(int nMagnitudes) {
        return format.element() instanceof FloatElement e && e.specials() == Specials.IEEE && e.mantissaBits() > 0
                ? (((1 << e.exponentBits()) - 1) << e.mantissaBits()) + 2
                : nMagnitudes;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /**
     * As CSV, one row per code.
     *
     * @throws InputException if that is too many
     */
    public String csv() {
        var rows = new ArrayList<CsvTable.Row>();
        codes().forEach(code -> {
            double value = FormatInfo.codeValue(spec, code);
            rows.add(new CsvTable.Row(
                    code + 2L,
                    List.of(
                            String.valueOf(code),
                            bits(code).replace(" ", ""),
                            Double.isNaN(value) ? "nan" : CsvTable.text(value))));
        });
        return new CsvTable("codes", List.of("code", "bits", "value"), rows).toCsv();
    }

    private IntStream codes() {
        if (nCodes > 1 << MAX_BITS) {
            throw new InputException(
                    "format " + format.name(),
                    "its %d codes are too many to list, 2^%d at most".formatted(nCodes, MAX_BITS));
        }
        return IntStream.range(0, (int) nCodes);
    }

    /** Down the columns. */
    private String grid(List<Integer> codes) {
        int width = format.element().bits() + VALUE_WIDTH;
        int nRows = Math.ceilDiv(codes.size(), WIDTH / width);
        var text = new StringBuilder();
        for (int row = 0; row < nRows; row++) {
            var line = new StringBuilder();
            for (int i = row; i < codes.size(); i += nRows) {
                int code = codes.get(i);
                String cell = "  %s  %s".formatted(bits(code), FormatText.value(FormatInfo.codeValue(spec, code)));
                line.append(cell).append(" ".repeat(Math.max(0, width - cell.length())));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The fields of a code, apart. */
    private String bits(int code) {
        int n = format.element().bits();
        String all = String.format("%" + n + "s", Integer.toBinaryString(code)).replace(' ', '0');
        if (!(format.element() instanceof FloatElement e)) {
            return all;
        }
        int exponent = e.specials().signed() ? 1 : 0;
        int mantissa = exponent + e.exponentBits();
        return "%s %s %s"
                .formatted(all.substring(0, exponent), all.substring(exponent, mantissa), all.substring(mantissa))
                .replace("  ", " ")
                .strip();
    }
}

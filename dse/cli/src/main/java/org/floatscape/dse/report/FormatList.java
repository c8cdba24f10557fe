package org.floatscape.dse.report;

import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.measure.Specs;
import org.floatscape.ffi.FormatInfo;

/** The named formats, for a terminal. */
public final class FormatList {

    private static final String GRAMMAR = """

        Any other format is named by its parts:

          element [:group:scale] [@rounding] [!ovf|!prop] [!ftz]

          element   eEmM (every code finite), eEmMfn (one NaN), eEmMi (Inf and NaN), eEmMfnuz (NaN
                    in place of -0), each with bB for an exponent bias of its own: e4m3b11fnuz;
                    intW (symmetric), intWfull (two's complement), uintW; ue8m0 (powers of two);
                    binaryKpP followed by s (signed) or u (unsigned) and e (extended, with Inf) or
                    f (finite): the IEEE P3109 draft's K bits with precision P, such as binary8p4se;
                    E 0 to 8, M = P - 1 0 to 10, W 2 to 8, bias 0 to 128
          group     bB (blocks of B along a row), channel (a row), tensor
          scale     fp32, bf16, fp16, e4m3fn, ue5m3, e8m0[/floor|ceil|even|rceil],
                    e4m3fn+fp32[/te|torchao|modelopt]
          rounding  rne, rna, rtz, rup, rdn, sr, qpytorch
          !ovf      overflow gives Inf or NaN; without it the largest finite value
          !prop     finite overflow gives the largest finite value, Inf stays Inf or becomes NaN
          !ftz      subnormal results become zero

        such as e4m3fn:b128:fp32 or int4:b32:e4m3fn@rna. 'floatscape formats NAME' shows one.
        """;

    private FormatList() {}

    /** Magnitudes are those of the element, without its scale. */
    public static String text() {
        var table = new TextTable("name", "<stands for", "bits", "max", "min normal", "min > 0", "range dB");
        NamedFormats.all().forEach((alias, name) -> {
            var format = Format.parse(alias);
            FormatInfo info = FormatInfo.of(Specs.of(format, 0));
            table.row(
                    alias,
                    name,
                    Figures.format("%.2f", format.bitsPerElement()),
                    FormatText.value(info.max()),
                    FormatText.value(info.minNormal()),
                    FormatText.value(info.minPositive()),
                    Figures.format("%.1f", FormatText.rangeDb(format, info)));
        });
        return table.text() + GRAMMAR;
    }
}

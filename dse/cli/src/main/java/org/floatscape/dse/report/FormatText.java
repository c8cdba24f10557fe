package org.floatscape.dse.report;

import org.floatscape.dse.format.E8m0Element;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.format.Overflow;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.measure.Specs;
import org.floatscape.ffi.FormatInfo;

/** One format, for a terminal. What codes mean is read off the kernels. */
public final class FormatText {
    private static final String LARGEST = "to the largest finite value";

    private FormatText() {}

    /** @throws org.floatscape.dse.input.InputException if the kernels refuse the format */
    public static String of(Format format) {
        FormatInfo info = FormatInfo.of(Specs.of(format, 0));
        var text = new StringBuilder(NamedFormats.label(format)).append("\n\n");
        line(text, "element", element(format, info));
        line(text, "bit layout", layout(format));
        line(text, "codes", codes(info));
        line(text, "max", value(info.max()));
        line(text, "min normal", value(info.minNormal()));
        line(text, "min subnormal", minSubnormal(format, info));
        line(
                text,
                "dynamic range",
                Figures.format(
                        "%.2f dB, %.2f binades: max to the smallest value above 0",
                        rangeDb(format, info), Math.log(info.max() / leastPositive(format, info)) / Math.log(2)));
        line(text, "rounding", rounding(format));
        line(text, "overflow", overflow(format, info));
        format.block().ifPresent(block -> {
            line(text, "scale", scale(block.scale()));
            line(text, "shared by", group(block.group()));
            line(text, "NaN and Inf", "make their whole group NaN");
        });
        line(text, "bits/element", bits(format));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(Figures.format("  %-15s%s%n", key, value));
    }

    private static String element(Format format, FormatInfo info) {
        return switch (format.element()) {
            case FloatElement e ->
                e.exponentBits() == 0
                        ? "%s: sign-magnitude fixed point: no exponent%s, %d-bit mantissa"
                                .formatted(
                                        e.name(),
                                        e.hasUsualBias() ? "" : " (bias %d)".formatted(info.bias()),
                                        e.mantissaBits())
                        : "%s: %s, %d-bit exponent%s, %d-bit mantissa%s"
                                .formatted(
                                        e.name(),
                                        e.specials().signed() ? "sign" : "no sign",
                                        e.exponentBits(),
                                        bias(e, info),
                                        e.mantissaBits(),
                                        e.specials().p3109() && e.hasUsualBias() ? "; IEEE P3109 draft" : "");
            case IntElement e ->
                "%s: %s, %d bits%s"
                                .formatted(
                                        e.name(),
                                        e.range() == IntElement.Range.UNSIGNED ? "unsigned" : "two's complement",
                                        e.bits(),
                                        e.range() == IntElement.Range.SYMMETRIC ? ", kept symmetric" : "")
                        + (info.minPositive() == 1 ? "" : ", in units of " + value(info.minPositive()));
            case E8m0Element e ->
                "%s: powers of two: no sign, 8-bit exponent (bias %d), no mantissa, no zero"
                        .formatted(e.name(), info.bias());
        };
    }

    private static String bias(FloatElement element, FormatInfo info) {
        return element.hasUsualBias()
                ? " (bias %d)".formatted(info.bias())
                : " (bias %d, not the usual one)".formatted(info.bias());
    }

    private static String minSubnormal(Format format, FormatInfo info) {
        if (info.minPositive() >= info.minNormal()) {
            return "none";
        }
        return switch (format.subnormals()) {
            case KEEP -> value(info.minPositive());
            case FLUSH -> "none: flushed to 0 after rounding, their codes are never written";
        };
    }

    private static double leastPositive(Format format, FormatInfo info) {
        return switch (format.subnormals()) {
            case KEEP -> info.minPositive();
            case FLUSH -> info.minNormal();
        };
    }

    /** Most significant bit first. */
    private static String layout(Format format) {
        return switch (format.element()) {
            case FloatElement e ->
                ((e.specials().signed() ? "S" : "") + field("E", e.exponentBits()) + field("M", e.mantissaBits()))
                                .strip()
                        + ", most significant bit first";
            case IntElement e -> "I".repeat(e.bits());
            case E8m0Element e -> "E".repeat(e.bits());
        };
    }

    private static String field(String letter, int bits) {
        return bits == 0 ? "" : " " + letter.repeat(bits);
    }

    private static String codes(FormatInfo info) {
        return "%d (%d bits); Inf %s, NaN %s, -0 %s"
                .formatted(
                        info.nCodes(),
                        info.codeBits(),
                        yesNo(info.hasInfinity()),
                        yesNo(info.hasNan()),
                        yesNo(info.hasNegativeZero()));
    }

    private static String yesNo(boolean is) {
        return is ? "yes" : "no";
    }

    private static String rounding(Format format) {
        if (format.element() instanceof E8m0Element) {
            return "to the nearest power of two, ties up; all up below 2^-126";
        }
        return switch (format.rounding()) {
            case RNE -> "to nearest, ties to even";
            case RNA -> "to nearest, ties away from zero";
            case RTZ -> "toward zero";
            case RUP -> "toward +infinity";
            case RDN -> "toward -infinity";
            case SR -> "stochastic: Philox of the seed and the element's index";
            case QPYTORCH -> "as QPyTorch's float_quantize(rounding=\"nearest\"), bit for bit";
        };
    }

    private static String overflow(Format format, FormatInfo info) {
        if (format.element() instanceof E8m0Element) {
            return "to NaN, from 1.5 2^127 on; zero, negatives and Inf too";
        }
        boolean p3109 =
                format.element() instanceof FloatElement e && e.specials().p3109();
        String negatives = info.min() == 0
                ? (p3109 && format.overflow() == Overflow.INFINITE ? "; negatives to NaN" : "; negatives to 0")
                : "";
        return switch (format.overflow()) {
                    case SATURATE -> LARGEST + ofInf(format, "Inf too");
                    case INFINITE -> info.hasInfinity() ? "to Inf" : p3109 ? LARGEST : "to NaN";
                    case PROPAGATE -> LARGEST + ofInf(format, propagated(info, p3109));
                }
                + "; decided after rounding"
                + negatives;
    }

    private static String propagated(FormatInfo info, boolean p3109) {
        return info.hasInfinity() ? "Inf to Inf" : p3109 ? "Inf too" : "Inf to NaN";
    }

    /** Nothing under a scale, where Inf is a matter of the group. */
    private static String ofInf(Format format, String becomes) {
        return format.block().isPresent() ? "" : ", " + becomes;
    }

    private static String scale(ScaleFormat scale) {
        return switch (scale) {
            case ScaleFormat.Plain plain ->
                "%s: largest magnitude / max%s"
                        .formatted(
                                plain.spelling(), plain == ScaleFormat.Plain.FP32 ? "" : ", rounded to nearest even");
            case ScaleFormat.PowerOfTwo(var rule) ->
                "E8M0, 2^-127 … 2^127; exponent "
                        + switch (rule) {
                            case FLOOR -> "floor(log2 amax) - floor(log2 max), as OCP MX";
                            case CEIL -> "ceil(log2 amax) - floor(log2 max)";
                            case EVEN -> "as floor, amax first rounded to the mantissa";
                            case RCEIL -> "ceil(log2(amax / max)), as NVIDIA";
                        };
            case ScaleFormat.TwoLevel(var recipe) ->
                "E4M3FN over one float32 per tensor, in the order of "
                        + switch (recipe) {
                            case TE -> "TransformerEngine";
                            case TORCHAO -> "torchao";
                            case MODELOPT -> "ModelOpt";
                        };
        };
    }

    private static String group(Group group) {
        return switch (group) {
            case Group.Block(int size) -> size + " consecutive elements of a row; a row's last block may be short";
            case Group.Channel() -> "a row (the last dimension)";
            case Group.Tensor() -> "the whole tensor";
        };
    }

    private static String bits(Format format) {
        int elementBits = format.element().bits();
        return format.block()
                .map(block -> switch (block.group()) {
                    case Group.Block(int size) ->
                        "%s = %d + %d/%d"
                                .formatted(
                                        value(format.bitsPerElement()),
                                        elementBits,
                                        block.scale().bitsPerGroup(),
                                        size);
                    case Group.Channel() ->
                        "%d, and %d per row"
                                .formatted(elementBits, block.scale().bitsPerGroup());
                    case Group.Tensor() ->
                        "%d, and %d per tensor"
                                .formatted(elementBits, block.scale().bitsPerGroup());
                })
                .orElseGet(() -> String.valueOf(elementBits));
    }

    /** Of the element's largest to its smallest positive value, in dB. */
    static double rangeDb(Format format, FormatInfo info) {
        return 20 * Math.log10(info.max() / leastPositive(format, info));
    }

    /** Nine digits at most, and none too many. */
    static String value(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.compare(value, 0.0) < 0 ? "-0" : "0";
        }
        double size = Math.abs(value);
        if (size >= 1e-4 && size < 1e9) {
            String plain = Figures.format("%.9f", value).replaceAll("\\.?0+$", "");
            return plain.length() <= 12 ? plain : Figures.format("%.8g", value).replaceAll("\\.?0+$", "");
        }
        return Figures.format("%.5e", value).replaceAll("\\.?0+e", "e");
    }
}

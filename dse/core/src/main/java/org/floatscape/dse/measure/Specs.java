package org.floatscape.dse.measure;

import java.util.OptionalInt;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.format.Overflow;
import org.floatscape.dse.format.Rounding;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.format.Specials;
import org.floatscape.dse.input.InputException;
import org.floatscape.ffi.Element;
import org.floatscape.ffi.QuantSpec;
import org.floatscape.ffi.Scale;

/** Formats as the native kernels take them. */
public final class Specs {
    private Specs() {}

    /**
     * The kernels' description of a format.
     *
     * @param seed key of stochastic rounding; not read otherwise
     * @throws InputException if overflow is to be infinite and the element has a code for neither Inf nor NaN
     */
    public static QuantSpec of(Format format, long seed) {
        boolean special = format.overflow() == Overflow.INFINITE;
        if (special && !hasSpecials(format.element())) {
            throw new InputException(
                    "format %s".formatted(format.name()),
                    "!ovf turns overflow into Inf or NaN, and every code of %s is finite; drop !ovf, or take an element with such codes (suffix fn or i)"
                            .formatted(format.element().name()));
        }
        return new QuantSpec(
                element(format.element(), special ? Element.Overflow.SPECIAL : Element.Overflow.SATURATE),
                rounding(format.rounding()),
                format.block().map(Specs::scale).orElseGet(Scale.None::new),
                seed);
    }

    private static boolean hasSpecials(ElementFormat element) {
        return element instanceof FloatElement(int _, int _, var specials) && specials != Specials.NONE;
    }

    private static Element element(ElementFormat element, Element.Overflow overflow) {
        return switch (element) {
            case FloatElement(int exponentBits, int mantissaBits, var specials) ->
                new Element.ExMy(
                        exponentBits,
                        mantissaBits,
                        OptionalInt.empty(),
                        specials(specials),
                        Element.Subnormals.KEEP,
                        overflow);
            case IntElement(int bits, var range) ->
                switch (range) {
                    case SYMMETRIC -> new Element.SymmetricInt(bits);
                    case FULL -> new Element.FullInt(bits);
                    case UNSIGNED -> new Element.Uint(bits);
                };
        };
    }

    private static Element.Specials specials(Specials specials) {
        return switch (specials) {
            case NONE -> Element.Specials.NONE;
            case ONE_NAN -> Element.Specials.NAN;
            case IEEE -> Element.Specials.IEEE;
            case P3109_SIGNED_FINITE -> Element.Specials.P3109_FINITE;
            case P3109_SIGNED_EXTENDED -> Element.Specials.P3109_INF;
            case P3109_UNSIGNED_FINITE -> Element.Specials.P3109_UNSIGNED_FINITE;
            case P3109_UNSIGNED_EXTENDED -> Element.Specials.P3109_UNSIGNED_INF;
        };
    }

    private static org.floatscape.ffi.Rounding rounding(Rounding rounding) {
        return switch (rounding) {
            case RNE -> org.floatscape.ffi.Rounding.NEAREST_EVEN;
            case RNA -> org.floatscape.ffi.Rounding.NEAREST_AWAY;
            case RTZ -> org.floatscape.ffi.Rounding.TOWARD_ZERO;
            case RUP -> org.floatscape.ffi.Rounding.UP;
            case RDN -> org.floatscape.ffi.Rounding.DOWN;
            case SR -> org.floatscape.ffi.Rounding.STOCHASTIC;
            case QPYTORCH -> org.floatscape.ffi.Rounding.QPYTORCH;
        };
    }

    private static Scale scale(BlockFormat block) {
        var group = group(block.group());
        return switch (block.scale()) {
            case ScaleFormat.PowerOfTwo(var rule) -> new Scale.E8m0(rule(rule), group);
            case ScaleFormat.TwoLevel(var recipe) -> new Scale.E4m3F32(recipe(recipe), group);
            case ScaleFormat.Plain plain -> new Scale.Quotient(plain(plain), group);
        };
    }

    private static org.floatscape.ffi.Group group(Group group) {
        return switch (group) {
            case Group.Block(int size) -> new org.floatscape.ffi.Group.Block(size);
            case Group.Channel() -> new org.floatscape.ffi.Group.Channel();
            case Group.Tensor() -> new org.floatscape.ffi.Group.Tensor();
        };
    }

    private static Scale.Rule rule(ScaleFormat.Rule rule) {
        return switch (rule) {
            case FLOOR -> Scale.Rule.FLOOR;
            case CEIL -> Scale.Rule.CEIL;
            case EVEN -> Scale.Rule.EVEN;
            case RCEIL -> Scale.Rule.RCEIL;
        };
    }

    private static Scale.Recipe recipe(ScaleFormat.Recipe recipe) {
        return switch (recipe) {
            case TE -> Scale.Recipe.TE;
            case TORCHAO -> Scale.Recipe.TORCHAO;
            case MODELOPT -> Scale.Recipe.MODELOPT;
        };
    }

    private static Scale.Format plain(ScaleFormat.Plain scale) {
        return switch (scale) {
            case FP32 -> Scale.Format.F32;
            case BF16 -> Scale.Format.BF16;
            case FP16 -> Scale.Format.F16;
            case E4M3FN -> Scale.Format.E4M3;
            case UE5M3 -> Scale.Format.UE5M3;
        };
    }
}

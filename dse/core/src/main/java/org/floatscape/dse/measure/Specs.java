package org.floatscape.dse.measure;

import java.util.OptionalInt;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.E8m0Element;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.format.Overflow;
import org.floatscape.dse.format.Rounding;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.format.Specials;
import org.floatscape.dse.format.Subnormals;
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
     * @throws InputException if overflow or Inf is to show and the element has a code for neither Inf nor NaN, or saturates always
     */
    public static QuantSpec of(Format format, long seed) {
        switch (format.overflow()) {
            case SATURATE -> {}
            case INFINITE -> requireSpecials(format, "!ovf", "turns overflow into Inf or NaN");
            case PROPAGATE -> requireSpecials(format, "!prop", "keeps Inf, or makes it NaN");
        }
        return new QuantSpec(
                element(format),
                rounding(format.rounding()),
                format.block().map(Specs::scale).orElseGet(Scale.None::new),
                seed);
    }

    private static void requireSpecials(Format format, String flag, String effect) {
        ElementFormat element = format.element();
        if (element instanceof FloatElement e && e.specials() == Specials.P3109_SIGNED_FINITE) {
            throw new InputException(
                    "format %s".formatted(format.name()),
                    "%s has no Inf, and P3109 lets such formats saturate always; drop %s"
                            .formatted(element.name(), flag));
        }
        if (element instanceof FloatElement e && e.specials() != Specials.NONE) {
            return;
        }
        throw new InputException(
                "format %s".formatted(format.name()),
                element instanceof E8m0Element
                        ? "whatever %s has no power of two for is NaN already; drop %s".formatted(element.name(), flag)
                        : "%s %s, and every code of %s is finite; drop %s, or take an element with such codes (suffix fn or i)"
                                .formatted(flag, effect, element.name(), flag));
    }

    private static Element element(Format format) {
        return switch (format.element()) {
            case FloatElement e ->
                new Element.ExMy(
                        e.exponentBits(),
                        e.mantissaBits(),
                        e.hasUsualBias() ? OptionalInt.empty() : OptionalInt.of(e.bias()),
                        specials(e.specials()),
                        subnormals(format.subnormals()),
                        overflow(format.overflow()));
            case IntElement(int bits, var range) ->
                switch (range) {
                    case SYMMETRIC -> new Element.SymmetricInt(bits);
                    case FULL -> new Element.FullInt(bits);
                    case UNSIGNED -> new Element.Uint(bits);
                };
            case E8m0Element _ -> new Element.E8m0();
        };
    }

    private static Element.Subnormals subnormals(Subnormals subnormals) {
        return switch (subnormals) {
            case KEEP -> Element.Subnormals.KEEP;
            case FLUSH -> Element.Subnormals.FLUSH;
        };
    }

    private static Element.Overflow overflow(Overflow overflow) {
        return switch (overflow) {
            case SATURATE -> Element.Overflow.SATURATE;
            case INFINITE -> Element.Overflow.SPECIAL;
            case PROPAGATE -> Element.Overflow.PROPAGATE;
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

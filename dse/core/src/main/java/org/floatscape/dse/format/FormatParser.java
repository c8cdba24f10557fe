package org.floatscape.dse.format;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads one format name from left to right. */
final class FormatParser {

    private static final String ELEMENTS = "an element such as e4m3fn, int8, binary8p4se or an alias such as mxfp4";
    private static final String GROUPS = "a group: b and a block size such as b32, channel or tensor";
    private static final String SCALES = "a scale: fp32, bf16, fp16, e8m0, e4m3fn+fp32, e4m3fn or ue5m3";

    private final String name;
    private int at;

    FormatParser(String name) {
        this.name = name;
    }

    Format parse() {
        try {
            Format format = head();
            if (skip(":")) {
                format = withBlock(format, block());
            }
            if (skip("@")) {
                format = format.with(option(Rounding.class, "a rounding"));
            }
            if (skip("!ovf")) {
                format = format.with(Overflow.INFINITE);
            } else if (skip("!prop")) {
                format = format.with(Overflow.PROPAGATE);
            }
            if (skip("!ftz")) {
                format = format.with(Subnormals.FLUSH);
            }
            if (at < name.length()) {
                throw expected(
                        "the end, or in this order \":\" group \":\" scale, \"@\" rounding, \"!ovf\" or \"!prop\","
                                + " \"!ftz\"");
            }
            return format;
        } catch (FormatNameException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new FormatNameException("format \"%s\": %s".formatted(name, e.getMessage()));
        }
    }

    /** An alias, which may bring its own scale, or an element. */
    private Format head() {
        int end = at;
        while (end < name.length() && ":@!".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        Optional<String> expansion = NamedFormats.expansion(name.substring(at, end));
        if (expansion.isPresent()) {
            at = end;
            return new FormatParser(expansion.get()).parse();
        }
        return Format.of(element());
    }

    private Format withBlock(Format format, BlockFormat block) {
        if (format.block().isPresent()) {
            throw new IllegalArgumentException("the alias already has a scale (%s); name its element instead: %s:%s"
                    .formatted(format.block().get().name(), format.element().name(), block.name()));
        }
        return format.with(block);
    }

    private ElementFormat element() {
        if (skip(E8m0Element.NAME)) {
            return new E8m0Element();
        }
        if (skip("uint")) {
            return new IntElement(number("the number of bits"), IntElement.Range.UNSIGNED);
        }
        if (skip("int")) {
            int bits = number("the number of bits");
            return new IntElement(bits, skip("full") ? IntElement.Range.FULL : IntElement.Range.SYMMETRIC);
        }
        if (skip("binary") || skip("Binary")) {
            return p3109();
        }
        if (!skip("e")) {
            throw expected(ELEMENTS);
        }
        int exponentBits = number(ELEMENTS);
        if (!skip("m")) {
            throw expected("\"m\" and the number of mantissa bits");
        }
        int mantissaBits = number("the number of mantissa bits");
        OptionalInt bias =
                skip("b") ? OptionalInt.of(number("the exponent bias, as in e4m3b11fn")) : OptionalInt.empty();
        Specials specials = specials();
        return bias.isPresent()
                ? new FloatElement(exponentBits, mantissaBits, specials, bias.getAsInt())
                : new FloatElement(exponentBits, mantissaBits, specials);
    }

    private Specials specials() {
        if (skip("fnuz")) {
            return Specials.P3109_SIGNED_FINITE;
        }
        return skip("fn") ? Specials.ONE_NAN : skip("i") ? Specials.IEEE : Specials.NONE;
    }

    /** The rest of a name as the IEEE P3109 draft spells it: BinaryKpP, signed or unsigned, extended or finite. */
    private ElementFormat p3109() {
        int bits = number("the number of bits");
        if (!skip("p")) {
            throw expected("\"p\" and the precision, as in binary8p4se");
        }
        int precision = number("the precision");
        boolean signed = skip("s");
        if (!signed && !skip("u")) {
            throw expected("\"s\" (signed) or \"u\" (unsigned)");
        }
        boolean extended = skip("e");
        if (!extended && !skip("f")) {
            throw expected("\"e\" (extended, with Inf) or \"f\" (finite)");
        }
        return FloatElement.p3109(bits, precision, signed, extended);
    }

    private BlockFormat block() {
        Group group = group();
        if (!skip(":")) {
            throw expected("\":\" and " + SCALES);
        }
        return new BlockFormat(group, scale());
    }

    private Group group() {
        if (skip("channel")) {
            return new Group.Channel();
        }
        if (skip("tensor")) {
            return new Group.Tensor();
        }
        if (skip("b")) {
            return new Group.Block(number("the block size"));
        }
        throw expected(GROUPS);
    }

    private ScaleFormat scale() {
        if (skip("e8m0")) {
            return new ScaleFormat.PowerOfTwo(
                    skip("/") ? option(ScaleFormat.Rule.class, "a rule") : ScaleFormat.Rule.FLOOR);
        }
        if (skip("e4m3fn+fp32")) {
            return new ScaleFormat.TwoLevel(
                    skip("/") ? option(ScaleFormat.Recipe.class, "a recipe") : ScaleFormat.Recipe.TE);
        }
        for (var scale : ScaleFormat.Plain.values()) {
            if (skip(Names.lower(scale))) {
                return scale;
            }
        }
        throw expected(SCALES);
    }

    /** One of an enum's constants, the whole word. */
    private <E extends Enum<E>> E option(Class<E> options, String what) {
        int end = at;
        while (end < name.length() && Character.isLetterOrDigit(name.charAt(end))) {
            end++;
        }
        String word = name.substring(at, end);
        for (E option : options.getEnumConstants()) {
            if (Names.lower(option).equals(word)) {
                at = end;
                return option;
            }
        }
        throw expected(what + ": "
                + Arrays.stream(options.getEnumConstants()).map(Names::lower).collect(Collectors.joining(", ")));
    }

    private boolean skip(String token) {
        if (name.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private int number(String what) {
        int end = at;
        while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
            end++;
        }
        boolean leadingZero = end - at > 1 && name.charAt(at) == '0';
        if (end == at || end - at > 9 || leadingZero) {
            throw expected(what + (end == at ? "" : ", of at most 9 digits and without a leading zero"));
        }
        int value = Integer.parseInt(name, at, end, 10);
        at = end;
        return value;
    }

    private FormatNameException expected(String what) {
        return new FormatNameException("format \"%s\": at position %d (%s) expected %s. Nearest known name: %s"
                .formatted(
                        name,
                        at + 1,
                        at < name.length() ? "\"" + name.substring(at) + "\"" : "the end",
                        what,
                        NamedFormats.nearest(name)));
    }
}

package org.floatscape.dse.format;

import java.util.Optional;

/**
 * A number format: an element, the scale it shares if any, and how values get there.
 *
 * @param block the shared scale; empty where elements stand alone
 */
public record Format(
        ElementFormat element,
        Optional<BlockFormat> block,
        Rounding rounding,
        Overflow overflow,
        Subnormals subnormals) {

    public Format {
        boolean binary32 = element.equals(FloatElement.FP32);
        if (binary32 && block.isPresent()) {
            throw new IllegalArgumentException("format %s: binary32 elements take no shared scale"
                    .formatted(element.name() + ":" + block.get().name()));
        }
        if (rounding == Rounding.QPYTORCH
                && !(element instanceof FloatElement e
                        && e.exponentBits() >= 1
                        && e.specials() == Specials.NONE
                        && e.hasUsualBias())) {
            throw new IllegalArgumentException(
                    "format %s@qpytorch: QPyTorch rounds floating-point elements without reserved codes (eEmM, E at least 1)"
                            .formatted(element.name()));
        }
        if (element instanceof E8m0Element && block.isPresent()) {
            throw new IllegalArgumentException("format %s: powers of two take no shared scale"
                    .formatted(element.name() + ":" + block.get().name()));
        }
        if (element instanceof E8m0Element && rounding != usualRounding(element)) {
            throw new IllegalArgumentException(
                    "format %s@%s: powers of two are rounded to the nearest, ties up (rna), as ml_dtypes does"
                            .formatted(element.name(), Names.lower(rounding)));
        }
        if (subnormals == Subnormals.FLUSH && !(element instanceof FloatElement e && e.hasSubnormals())) {
            throw new IllegalArgumentException(
                    "format %s!ftz: the element has no subnormals to flush; drop !ftz".formatted(element.name()));
        }
        if (subnormals == Subnormals.FLUSH && rounding == Rounding.QPYTORCH) {
            throw new IllegalArgumentException(
                    "format %s@qpytorch!ftz: QPyTorch keeps subnormals; drop !ftz".formatted(element.name()));
        }
    }

    private static Rounding usualRounding(ElementFormat element) {
        return element instanceof E8m0Element ? Rounding.RNA : Rounding.RNE;
    }

    /** Elements alone, rounded to nearest even (E8M0: ties up) and saturating, subnormals kept. */
    public static Format of(ElementFormat element) {
        return new Format(element, Optional.empty(), usualRounding(element), Overflow.SATURATE, Subnormals.KEEP);
    }

    /** The same of elements that share a scale. */
    public static Format of(ElementFormat element, Group group, ScaleFormat scale) {
        return of(element).with(new BlockFormat(group, scale));
    }

    Format with(BlockFormat scaling) {
        return new Format(element, Optional.of(scaling), rounding, overflow, subnormals);
    }

    Format with(Rounding other) {
        return new Format(element, block, other, overflow, subnormals);
    }

    Format with(Overflow other) {
        return new Format(element, block, rounding, other, subnormals);
    }

    Format with(Subnormals other) {
        return new Format(element, block, rounding, overflow, other);
    }

    /**
     * Reads a name such as {@code e4m3fn:b32:e8m0/rceil@rne} or an alias such as {@code mxfp4}:
     *
     * <pre>
     * format   = element [ ":" group ":" scale ] [ "@" rounding ] [ "!ovf" | "!prop" ] [ "!ftz" ]
     * element  = "e"E"m"M ["b"BIAS] ["fn" | "i" | "fnuz"] | "int"W ["full"] | "uint"W | "ue8m0"
     *          | "binary"K"p"P ("s" | "u") ("e" | "f")
     * group    = "b"B | "channel" | "tensor"
     * scale    = "fp32" | "bf16" | "fp16" | "e8m0" ["/" rule] | "e4m3fn+fp32" ["/" recipe] | "e4m3fn" | "ue5m3"
     * rule     = "floor" | "ceil" | "even" | "rceil"
     * recipe   = "te" | "torchao" | "modelopt"
     * rounding = "rne" | "rna" | "rtz" | "rup" | "rdn" | "sr" | "qpytorch"
     * </pre>
     *
     * @throws FormatNameException if it is neither; says where, what was expected and the nearest known name
     */
    public static Format parse(String name) {
        return new FormatParser(name).parse();
    }

    /** The canonical name; {@link #parse} of it gives this format again. */
    public String name() {
        var name = new StringBuilder(element.name());
        block.ifPresent(b -> name.append(':').append(b.name()));
        if (rounding != usualRounding(element)) {
            name.append('@').append(Names.lower(rounding));
        }
        name.append(
                switch (overflow) {
                    case SATURATE -> "";
                    case INFINITE -> "!ovf";
                    case PROPAGATE -> "!prop";
                });
        if (subnormals == Subnormals.FLUSH) {
            name.append("!ftz");
        }
        return name.toString();
    }

    /**
     * Storage in bits per element with its share of the scale: 4.25 for MXFP4, 4.5 for NVFP4. What a tensor has only
     * one of is not counted; a channel counts as 2^{@value BlockFormat#LOG2_CHANNEL_BLOCK_SIZE} elements.
     */
    public double bitsPerElement() {
        return element.bits() + block.map(BlockFormat::bitsPerElement).orElse(0.0);
    }
}

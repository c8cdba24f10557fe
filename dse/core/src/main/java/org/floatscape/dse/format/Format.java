package org.floatscape.dse.format;

import java.util.Optional;

/**
 * A number format: an element, the scale it shares if any, and how values get there.
 *
 * @param block the shared scale; empty where elements stand alone
 */
public record Format(ElementFormat element, Optional<BlockFormat> block, Rounding rounding, Overflow overflow) {

    public Format {
        boolean binary32 = element.equals(FloatElement.FP32);
        if (binary32 && block.isPresent()) {
            throw new IllegalArgumentException("format %s: binary32 elements take no shared scale"
                    .formatted(element.name() + ":" + block.get().name()));
        }
        if (rounding == Rounding.QPYTORCH
                && !(element instanceof FloatElement(int e, int _, var specials)
                        && e >= 1
                        && specials == Specials.NONE)) {
            throw new IllegalArgumentException(
                    "format %s@qpytorch: QPyTorch rounds floating-point elements without reserved codes (eEmM, E at least 1)"
                            .formatted(element.name()));
        }
    }

    /** Elements alone, rounded to nearest even and saturating. */
    public static Format of(ElementFormat element) {
        return new Format(element, Optional.empty(), Rounding.RNE, Overflow.SATURATE);
    }

    /** Elements that share a scale, rounded to nearest even and saturating. */
    public static Format of(ElementFormat element, Group group, ScaleFormat scale) {
        return new Format(element, Optional.of(new BlockFormat(group, scale)), Rounding.RNE, Overflow.SATURATE);
    }

    /**
     * Reads a name such as {@code e4m3fn:b32:e8m0/rceil@rne} or an alias such as {@code mxfp4}:
     *
     * <pre>
     * format   = element [ ":" group ":" scale ] [ "@" rounding ] [ "!ovf" ]
     * element  = "e"E"m"M ["fn" | "i"] | "int"W ["full"] | "uint"W | "binary"K"p"P ("s" | "u") ("e" | "f")
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
        if (rounding != Rounding.RNE) {
            name.append('@').append(Names.lower(rounding));
        }
        if (overflow == Overflow.INFINITE) {
            name.append("!ovf");
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

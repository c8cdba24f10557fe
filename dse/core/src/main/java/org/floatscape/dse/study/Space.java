package org.floatscape.dse.study;

import java.util.List;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.ScaleFormat;

/**
 * The formats to choose from: every eEmM of an allowed width, with every block size and scale.
 *
 * @param bits         widths of the element, sign included
 * @param exponentBits E
 * @param mantissaBits M
 * @param blockSizes   elements per scale
 * @param scaleFormats how the scale is stored
 */
public record Space(
        IntChoices bits,
        IntChoices exponentBits,
        IntChoices mantissaBits,
        List<Group> blockSizes,
        List<ScaleFormat> scaleFormats) {

    public Space {
        blockSizes = List.copyOf(blockSizes);
        scaleFormats = List.copyOf(scaleFormats);
        within("exponent_bits", exponentBits, 0, 8);
        within("mantissa_bits", mantissaBits, 0, 10);
        within("bits", bits, 2, 19);
        if (blockSizes.isEmpty()) {
            throw new FieldException("block_sizes", "[]", "must hold at least one block size");
        }
        if (scaleFormats.isEmpty()) {
            throw new FieldException("scale_formats", "[]", "must hold at least one scale format");
        }
        if (blockSizes.contains(new Group.Tensor())) {
            throw new FieldException(
                    "block_sizes",
                    "tensor",
                    "no published law covers one scale per tensor; name such formats under compare");
        }
        boolean possible = exponentBits.values().stream()
                .anyMatch(e -> mantissaBits.values().stream().anyMatch(m -> bits.contains(1 + e + m) && e + m > 0));
        if (!possible) {
            throw new FieldException(
                    "bits",
                    bits,
                    "no exponent_bits (%s) and mantissa_bits (%s) add up to any of these with the sign bit"
                            .formatted(exponentBits, mantissaBits));
        }
    }

    private static void within(String field, IntChoices choices, int least, int most) {
        if (choices.min() < least || choices.max() > most) {
            throw new FieldException(field, choices, "must lie within %d..%d".formatted(least, most));
        }
    }
}

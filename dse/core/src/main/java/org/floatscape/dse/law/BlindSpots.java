package org.floatscape.dse.law;

import java.util.List;

/** What a law cannot see of a format because of its form, whatever its constants are. */
public final class BlindSpots {

    private static final String WIDTH_ALONE =
            "how a width is split into exponent and mantissa, its block size and its scale";

    private BlindSpots() {}

    /** One a line, for reports. */
    public static List<String> of(Law law) {
        return switch (law) {
            case ChinchillaLaw _ -> List.of("number formats: every format loses nothing");
            case CapybaraLaw _ ->
                List.of("format and rounding of the scale, exponent bias, rounding mode, reserved codes, outliers");
            case PrecisionLaw _, QidLaw _, QidPerBitLaw _ -> List.of(WIDTH_ALONE);
            case QatLaw _ -> List.of("widths other than 4 bits", "the element's layout, and its scale's format");
            case QuartetLaw _ -> List.of("formats: its shares are those of one training scheme");
            case CapacityLaw _ -> List.of("tensors that are not Gaussian: outliers cost more than it says");
        };
    }
}

package org.floatscape.dse.space;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.format.Specials;
import org.floatscape.dse.study.Space;

/** Every format that a study's space allows. */
public final class DesignSpace {
    private DesignSpace() {}

    /**
     * All formats in a fixed order: exponent bits, mantissa bits, block size, scale. Elements use every code for a
     * finite value, as in the runs behind the law. A two-level scale has a per-block level, so a channel cannot have it.
     *
     * @return at least one
     */
    public static List<Format> formats(Space space) {
        var formats = new ArrayList<Format>();
        for (int exponentBits : space.exponentBits().values()) {
            for (int mantissaBits : space.mantissaBits().values()) {
                if (exponentBits + mantissaBits > 0 && space.bits().contains(1 + exponentBits + mantissaBits)) {
                    addScaled(formats, new FloatElement(exponentBits, mantissaBits, Specials.NONE), space);
                }
            }
        }
        return List.copyOf(formats);
    }

    private static void addScaled(List<Format> formats, FloatElement element, Space space) {
        for (Group group : space.blockSizes()) {
            for (ScaleFormat scale : space.scaleFormats()) {
                if (group instanceof Group.Block || !(scale instanceof ScaleFormat.TwoLevel)) {
                    formats.add(Format.of(element, group, scale));
                }
            }
        }
    }
}

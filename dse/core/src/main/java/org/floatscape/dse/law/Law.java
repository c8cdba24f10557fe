package org.floatscape.dse.law;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scaling law with its constants: loss in nats per token of a language model from its size, its data and the numbers
 * it computes with. A law knows its form and its constants; where they come from and how far they hold is a
 * {@link NamedLaw}.
 */
public sealed interface Law
        permits ChinchillaLaw, CapybaraLaw, PrecisionLaw, QidLaw, QidPerBitLaw, QatLaw, QuartetLaw, CapacityLaw {

    /** What this law looks like without its constants. */
    LawForm form();

    /** The constants, in the order of {@code form().constants()}. */
    double[] values();

    /**
     * Loss at a point.
     *
     * @throws LawDomainException if the point lacks a column, or the law says nothing there
     */
    Prediction predict(Point point);

    /** What it takes at a point: any one of these, the first one first. */
    default List<List<Column>> columnSets() {
        return form().columnSets();
    }

    /** The constants by name, in the order of the form. */
    default Map<String, Double> constants() {
        var byName = new LinkedHashMap<String, Double>();
        double[] values = values();
        for (int i = 0; i < values.length; i++) {
            byName.put(form().constants().get(i).name(), values[i]);
        }
        return byName;
    }
}

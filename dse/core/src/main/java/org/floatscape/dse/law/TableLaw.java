package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A law with what a table must say for it to be asked row by row.
 *
 * @param law     the law, of the reference class where there are classes
 * @param names   what tables call a quantity where they do not use its own name, such as params to N; columns joined
 *                by {@code +} make one class; {@code flops}, where named, gives the tokens by C = 6 N D
 * @param classes columns of classes, such as {@code format}, with the classes that the law knows beside the reference
 * @param reference what a class cell may hold for the reference, beside nothing
 * @param ofClass the law of a row's classes, by column; columns whose class is the reference are left out
 */
public record TableLaw(
        NamedLaw law,
        Map<String, String> names,
        Map<String, List<String>> classes,
        String reference,
        Function<Map<String, String>, Law> ofClass) {

    /** Compute from which tokens follow. */
    public static final String FLOPS = "flops";

    public TableLaw {
        names = Map.copyOf(names);
        classes = Map.copyOf(classes);
    }

    /** A law without classes, whose columns have their own names. */
    public static TableLaw of(NamedLaw law) {
        return new TableLaw(law, Map.of(), Map.of(), "", _ -> law.law());
    }
}

package org.floatscape.dse.fit;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A law with its constants left open, as a table of runs can fill them.
 *
 * @param id         the law's name: {@code chinchilla}, {@code capybara}
 * @param target     the column of runs it predicts, nats per token
 * @param parameters its constants in the order of the model's theta
 * @param preset     constants that are not free unless asked for, with their value
 * @param strata     column of classes each with a constant of its own; a bootstrap resamples within them; empty if none
 * @param model      binds it to rows
 */
public record FitForm(
        String id,
        String target,
        List<Parameter> parameters,
        Map<String, Double> preset,
        List<String> strata,
        Function<RunTable, LossModel> model) {

    public FitForm {
        parameters = List.copyOf(parameters);
        preset = Map.copyOf(preset);
        strata = List.copyOf(strata);
    }

    /** The constants' names in order. */
    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }
}

package org.floatscape.dse.fit;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A law form with its constants filled: the result of {@link LawFitter#fit}. */
public final class Fit {

    private final FitForm form;
    private final RunTable runs;
    private final Loss loss;
    private final int[] free;
    private final double[] theta;
    private final double objective;

    Fit(FitForm form, RunTable runs, Loss loss, int[] free, double[] theta, double objective) {
        this.form = form;
        this.runs = runs;
        this.loss = loss;
        this.free = free;
        this.theta = theta;
        this.objective = objective;
    }

    public FitForm form() {
        return form;
    }

    public RunTable runs() {
        return runs;
    }

    public Loss loss() {
        return loss;
    }

    /** What was minimised, at the fit: the sum of the loss over the runs. */
    public double objective() {
        return objective;
    }

    /** Names of the fitted constants, in the form's order. */
    public List<String> freeNames() {
        return IntStream.of(free).mapToObj(form.names()::get).toList();
    }

    /** The constants that were not fitted. */
    public Map<String, Double> fixed() {
        var fixed = new LinkedHashMap<>(constants());
        freeNames().forEach(fixed::remove);
        return Collections.unmodifiableMap(fixed);
    }

    /** All constants in the form's order. */
    public Map<String, Double> constants() {
        var constants = new LinkedHashMap<String, Double>();
        for (int j = 0; j < theta.length; j++) {
            var parameter = form.parameters().get(j);
            constants.put(parameter.name(), parameter.fromSearch(theta[j]));
        }
        return Collections.unmodifiableMap(constants);
    }

    /** A constant's value. */
    public double constant(String name) {
        return constants().get(name);
    }

    /** Predicted loss for each row of a table, nats per token; infinite where the law leaves nothing to train. */
    public double[] predict(RunTable table) {
        return form.model().apply(table).predict(theta);
    }

    int[] free() {
        return free.clone();
    }

    /** The free parameters that are not at a bound. */
    int[] inside() {
        return IntStream.of(free).filter(j -> !atBound(j)).toArray();
    }

    boolean atBound(int j) {
        var parameter = form.parameters().get(j);
        double value = parameter.fromSearch(theta[j]);
        return value <= parameter.lower() * (1 + 1e-9) || value >= parameter.upper() * (1 - 1e-9);
    }

    LawFitter.Problem problem() {
        return new LawFitter.Problem(form, runs, loss, free);
    }

    double[] unitWeights() {
        double[] weights = new double[runs.rows()];
        Arrays.fill(weights, 1);
        return weights;
    }

    double[] theta() {
        return theta.clone();
    }
}

package org.floatscape.dse.fit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Laws fitted to the same runs with the same loss, side by side.
 *
 * @param rows one per law, best AIC first
 */
public record Comparison(List<Row> rows) {

    /**
     * One law.
     *
     * @param law       its name
     * @param constants fitted constants
     * @param objective what the fit minimised
     * @param aic       Akaike's information criterion; only differences mean something
     * @param aicAbove  above the best law's
     * @param heldOut   error on runs held out, where some were
     */
    public record Row(
            String law,
            int constants,
            double objective,
            double aic,
            double aicAbove,
            Optional<Holdout.Score> heldOut) {}

    public Comparison {
        rows = List.copyOf(rows);
    }

    /** Compares. */
    public static Comparison of(List<Fit> fits, Optional<Holdout> holdout) {
        double best = fits.stream().mapToDouble(Aic::of).min().orElseThrow();
        return new Comparison(fits.stream()
                .map(fit -> {
                    double aic = Aic.of(fit);
                    return new Row(
                            fit.form().id(),
                            fit.freeNames().size(),
                            fit.objective(),
                            aic,
                            aic - best,
                            holdout.map(h -> h.score(fit)));
                })
                .sorted(Comparator.comparingDouble(Row::aic))
                .toList());
    }
}

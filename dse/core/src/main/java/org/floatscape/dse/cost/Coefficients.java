package org.floatscape.dse.cost;

import java.util.Map;
import java.util.Optional;

/** The coefficient vector of the C library for one family, or for none. */
final class Coefficients {

    private Coefficients() {}

    /**
     * @param family empty for an architecture without syntheses: the shared coefficients alone
     * @return one coefficient per term
     */
    static double[] of(CostLibrary library, Calibration calibration, Optional<Calibration.Family> family) {
        double[] coefficients = new double[Terms.count()];
        Optional<Calibration> base =
                calibration.scaledFrom().map(from -> library.calibration(from, calibration.recipe()));
        for (Metric metric : Metric.values()) {
            Calibration.Shared shared = calibration.shared().get(metric);
            Map<String, Double> primitives =
                    base.orElse(calibration).shared().get(metric).coefficients();
            Optional<Calibration.Fit> fit = family.map(f -> f.fits().get(metric));
            Map<String, Calibration.Coefficient> own = fit.map(
                            f -> f.coefficients().isEmpty() ? baseFit(base, family.get(), metric) : f.coefficients())
                    .orElse(Map.of());
            double factor = fit.map(Calibration.Fit::factor).orElse(shared.factor());
            for (int term : Terms.of(metric)) {
                var mine = own.get(Terms.name(term));
                coefficients[term] =
                        factor * (mine != null ? mine.value() : primitives.getOrDefault(Terms.primitive(term), 0.0));
            }
        }
        return coefficients;
    }

    private static Map<String, Calibration.Coefficient> baseFit(
            Optional<Calibration> base, Calibration.Family family, Metric metric) {
        return base
                .orElseThrow(() -> new AssertionError("family %s has no coefficients".formatted(family.label())))
                .families()
                .stream()
                .filter(f -> f.architecture().equals(family.architecture())
                        && f.rtl().equals(family.rtl()))
                .findFirst()
                .map(f -> f.fits().get(metric).coefficients())
                .orElse(Map.of());
    }
}

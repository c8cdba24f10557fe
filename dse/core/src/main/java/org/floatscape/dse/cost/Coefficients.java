package org.floatscape.dse.cost;

import java.util.Map;
import java.util.Optional;

/** The coefficient vector of the C library for one family, or for none. */
final class Coefficients {

    private Coefficients() {}

    /**
     * @param family      empty for an architecture without syntheses: the shared coefficients alone
     * @param sharedScale whether the scale logic takes shared coefficients too: nobody synthesised one as wide, and what
     *                    a family's narrow scales fitted does not carry that far
     * @return one coefficient per term; flip-flops are published ones, 0 where the process of the cells is not known
     */
    static double[] of(
            CostLibrary library, Calibration calibration, Optional<Calibration.Family> family, boolean sharedScale) {
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
                boolean takesShared = sharedScale
                        && Terms.name(term).startsWith("scale.")
                        && primitives.containsKey(Terms.primitive(term));
                var mine = takesShared ? null : own.get(Terms.name(term));
                coefficients[term] =
                        factor * (mine != null ? mine.value() : primitives.getOrDefault(Terms.primitive(term), 0.0));
                if (Terms.primitive(term).equals(FlipFlop.PRIMITIVE)) {
                    coefficients[term] = calibration
                            .node()
                            .map(node -> FlipFlop.at(node, metric))
                            .orElse(0.0);
                }
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

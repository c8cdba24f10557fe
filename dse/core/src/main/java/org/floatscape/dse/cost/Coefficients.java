package org.floatscape.dse.cost;

import java.util.Map;
import java.util.Optional;

/** The coefficient vector of the C library for one family, or for none. */
final class Coefficients {

    /**
     * One flip-flop at 40 nm: Aladdin's 1-bit register (Accelergy aladdin plug-in CSV), 5.98 um2 and 0.009 pJ. No
     * synthesis here has registers; their delay is left out.
     */
    private static final double REGISTER_AREA_UM2 = 5.98;

    private static final double REGISTER_ENERGY_PJ = 0.009;
    private static final TechnologyNode REGISTER_NODE = TechnologyNode.of(40);

    private Coefficients() {}

    /**
     * @param family      empty for an architecture without syntheses: the shared coefficients alone
     * @param sharedScale whether the scale logic takes shared coefficients too: nobody synthesised one as wide, and what
     *                    a family's narrow scales fitted does not carry that far
     * @return one coefficient per term
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
                        factor * (mine != null ? mine.value() : shared(metric, Terms.primitive(term), primitives));
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

    private static double shared(Metric metric, String primitive, Map<String, Double> primitives) {
        Double fitted = primitives.get(primitive);
        if (fitted != null) {
            return fitted;
        }
        return primitive.equals("register") ? register(metric) : 0;
    }

    /** On a 45 nm library; other cell libraries scale it by the same factor as their logic. */
    private static double register(Metric metric) {
        return switch (metric) {
            case AREA -> REGISTER_AREA_UM2 * TechnologyNode.NANGATE45.areaFrom(REGISTER_NODE);
            case ENERGY -> REGISTER_ENERGY_PJ * TechnologyNode.NANGATE45.energyFrom(REGISTER_NODE);
            case DELAY -> 0;
        };
    }
}

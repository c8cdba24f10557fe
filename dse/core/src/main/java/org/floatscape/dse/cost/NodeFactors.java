package org.floatscape.dse.cost;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a calibration's figures are multiplied by at another process node. Area and energy follow published scaling
 * ({@link TechnologyNode}); delay follows what the cost library measured for the same units on cells of several nodes, of
 * the one shipped ASAP7 (7 nm), Nangate45 (45 nm) and IHP SG13G2 (130 nm), in between linear in the logarithms of node
 * and factor, and published scaling beyond them and to other supply voltages.
 */
record NodeFactors(double area, double energy, double delay) {

    static final NodeFactors NONE = new NodeFactors(1, 1, 1);

    private record Measured(double nm, double factor) {}

    /** @throws CostException if the calibration's own node is unknown */
    static NodeFactors of(CostLibrary library, Calibration calibration, TechnologyNode target) {
        TechnologyNode own = calibration
                .node()
                .orElseThrow(() -> new CostException(
                        "calibration %s: no published scaling is known for its process and supply, so its figures cannot be scaled to %s nm; scalable are %s, and cells whose table of syntheses states node_nm and supply_v"
                                .formatted(calibration.name(), Plain.number(target.nm()), Calibration.known())));
        return new NodeFactors(
                target.areaFrom(own),
                target.energyFrom(own),
                delay(library, calibration, target) / delay(library, calibration, own));
    }

    /** Delay at a node and voltage over that of the base at its node's usual voltage. */
    private static double delay(CostLibrary library, Calibration calibration, TechnologyNode target) {
        List<Measured> measured = measured(library, calibration);
        double nm = Math.clamp(
                target.nm(), measured.getFirst().nm(), measured.getLast().nm());
        double beyond = nm == target.nm() ? 1 : target.delayFrom(TechnologyNode.of(nm));
        return between(measured, nm) * beyond * target.delayOfVoltage();
    }

    /**
     * What the library measured of the calibration's units on cells of several nodes: delays at their usual supplies, in
     * the base's own, by growing node. Cells whose own fit everyone's coefficients come from are the base.
     */
    private static List<Measured> measured(CostLibrary library, Calibration calibration) {
        String base = calibration.scaledFrom().orElse(calibration.library());
        var measured = new TreeMap<Double, Measured>();
        library.calibrations().stream()
                .filter(c -> c.recipe().equals(calibration.recipe()))
                .filter(c -> c.library().equals(base) || c.scaledFrom().equals(Optional.of(base)))
                .forEach(c -> c.node()
                        .ifPresent(node -> measured.putIfAbsent(
                                node.nm(),
                                new Measured(node.nm(), c.shared().delay().factor() / node.delayOfVoltage()))));
        return List.copyOf(measured.values());
    }

    private static double between(List<Measured> measured, double nm) {
        for (int i = 0; i < measured.size(); i++) {
            Measured here = measured.get(i);
            if (nm == here.nm()) {
                return here.factor();
            }
            if (nm < here.nm()) {
                Measured below = measured.get(i - 1);
                double t = Math.log(nm / below.nm()) / Math.log(here.nm() / below.nm());
                return below.factor() * Math.pow(here.factor() / below.factor(), t);
            }
        }
        throw new AssertionError("%s nm is beyond the nodes measured".formatted(nm));
    }

    double get(Metric metric) {
        return switch (metric) {
            case AREA -> area;
            case ENERGY -> energy;
            case DELAY -> delay;
        };
    }
}

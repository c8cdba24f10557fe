package org.floatscape.dse.cost;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a calibration's figures are multiplied by at another process node. Area and energy follow published scaling
 * ({@link TechnologyNode}); delay follows what the cost library measured for the same units on ASAP7 (7 nm), Nangate45
 * (45 nm) and IHP SG13G2 (130 nm), in between linear in the logarithms of node and factor, and published scaling beyond
 * them and to other supply voltages.
 */
record NodeFactors(double area, double energy, double delay) {

    static final NodeFactors NONE = new NodeFactors(1, 1, 1);

    /** Cell libraries whose node and typical supply are known. */
    private static final Map<String, TechnologyNode> NODES = Map.of(
            "nangate45", TechnologyNode.NANGATE45,
            "asap7", new TechnologyNode(7, 0.7),
            "ihp130", new TechnologyNode(130, 1.2));

    private record Measured(double nm, double factor) {}

    /** Whether the process and supply of a cell library are known, so that published scaling starts from them. */
    static boolean known(String cells) {
        return NODES.containsKey(cells);
    }

    /** @throws CostException if the calibration's own node is unknown */
    static NodeFactors of(CostLibrary library, Calibration calibration, TechnologyNode target) {
        TechnologyNode own = Optional.ofNullable(NODES.get(calibration.library()))
                .orElseThrow(() -> new CostException(
                        "calibration %s: no published scaling is known for its process and supply, so its figures cannot be scaled to %s nm; scalable are %s"
                                .formatted(
                                        calibration.name(),
                                        Plain.number(target.nm()),
                                        NODES.keySet().stream().sorted().toList())));
        return new NodeFactors(
                target.areaFrom(own),
                target.energyFrom(own),
                delay(library, calibration, target) / delay(library, calibration, own));
    }

    /** Delay at a node and voltage over that of the 45 nm base at its usual voltage. */
    private static double delay(CostLibrary library, Calibration calibration, TechnologyNode target) {
        List<Measured> measured = measured(library, calibration);
        double nm = Math.clamp(
                target.nm(), measured.getFirst().nm(), measured.getLast().nm());
        double beyond = nm == target.nm() ? 1 : target.delayFrom(TechnologyNode.of(nm));
        return between(measured, nm) * beyond * target.delayOfVoltage();
    }

    /** Delays over that at 45 nm, by growing node. */
    private static List<Measured> measured(CostLibrary library, Calibration calibration) {
        return Stream.concat(
                        Stream.of(new Measured(45, 1)),
                        library.calibrations().stream()
                                .filter(c -> c.recipe().equals(calibration.recipe())
                                        && c.scaledFrom().isPresent()
                                        && NODES.containsKey(c.library()))
                                .map(c -> new Measured(
                                        NODES.get(c.library()).nm(),
                                        c.shared().delay().factor())))
                .sorted(Comparator.comparingDouble(Measured::nm))
                .toList();
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

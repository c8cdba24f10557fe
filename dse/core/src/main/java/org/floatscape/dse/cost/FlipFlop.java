package org.floatscape.dse.cost;

/**
 * One flip-flop at 40 nm: Aladdin's 1-bit register (Accelergy aladdin plug-in CSV), 5.98 um2 and 0.009 pJ. No synthesis
 * here has registers, so that it goes to a cell library's process by published scaling alone, not by what the library
 * makes of logic, and has no error of its own; its delay is left out.
 */
final class FlipFlop {

    /** What terms count in bits of it. */
    static final String PRIMITIVE = "register";

    /** The part of units that is made of it. */
    static final String PART = "registers";

    /** What reports call it. */
    static final String LABEL = "flip-flop";

    private static final double AREA_UM2 = 5.98;
    private static final double ENERGY_PJ = 0.009;
    private static final TechnologyNode NODE = TechnologyNode.of(40);

    private FlipFlop() {}

    /** Per bit, in the metric's unit. */
    static double at(TechnologyNode node, Metric metric) {
        return switch (metric) {
            case AREA -> AREA_UM2 * node.areaFrom(NODE);
            case ENERGY -> ENERGY_PJ * node.energyFrom(NODE);
            case DELAY -> 0;
        };
    }

    static String basis(TechnologyNode node) {
        return "registers of flip-flops published at %s nm (Aladdin, by Accelergy), brought to %s nm by published scaling; no held-out error"
                .formatted(Plain.number(NODE.nm()), Plain.number(node.nm()));
    }

    /** @throws CostException if the design has registers, and the process of the cells is not known */
    static void requireKnown(MacDesign design, Calibration calibration) {
        if (design.registerBits() > 0 && !calibration.canBeScaled()) {
            throw new CostException(
                    ("register bits (%d): no register is known for the cells %s, whose process and supply are not;"
                                    + " it is for %s, and cells whose table of syntheses states node_nm and supply_v."
                                    + " Leave registers out (0), and add those of your own cells")
                            .formatted(design.registerBits(), calibration.library(), Calibration.known()));
        }
    }
}

package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.floatscape.ffi.MacCosts;

/**
 * Estimates by the structural model under one calibration of a cost library, at the calibration's own process node or
 * scaled to another. Immutable; safe for use by several threads.
 */
public final class MacCostModel implements CostSource {

    private final CostLibrary library;
    private final Calibration calibration;
    private final NodeFactors factors;
    /** Scaled to; empty at the calibration's own. */
    private final Optional<TechnologyNode> node;
    /** Whose units are estimated; empty: those of the author with most syntheses. */
    private final String rtl;

    private final String at;
    private final Map<Unit, Fitted> fitted = new ConcurrentHashMap<>();

    /** Designs that share coefficients. No block-scaled unit with binary32 scales was synthesised. */
    private record Unit(Architecture architecture, boolean binary32Scale) {
        static Unit of(MacDesign design) {
            return new Unit(design.architecture(), design.scale() == ScaleKind.FP32);
        }
    }

    /** Coefficients of a unit, scaled to the node, with what they rest on. */
    private record Fitted(double[] coefficients, ByMetric<Errors> errors, String basis, CalibratedRange range) {}

    private MacCostModel(
            CostLibrary library,
            Calibration calibration,
            NodeFactors factors,
            Optional<TechnologyNode> node,
            String at,
            String rtl) {
        this.library = library;
        this.node = node;
        this.rtl = rtl;
        this.calibration = calibration;
        this.factors = factors;
        this.at = at;
    }

    /**
     * At the calibration's own node.
     *
     * @param cells  cell library, such as {@code nangate45}
     * @param recipe {@code area} or {@code speed}
     * @throws CostException if the library has no such calibration
     */
    public static MacCostModel of(CostLibrary library, String cells, String recipe) {
        return new MacCostModel(
                library, library.calibration(cells, recipe), NodeFactors.NONE, Optional.empty(), "", "");
    }

    /** @throws CostException if the calibration's own node is not known */
    public MacCostModel scaledTo(TechnologyNode node) {
        NodeFactors factors = NodeFactors.of(library, calibration, node);
        String from = calibration
                .process()
                .map(own -> "from %s ".formatted(own.text()))
                .orElse("");
        String note =
                calibration.node().equals(Optional.of(node)) ? "" : ", scaled %sto %s".formatted(from, node.text());
        return new MacCostModel(library, calibration, factors, Optional.of(node), note, rtl);
    }

    /**
     * The same for units of one author's RTL.
     *
     * @param rtl as the library names it; empty for whoever's has most syntheses of an architecture
     */
    public MacCostModel ofRtl(String rtl) {
        return new MacCostModel(library, calibration, factors, node, at, rtl);
    }

    /**
     * Nothing, if estimates of an architecture are of the RTL asked for, or rest on no synthesis of it at all.
     *
     * @throws CostException if they would be of another's
     */
    public void requireRtl(Architecture architecture) {
        List<String> others = Stream.concat(Stream.of(calibration), base().stream())
                .flatMap(c -> c.families().stream())
                .filter(f -> f.architecture().equals(architecture.label()))
                .map(Calibration.Family::rtl)
                .distinct()
                .toList();
        if (!rtl.isEmpty() && !others.isEmpty() && !others.contains(rtl)) {
            throw new CostException(("rtl (%s): %s knows %s by %s; name one of them, leave the cell empty, or calibrate"
                            + " a library to yours")
                    .formatted(rtl, calibration.name(), architecture.label(), String.join(", ", others)));
        }
    }

    /** Id and start of the hash of the cost library, and the calibration. */
    @Override
    public String source() {
        return "%s@%s, %s%s".formatted(library.id(), library.sha256().substring(0, 12), calibration.name(), at);
    }

    /** The calibration that answers. */
    public Calibration calibration() {
        return calibration;
    }

    /** True where the calibration has syntheses of the architecture, or knows what others' coefficients err by. */
    public boolean estimates(Architecture architecture) {
        return family(calibration, architecture).isPresent()
                || base().map(b -> family(b, architecture).isPresent()).orElse(false)
                || !base().orElse(calibration).shared().area().leftOut().isEmpty();
    }

    /**
     * In the order of {@code designs}, which may mix architectures.
     *
     * @throws CostException if a design has registers, and the process of the cells is not known
     */
    public List<MacEstimate> estimate(List<MacDesign> designs) {
        designs.forEach(design -> FlipFlop.requireKnown(design, calibration));
        var estimates = new MacEstimate[designs.size()];
        byUnit(designs).forEach((unit, rows) -> {
            Fitted fit = fitted(unit);
            var group = rows.stream().map(designs::get).toList();
            double[][] costs = MacCosts.cost(
                    unit.architecture().number(), group.size(), MacDesign.columns(group), fit.coefficients());
            for (int i = 0; i < rows.size(); i++) {
                estimates[rows.get(i)] = new MacEstimate(
                        group.get(i),
                        costs[0][i],
                        costs[1][i],
                        costs[2][i],
                        fit.errors(),
                        fit.basis()
                                + group.get(i)
                                        .assumedOfSigns()
                                        .map("; "::concat)
                                        .orElse(""),
                        Optional.of(fit.range()));
            }
        });
        return Arrays.asList(estimates);
    }

    @Override
    public MacBreakdown breakdown(MacDesign design) {
        Fitted fit = fitted(Unit.of(design));
        MacEstimate unit = estimate(List.of(design)).getFirst();
        double[][][] costs = MacCosts.costByPart(
                design.architecture().number(), 1, MacDesign.columns(List.of(design)), fit.coefficients());
        var parts = new ArrayList<MacBreakdown.Part>();
        for (int p = 0; p < Terms.parts().size(); p++) {
            var part = part(Terms.parts().get(p), costs[0][p][0], costs[1][p][0], costs[2][p][0], unit);
            if (part.areaUm2() != 0 || part.energyPj() != 0 || part.delayNs() != 0) {
                parts.add(part);
            }
        }
        return new MacBreakdown(unit, parts);
    }

    private MacBreakdown.Part part(String name, double areaUm2, double energyPj, double delayNs, MacEstimate unit) {
        if (!name.equals(FlipFlop.PART) || unit.design().registerBits() == 0) {
            return new MacBreakdown.Part(name, areaUm2, energyPj, delayNs, unit);
        }
        String basis = FlipFlop.basis(node.or(calibration::node)
                .orElseThrow(() -> new AssertionError("registers of an unknown process were costed")));
        var flipFlops = new MacEstimate(
                unit.design(), areaUm2, energyPj, delayNs, ByMetric.of(_ -> Errors.UNKNOWN), basis, Optional.empty());
        return new MacBreakdown.Part(name, areaUm2, energyPj, delayNs, flipFlops, FlipFlop.LABEL);
    }

    private static Map<Unit, List<Integer>> byUnit(List<MacDesign> designs) {
        var groups = new LinkedHashMap<Unit, List<Integer>>();
        for (int i = 0; i < designs.size(); i++) {
            groups.computeIfAbsent(Unit.of(designs.get(i)), _ -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }

    private Fitted fitted(Unit unit) {
        return fitted.computeIfAbsent(unit, this::fit);
    }

    private Fitted fit(Unit unit) {
        Architecture architecture = unit.architecture();
        Optional<Calibration.Family> family = family(calibration, architecture);
        double[] coefficients = Coefficients.of(
                library,
                calibration,
                family.or(() -> base().flatMap(b -> family(b, architecture).map(f -> rescaled(f)))),
                unit.binary32Scale());
        for (Metric metric : Metric.values()) {
            for (int term : Terms.of(metric)) {
                coefficients[term] *= factors.get(metric);
            }
        }
        var errors = ByMetric.of(metric -> errors(family, architecture, metric));
        String basis = family.map(f -> "%d %s of %s"
                                .formatted(f.points(), f.points() == 1 ? "synthesis" : "syntheses", f.label()))
                        .orElseGet(() -> "no synthesis of %s: coefficients shared by other architectures"
                                .formatted(architecture.label()))
                + (unit.binary32Scale() ? ", scale logic from coefficients shared by other architectures" : "")
                + " on " + calibration.name() + at;
        // Scaled coefficients keep the shape, and so the range, of the library they come from.
        var range =
                base().flatMap(b -> family(b, architecture)).or(() -> family).map(Calibration.Family::range);
        return new Fitted(coefficients, errors, basis, range.orElse(CalibratedRange.NONE));
    }

    /** A family of the base library, at this calibration's overall factors. */
    private Calibration.Family rescaled(Calibration.Family family) {
        return new Calibration.Family(
                family.architecture(),
                family.rtl(),
                family.points(),
                family.range(),
                ByMetric.of(metric -> new Calibration.Fit(
                        Map.of(),
                        calibration.shared().get(metric).factor(),
                        family.fits().get(metric).heldOut())));
    }

    private Optional<Calibration> base() {
        return calibration.scaledFrom().map(from -> library.calibration(from, calibration.recipe()));
    }

    /** Where several authors' units were synthesised and none is asked for, the one with most points. */
    private Optional<Calibration.Family> family(Calibration calibration, Architecture architecture) {
        return calibration.families().stream()
                .filter(f -> f.architecture().equals(architecture.label()))
                .filter(f -> rtl.isEmpty() || f.rtl().equals(rtl))
                .max(Comparator.comparingInt(Calibration.Family::points));
    }

    private Errors errors(Optional<Calibration.Family> family, Architecture architecture, Metric metric) {
        if (family.isPresent()) {
            return family.get().fits().get(metric).heldOut();
        }
        var leftOut = base().orElse(calibration).shared().get(metric).leftOut();
        Errors own = leftOut.get(SharedFit.published(architecture));
        return own != null ? own : worst(leftOut, architecture);
    }

    private Errors worst(Map<String, Errors> leftOut, Architecture architecture) {
        return leftOut.values().stream()
                .max(Comparator.comparingDouble(Errors::median))
                .orElseThrow(() -> new CostException(
                        "cost library %1$s has no synthesis of %2$s on %3$s and no other architecture's errors; calibrate with syntheses of %2$s"
                                .formatted(library.id(), architecture.label(), calibration.name())));
    }
}

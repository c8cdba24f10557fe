package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a conversion costs per element.
 *
 * @param parts     one for each step, in its order
 * @param uncounted why nothing is counted, where a calibration cannot tell; then there are no parts
 */
public record ConversionCost(List<Part> parts, Optional<String> uncounted) {

    /** No conversion. */
    public static final ConversionCost NONE = new ConversionCost(List.of(), Optional.empty());

    /**
     * @param areaUm2  silicon that converts one element per cycle, µm²
     * @param energyPj pJ per element
     * @param unit     that the step uses, for its source and errors
     */
    public record Part(String name, double areaUm2, double energyPj, MacEstimate unit) {}

    public ConversionCost {
        parts = List.copyOf(parts);
    }

    public static ConversionCost of(Conversion conversion, MacCostModel model) {
        return of(List.of(conversion), model).getFirst();
    }

    /** Many at once: one batch of units for the model. */
    public static List<ConversionCost> of(List<Conversion> conversions, MacCostModel model) {
        var known = EnumSet.allOf(Architecture.class);
        known.removeIf(architecture -> !model.estimates(architecture));
        var units = conversions.stream()
                .flatMap(conversion -> conversion.steps().stream())
                .map(Conversion.Step::unit)
                .filter(unit -> known.contains(unit.architecture()))
                .toList();
        var estimates = model.estimate(units).iterator();
        var costs = new ArrayList<ConversionCost>(conversions.size());
        for (Conversion conversion : conversions) {
            var parts = new ArrayList<Part>();
            var unknown = new LinkedHashSet<String>();
            for (Conversion.Step step : conversion.steps()) {
                if (known.contains(step.unit().architecture())) {
                    parts.add(part(step, estimates.next()));
                } else {
                    unknown.add(step.unit().architecture().label());
                }
            }
            costs.add(unknown.isEmpty() ? new ConversionCost(parts, Optional.empty()) : uncounted(unknown));
        }
        return costs;
    }

    private static Part part(Conversion.Step step, MacEstimate unit) {
        double times = step.perElement();
        return new Part(step.name(), times * unit.areaUm2(), times * unit.energyPj(), unit);
    }

    private static ConversionCost uncounted(Set<String> unknown) {
        return new ConversionCost(
                List.of(),
                Optional.of("not counted: the cost library has no synthesis of %s and no other architecture's errors"
                        .formatted(String.join(", ", unknown))));
    }

    /** Whether elements come as they are needed; not where a conversion cannot be costed. */
    public boolean isNothing() {
        return parts.isEmpty() && uncounted.isEmpty();
    }

    /** {@code quantise_round: mantissa bits 1 (calibrated 2 to 23)}; empty where none of its units lies outside. */
    public String outsideText() {
        return parts.stream()
                .filter(part -> !part.unit().outside().isEmpty())
                .map(part -> part.name() + ": " + part.unit().outsideText())
                .collect(Collectors.joining("; "));
    }

    /** Silicon that converts one element per cycle, µm². */
    public double areaUm2() {
        return parts.stream().mapToDouble(Part::areaUm2).sum();
    }

    /** pJ per element. */
    public double energyPj() {
        return parts.stream().mapToDouble(Part::energyPj).sum();
    }
}

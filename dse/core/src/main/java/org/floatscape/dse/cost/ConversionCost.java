package org.floatscape.dse.cost;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
        var steps = conversion.steps();
        var unknown = steps.stream()
                .map(step -> step.unit().architecture())
                .filter(architecture -> !model.estimates(architecture))
                .map(Architecture::label)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            return new ConversionCost(
                    List.of(),
                    Optional.of(
                            "not counted: the cost library has no synthesis of %s and no other architecture's errors"
                                    .formatted(String.join(", ", unknown))));
        }
        var estimates = model.estimate(steps.stream().map(Conversion.Step::unit).toList());
        var parts = IntStream.range(0, steps.size())
                .mapToObj(i -> {
                    double times = steps.get(i).perElement();
                    MacEstimate unit = estimates.get(i);
                    return new Part(steps.get(i).name(), times * unit.areaUm2(), times * unit.energyPj(), unit);
                })
                .toList();
        return new ConversionCost(parts, Optional.empty());
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

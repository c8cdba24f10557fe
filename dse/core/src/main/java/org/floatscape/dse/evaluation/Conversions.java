package org.floatscape.dse.evaluation;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatscape.dse.cost.ConversionCost;

/**
 * What converting costs around the products of a format.
 *
 * @param operand quantising one element of an operand
 * @param result  finishing one sum: rescaling and rounding it
 */
public record Conversions(ConversionCost operand, ConversionCost result) {

    /** Nothing is converted. */
    public static final Conversions NONE = new Conversions(ConversionCost.NONE, ConversionCost.NONE);

    /** Why conversions are not counted, where they are not. */
    public Optional<String> uncounted() {
        return operand.uncounted().or(result::uncounted);
    }

    /** What of the converters lies outside the syntheses behind their estimates; empty where nothing does. */
    public String outsideText() {
        return Stream.of(operand, result)
                .map(ConversionCost::outsideText)
                .filter(outside -> !outside.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** pJ for so many elements of operands and of results. */
    public double energyPj(double operands, double results) {
        return operands * operand.energyPj() + results * result.energyPj();
    }

    /** Silicon that converts so many elements per cycle, µm². */
    public double areaUm2(double operands, double results) {
        return operands * operand.areaUm2() + results * result.areaUm2();
    }
}

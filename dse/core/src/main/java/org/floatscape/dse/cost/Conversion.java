package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.ScaleFormat;

/**
 * What turns an element of one format into another, in units that the cost model knows. The quantiser of a scaled format
 * finds a group's largest magnitude by one comparison per element (an adder's width: the exponent for a power-of-two
 * scale, the magnitude for others), works out the scale once per group, divides and rounds each element. Dividing by a
 * power of two subtracts exponents; by another scale it multiplies in binary32 by the reciprocal, which takes two Newton
 * steps of two products. A float is rounded by the converter; an integer by a shifter and an increment.
 *
 * @param steps in the order of the data; empty where nothing is to be done. What a tensor needs once is left out
 */
public record Conversion(List<Step> steps) {

    /**
     * A unit that is used {@code perElement} times for each element; 1 / block size where it serves a block.
     *
     * @param name such as {@code quantise_round}
     */
    public record Step(String name, MacDesign unit, double perElement) {}

    /** Nothing to do. */
    public static final Conversion NONE = new Conversion(List.of());

    private static final Operand BINARY32 = Operand.FP32;
    private static final int PRODUCTS_PER_RECIPROCAL = 4;
    private static final int GUARD_BITS = 2;

    public Conversion {
        steps = steps.stream().filter(step -> step.perElement() > 0).toList();
    }

    /**
     * The quantiser: {@code from} to an element under its block's scale, or to an element that stands alone.
     *
     * @param from a floating-point format; the same as {@code to} and no block: nothing to do
     */
    public static Conversion quantiser(Operand to, Optional<BlockFormat> block, Operand from) {
        var steps = new ArrayList<Step>();
        Operand divided = from;
        if (block.isPresent()) {
            divided = block.get().scale() instanceof ScaleFormat.PowerOfTwo ? from : BINARY32;
            scale(steps, block.get(), from);
        }
        round(steps, "quantise_round", to, divided);
        return new Conversion(steps);
    }

    private static void scale(List<Step> steps, BlockFormat block, Operand from) {
        double perElement = 1 / block.elementsPerScale();
        switch (block.scale()) {
            case ScaleFormat.PowerOfTwo _ -> {
                Step subtraction = integers("quantise_scale", Architecture.INT_ADD, from.exponentBits(), perElement);
                steps.add(integers("quantise_maximum", Architecture.INT_ADD, from.exponentBits(), 1));
                steps.add(subtraction);
                steps.add(integers("quantise_divide", Architecture.INT_ADD, from.exponentBits(), 1));
            }
            case ScaleFormat.TwoLevel _ -> divided(steps, new Operand(4, 3), from, perElement);
            case ScaleFormat.Plain plain ->
                divided(
                        steps,
                        switch (plain) {
                            case FP32 -> BINARY32;
                            case BF16 -> new Operand(8, 7);
                            case FP16 -> new Operand(5, 10);
                            case E4M3FN -> new Operand(4, 3);
                            case UE5M3 -> new Operand(5, 3, false);
                        },
                        from,
                        perElement);
        }
    }

    /** The scale is the maximum times a constant, rounded; then its reciprocal, and one product per element. */
    private static void divided(List<Step> steps, Operand scale, Operand from, double perElement) {
        steps.add(integers("quantise_maximum", Architecture.INT_ADD, from.magnitudeBits(), 1));
        steps.add(product("quantise_scale", (1 + PRODUCTS_PER_RECIPROCAL) * perElement));
        if (!scale.equals(BINARY32)) {
            steps.add(new Step("quantise_scale_round", converter(scale, BINARY32), perElement));
        }
        steps.add(product("quantise_divide", 1));
    }

    private static void round(List<Step> steps, String name, Operand to, Operand from) {
        if (to.isInteger()) {
            int width = Math.max(to.bits(), from.mantissaBits() + 1) + GUARD_BITS;
            steps.add(integers(name + "_shift", Architecture.SHIFTER, width, 1));
            steps.add(integers(name, Architecture.INT_ADD, to.bits(), 1));
        } else if (!to.sameFields(from)) {
            steps.add(new Step(name, converter(to, from), 1));
        }
    }

    /**
     * What happens to a sum once it is done: an integer sum becomes a binary32, scales of a channel or a tensor are
     * multiplied in, in binary32, and what comes of it is quantised to the result's format. Blocks' scales are applied in
     * the MAC unit.
     *
     * @param sum     what the unit's sums are kept in ({@link MacDesign#sum})
     * @param scaling the scale that operands share
     */
    public static Conversion ofResult(Operand sum, Optional<BlockFormat> scaling, Format result) {
        var steps = new ArrayList<Step>();
        if (sum.isInteger()) {
            steps.add(integers("result_to_float_lzc", Architecture.LZC, sum.bits(), 1));
            steps.add(integers("result_to_float_shift", Architecture.SHIFTER, sum.bits(), 1));
        }
        double products = scaling.map(block -> switch (block.group()) {
                    case Group.Block _ -> 0.0;
                    case Group.Channel _ -> 2.0;
                    case Group.Tensor _ -> 1.0;
                })
                .orElse(0.0);
        if (products > 0) {
            steps.add(product("result_rescale", products));
        }
        Operand from = sum.isInteger() || products > 0 ? BINARY32 : sum;
        steps.addAll(quantiser(Operand.of(result.element()), result.block(), from)
                .named("result_")
                .steps());
        return new Conversion(steps);
    }

    /** The same quantiser with its steps called {@code prefix} instead of {@code quantise_}. */
    public Conversion named(String prefix) {
        return new Conversion(steps.stream()
                .map(step -> new Step(step.name().replace("quantise_", prefix), step.unit(), step.perElement()))
                .toList());
    }

    private static Step integers(String name, Architecture architecture, int width, double perElement) {
        Operand operand = Operand.integer(width);
        return new Step(name, MacDesign.of(architecture, operand, operand, 1, ScaleKind.NONE), perElement);
    }

    private static Step product(String name, double perElement) {
        return new Step(name, MacDesign.of(Architecture.FP_MUL, BINARY32, BINARY32, 1, ScaleKind.NONE), perElement);
    }

    private static MacDesign converter(Operand to, Operand from) {
        return MacDesign.of(Architecture.CONVERTER, to, from, 1, ScaleKind.NONE);
    }
}

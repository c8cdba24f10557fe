package org.floatscape.dse.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.CalibratedRange;
import org.floatscape.dse.cost.Conversion;
import org.floatscape.dse.cost.ConversionCost;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.cost.MacCostModel;
import org.floatscape.dse.cost.MacDesign;
import org.floatscape.dse.cost.MacEstimate;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.cost.Operand;
import org.floatscape.dse.cost.ScaleKind;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.study.ConversionShare;
import org.floatscape.dse.study.Hardware;
import org.floatscape.dse.study.Mac;

/**
 * What formats cost on one silicon.
 *
 * @param hardware the silicon
 * @param macs     the structural model at its node
 */
public record CostModel(Hardware hardware, MacCostModel macs) {

    private static final int OPERANDS_PER_MAC = 2;
    private static final Operand INTEGER_ACCUMULATOR = Operand.integer(32);

    /** The hardware's cost library, at its node where that can be scaled to. */
    public static CostModel of(Hardware hardware) {
        var calibrated =
                MacCostModel.of(hardware.costLibrary(), hardware.calibration().library(), hardware.recipe());
        return new CostModel(hardware, hardware.isScaled() ? calibrated.scaledTo(hardware.node()) : calibrated);
    }

    /** Id and hash of the cost library, and the calibration used. */
    public String library() {
        return hardware.isScaled() ? macs.source() : macs.source() + ", as calibrated";
    }

    /**
     * In the order of {@code formats}.
     *
     * @throws CostException if nothing is known of the unit of one
     */
    public List<Cost> of(List<Format> formats) {
        var designs = formats.stream().map(this::design).toList();
        checkKnown(formats, designs);
        var estimates = macs.estimate(designs);
        ConversionShare share = hardware.conversion();
        List<Conversions> conversions = share.share() == 0
                ? Collections.nCopies(formats.size(), Conversions.NONE)
                : conversions(formats, share.from().format());
        double energyPjPerOperandBit = energyPjPerOperandBit();
        var costs = new ArrayList<Cost>(formats.size());
        for (int i = 0; i < formats.size(); i++) {
            costs.add(cost(formats.get(i), estimates.get(i), conversions.get(i), energyPjPerOperandBit));
        }
        return List.copyOf(costs);
    }

    private void checkKnown(List<Format> formats, List<MacDesign> designs) {
        var known = EnumSet.allOf(Architecture.class);
        known.removeIf(architecture -> !macs.estimates(architecture));
        for (int i = 0; i < designs.size(); i++) {
            Architecture unit = designs.get(i).architecture();
            if (!known.contains(unit)) {
                throw new CostException(
                        "format %s: cost library %s has no synthesis of its unit, %s, on %s and no other architecture's errors; calibrate with syntheses of %s, or leave the format out"
                                .formatted(
                                        formats.get(i).name(),
                                        hardware.costLibrary().id(),
                                        unit.label(),
                                        hardware.calibration().name(),
                                        unit.label()));
            }
        }
    }

    private Cost cost(Format format, MacEstimate estimate, Conversions conversions, double energyPjPerOperandBit) {
        double results = hardware.conversion().share();
        double operands = OPERANDS_PER_MAC * results;
        return new Cost(
                estimate.energyPerMacPj(),
                OPERANDS_PER_MAC * format.bitsPerElement() * energyPjPerOperandBit,
                conversions.energyPj(operands, results),
                estimate.areaPerMacUm2(),
                conversions.areaUm2(operands, results),
                estimate.delayNs(),
                estimate.design().label(),
                outside(format, estimate),
                conversions.outsideText(),
                estimate.errors());
    }

    private static String outside(Format format, MacEstimate estimate) {
        Optional<String> scale = format.block()
                .filter(block -> block.group() instanceof Group.Block)
                .flatMap(block -> ScaleKind.costedAs(block.scale()))
                .map("scale "::concat);
        return Stream.concat(estimate.outside().stream().map(CalibratedRange.Excess::text), scale.stream())
                .collect(Collectors.joining(", "));
    }

    /**
     * What converting costs around products of each of the formats.
     *
     * @param result format in which results leave the array, and operands come where it is a float without a scale;
     *               otherwise they come in binary32
     */
    public List<Conversions> conversions(List<Format> formats, Format result) {
        Operand element = Operand.of(result.element());
        Operand from = result.block().isPresent() || element.isInteger() ? Operand.FP32 : element;
        var quantisers = new ArrayList<Conversion>(formats.size());
        var roundings = new ArrayList<Conversion>(formats.size());
        for (Format format : formats) {
            Operand operand = Operand.of(format.element());
            quantisers.add(Conversion.quantiser(operand, format.block(), from));
            roundings.add(Conversion.ofResult(design(format).sum(), format.block(), result));
        }
        var operandCosts = ConversionCost.of(quantisers, macs);
        var resultCosts = ConversionCost.of(roundings, macs);
        return IntStream.range(0, formats.size())
                .mapToObj(i -> new Conversions(operandCosts.get(i), resultCosts.get(i)))
                .toList();
    }

    /** Mean energy of fetching one bit of an operand, over the memories that serve it. */
    private double energyPjPerOperandBit() {
        return hardware.operandsFrom().shares().entrySet().stream()
                .mapToDouble(
                        share -> share.getValue() * Memory.named(share.getKey()).energyPjPerBit(hardware.node()))
                .sum();
    }

    /** The unit that multiplies numbers of a format. */
    private MacDesign design(Format format) {
        Operand element = Operand.of(format.element());
        return format.block()
                .map(block -> scaled(element, block.group(), ScaleKind.of(block.scale())))
                .orElseGet(() -> unscaled(format.element(), element));
    }

    /** No more lanes than elements share a scale; a scale per channel or tensor is applied to the result, once. */
    private MacDesign scaled(Operand element, Group group, ScaleKind scale) {
        Mac mac = hardware.scaledMac();
        return switch (group) {
            case Group.Block(int size) ->
                MacDesign.of(mac.architecture(), element, mac.accumulator(), Math.min(mac.lanes(), size), scale);
            case Group.Channel _, Group.Tensor _ ->
                MacDesign.of(mac.architecture(), element, mac.accumulator(), mac.lanes(), ScaleKind.NONE);
        };
    }

    private MacDesign unscaled(ElementFormat format, Operand element) {
        Mac mac = hardware.unscaledMac();
        return format instanceof IntElement
                ? MacDesign.of(Architecture.INT_MAC, element, INTEGER_ACCUMULATOR, 1, ScaleKind.NONE)
                : MacDesign.of(mac.architecture(), element, mac.accumulator(), mac.lanes(), ScaleKind.NONE);
    }
}

package org.floatscape.dse.study;

import java.util.Optional;
import java.util.stream.Collectors;
import org.floatscape.dse.cost.Architecture;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.CostException;
import org.floatscape.dse.cost.CostLibrary;
import org.floatscape.dse.cost.TechnologyNode;

/**
 * The silicon. Logic is scaled to the node by published factors where they are known from the cells' process; else it
 * costs what it was calibrated at, and the node is that of memories on chip alone.
 *
 * @param library      cost library; empty: the one shipped
 * @param cells        cell library it was calibrated on; empty: {@value #USUAL_CELLS}
 * @param nodeNm       process node, nm
 * @param voltageV     supply voltage, V; empty: the node's usual one
 * @param recipe       how logic is mapped: {@code area} or {@code speed}, or what else the library has
 * @param scaledMac    unit for formats with a shared scale; applies block scales
 * @param unscaledMac  unit for formats without one
 * @param operandsFrom which memory operands come from
 * @param conversion   how often operands are quantised and results rounded
 */
public record Hardware(
        Optional<StudyLibrary> library,
        Optional<String> cells,
        double nodeNm,
        Optional<Double> voltageV,
        String recipe,
        Mac scaledMac,
        Mac unscaledMac,
        MemoryShares operandsFrom,
        ConversionShare conversion) {

    private static final String USUAL_CELLS = "nangate45";

    public Hardware {
        Calibration calibration = calibration(library, cells, recipe);
        if (scaledMac.architecture() != Architecture.DOT_BLOCK) {
            throw new FieldException(
                    "scaled_mac.architecture",
                    scaledMac.architecture().label(),
                    "must apply block scales, and dot_block is the one that does");
        }
        TechnologyNode usual = usual(nodeNm);
        voltageV.ifPresent(voltage -> {
            if (!calibration.canBeScaled()) {
                throw new FieldException(
                        "voltage_v",
                        voltage,
                        "must be left out with cells %s: no published scaling is known from their process, so that logic holds at the supply it was calibrated at"
                                .formatted(calibration.library()));
            }
            at(usual, voltage);
        });
    }

    /** What says what logic costs. */
    public Calibration calibration() {
        return calibration(library, cells, recipe);
    }

    public CostLibrary costLibrary() {
        return costLibrary(library);
    }

    /** Whether logic is scaled to the node; otherwise it costs what it was calibrated at. */
    public boolean isScaled() {
        return calibration().canBeScaled();
    }

    private static CostLibrary costLibrary(Optional<StudyLibrary> library) {
        return library.map(StudyLibrary::library).orElseGet(CostLibrary::builtIn);
    }

    private static Calibration calibration(Optional<StudyLibrary> named, Optional<String> cells, String recipe) {
        CostLibrary library = costLibrary(named);
        String wanted = cells.orElse(USUAL_CELLS);
        var ofCells = library.calibrations().stream()
                .filter(c -> c.library().equals(wanted))
                .toList();
        if (ofCells.isEmpty()) {
            throw cells.isPresent()
                    ? new FieldException(
                            "cells",
                            wanted,
                            "must be cells of cost library %s: %s".formatted(library.id(), cells(library)))
                    : new FieldException(
                            "library",
                            named.map(StudyLibrary::name).orElseThrow(),
                            "has no cells %s, which a study without cells takes; add cells: %s"
                                    .formatted(wanted, cells(library)));
        }
        return ofCells.stream()
                .filter(c -> c.recipe().equals(recipe))
                .findFirst()
                .orElseThrow(() -> new FieldException(
                        "recipe",
                        recipe,
                        "must be "
                                + ofCells.stream().map(Calibration::recipe).collect(Collectors.joining(" or "))
                                + named.map(_ ->
                                                ", as cost library %s has for cells %s".formatted(library.id(), wanted))
                                        .orElse("")));
    }

    private static String cells(CostLibrary library) {
        return library.calibrations().stream()
                .map(Calibration::library)
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    /** The process node and its supply voltage. */
    public TechnologyNode node() {
        TechnologyNode usual = usual(nodeNm);
        return voltageV.map(voltage -> at(usual, voltage)).orElse(usual);
    }

    private static TechnologyNode usual(double nodeNm) {
        try {
            return TechnologyNode.of(nodeNm);
        } catch (CostException e) {
            throw new FieldException("node_nm", nodeNm, e.getMessage());
        }
    }

    private static TechnologyNode at(TechnologyNode usual, double voltage) {
        try {
            return new TechnologyNode(usual.nm(), voltage);
        } catch (CostException e) {
            throw new FieldException("voltage_v", voltage, e.getMessage());
        }
    }
}

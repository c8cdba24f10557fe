package org.floatscape.dse.report;

import java.util.Optional;
import org.floatscape.dse.study.Hardware;
import org.floatscape.dse.study.StudyLibrary;

/** What silicon an estimate is of. */
final class Silicon {
    private Silicon() {}

    /** {@code 7 nm}; {@code logic as calibrated on mycells, memories on chip at 28 nm}. */
    static String text(Hardware hardware) {
        String node = Figures.count(hardware.nodeNm()) + " nm";
        return hardware.isScaled()
                ? node
                : "logic as calibrated on %s, memories on chip at %s"
                        .formatted(hardware.calibration().library(), node);
    }

    /** That nothing was scaled, where nothing was. */
    static Optional<String> warning(Hardware hardware) {
        return hardware.isScaled()
                ? Optional.empty()
                : Optional.of(
                        "Logic costs what calibration %s of cost library %s says: no published scaling is known from its process, so nothing was scaled. node_nm (%s) is that of memories on chip alone."
                                .formatted(
                                        hardware.calibration().name(),
                                        library(hardware),
                                        Figures.count(hardware.nodeNm())));
    }

    /** Its id, and its file where it is not the one shipped. */
    static String library(Hardware hardware) {
        return hardware.costLibrary().id()
                + hardware.library()
                        .map(StudyLibrary::name)
                        .map(" (%s)"::formatted)
                        .orElse("");
    }
}

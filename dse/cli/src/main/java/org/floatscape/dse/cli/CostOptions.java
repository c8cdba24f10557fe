package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.CostLibrary;
import org.floatscape.dse.input.TextFile;
import org.floatscape.dse.study.StudyLibrary;
import picocli.CommandLine.Option;

/** Which calibration answers. */
final class CostOptions {

    @Option(
            names = "--library",
            paramLabel = "FILE",
            description = "Cost library, as `cost calibrate` writes it. Default: the one shipped.")
    private Path libraryFile;

    @Option(
            names = "--cells",
            paramLabel = "NAME",
            defaultValue = "nangate45",
            description = "Cell library it was calibrated on: nangate45, asap7, sky130hd, ihp130 in the one shipped."
                    + " Default: ${DEFAULT-VALUE}")
    private String cells;

    /** Recipe where none is named. */
    static final String USUAL_RECIPE = "area";

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = USUAL_RECIPE,
            description = "How logic is mapped: area or speed. Default: ${DEFAULT-VALUE}")
    private String recipe;

    CostLibrary library() throws IOException {
        return libraryFile == null
                ? CostLibrary.builtIn()
                : CostLibrary.parse(libraryFile.toString(), TextFile.read(libraryFile));
    }

    /** The files that are read. */
    List<Path> inputs() {
        return libraryFile == null ? List.of() : List.of(libraryFile);
    }

    /** @throws org.floatscape.dse.cost.CostException if the library has no such calibration */
    Calibration calibration() throws IOException {
        return library().calibration(cells, recipe);
    }

    /** The library as a study would name it; empty for the one shipped. */
    Optional<StudyLibrary> named() throws IOException {
        return libraryFile == null
                ? Optional.empty()
                : Optional.of(new StudyLibrary(libraryFile.toString(), library(), libraryFile));
    }

    String cells() {
        return cells;
    }

    String recipe() {
        return recipe;
    }
}

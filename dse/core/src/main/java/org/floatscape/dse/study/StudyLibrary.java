package org.floatscape.dse.study;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.floatscape.dse.cost.CostLibrary;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.TextFile;

/**
 * A cost library that a study names.
 *
 * @param name as written: a file that {@code floatscape cost calibrate} wrote
 */
public record StudyLibrary(String name, CostLibrary library, Path file) {

    /**
     * @param folder that relative paths start from
     * @throws IllegalArgumentException if there is no such file, or it is no cost library; says where in it and why
     */
    static StudyLibrary of(String name, Path folder) {
        Path file = folder.resolve(name);
        try {
            return new StudyLibrary(name, CostLibrary.parse(file.toString(), TextFile.read(file)), file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "(%s): no such file; floatscape cost calibrate writes one".formatted(name), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("(%s): cannot be read: %s".formatted(name, e.getMessage()), e);
        } catch (InputException e) {
            throw new IllegalArgumentException("(%s): %s".formatted(name, e.getMessage()), e);
        }
    }
}

package org.floatscape.dse.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.floatscape.dse.fit.LawFile;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.law.LawSamples;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.law.NamedLaw;

/**
 * An accuracy law that a study names.
 *
 * @param name    as written: id of a published law, or a law file of {@code floatscape fit}
 * @param law     form, constants, source and range
 * @param samples how well its constants are known
 * @param file    the law file; empty for a published law
 */
public record StudyLaw(String name, NamedLaw law, LawSamples samples, Optional<Path> file) {

    private static final String LAW_FILE = ".json";

    /**
     * The published law of that name, or the law of the file.
     *
     * @param folder that relative paths start from
     * @throws IllegalArgumentException if there is no such law or file, or it sees nothing of a format
     */
    static StudyLaw of(String name, Path folder) {
        StudyLaw law = name.endsWith(LAW_FILE) ? ofFile(name, folder.resolve(name)) : published(name);
        if (!law.law().law().form().seesFormats()) {
            throw new IllegalArgumentException(
                    "(%s): sees nothing of a number format, so that every format would lose the same; take %s, or a fit of such a form"
                            .formatted(
                                    name,
                                    Laws.all().stream()
                                            .filter(l -> l.law().form().seesFormats())
                                            .map(NamedLaw::id)
                                            .collect(Collectors.joining(", "))));
        }
        return law;
    }

    private static StudyLaw published(String name) {
        if (!Laws.ids().contains(name)) {
            throw new IllegalArgumentException(
                    "(%s): must be a law file (.json), one of %s, or a list of them in brackets%s"
                            .formatted(
                                    name,
                                    String.join(", ", Laws.ids()),
                                    Nearest.near(name, Laws.ids())
                                            .map(". Maybe %s"::formatted)
                                            .orElse("")));
        }
        return new StudyLaw(name, Laws.named(name), LawSamples.NONE, Optional.empty());
    }

    private static StudyLaw ofFile(String name, Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            var fit = LawFile.read(file);
            return new StudyLaw(name, fit.named(), fit.samples(), Optional.of(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("(%s): no such law file".formatted(name), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("(%s): cannot be read: %s".formatted(name, e.getMessage()), e);
        } catch (InputException e) {
            throw new IllegalArgumentException("(%s): %s".formatted(name, e.getMessage()), e);
        }
    }
}

package org.floatscape.dse.study;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * The accuracy laws of a study. The first decides; the others are asked too, and a report shows where they disagree.
 *
 * @param all at least one, each of another name
 */
public record StudyLaws(List<StudyLaw> all) {

    public StudyLaws {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("([]): must name at least one law; the first decides");
        }
        if (new HashSet<>(all.stream().map(StudyLaw::name).toList()).size() < all.size()) {
            throw new IllegalArgumentException(
                    "(%s): must name each law once".formatted(String.join(", ", names(all))));
        }
    }

    /**
     * Reads the laws' names.
     *
     * @param folder that relative paths of law files start from
     * @throws IllegalArgumentException naming the first that is no law of formats
     */
    static StudyLaws of(List<String> names, Path folder) {
        return new StudyLaws(
                names.stream().map(name -> StudyLaw.of(name, folder)).toList());
    }

    /** As the study spells them. */
    public List<String> names() {
        return names(all);
    }

    private static List<String> names(List<StudyLaw> laws) {
        return laws.stream().map(StudyLaw::name).toList();
    }
}

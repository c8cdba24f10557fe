package org.floatscape.dse.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.TextFile;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads studies; what a study leaves out of {@link #DEFAULTED} comes from the built-in one. */
public final class StudyReader {

    /** Sections a study may leave out, wholly or key by key. */
    static final List<String> DEFAULTED = List.of("law", "hardware", "space", "objectives", "compare");

    /** Shares add up, so a study that names one names them all. */
    private static final String MEMORY_SHARES = "operands_from";

    private static final Path HERE = Path.of("");

    private static final String BUILT_IN = "built-in study";

    private StudyReader() {}

    /** The study that {@code floatscape explore} runs when none is given, as its YAML text. */
    public static String builtInText() {
        try (var in = StudyReader.class.getResourceAsStream("built-in-study.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the jar lacks built-in-study.yaml", e);
        }
    }

    /**
     * The built-in study with values put over it.
     *
     * @param sets assignments such as {@code hardware.node_nm=7}
     * @throws InputException if one of them is not a key, or its value breaks a rule
     */
    public static Study builtIn(List<String> sets) {
        return bind(builtInTree(), sets, new StudyBinder.Folders(HERE, HERE));
    }

    /**
     * The study in a file with values put over it.
     *
     * @throws IOException    if the file cannot be read
     * @throws InputException if it is a folder, no text, or not a study; says where, which key, which value, the rule and the nearest name
     */
    public static Study read(Path file, List<String> sets) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path laws = setsAnyOf(sets, "law=") ? HERE : folder;
        Path libraries = setsAnyOf(sets, "hardware=", "hardware.library=") ? HERE : folder;
        return bind(tree(file), sets, new StudyBinder.Folders(laws, libraries));
    }

    private static boolean setsAnyOf(List<String> sets, String... starts) {
        return sets.stream().anyMatch(set -> Stream.of(starts).anyMatch(set::startsWith));
    }

    private static StudyTree tree(Path file) throws IOException {
        return StudyTree.parse(file.toString(), TextFile.read(file))
                .titled(file.getFileName().toString())
                .over(builtInTree(), DEFAULTED, MEMORY_SHARES);
    }

    /**
     * What is wrong with a study that was read as {@link #builtIn} or {@link #read} do, with the place of the value.
     *
     * @param file null for the built-in study
     */
    public static InputException located(Path file, List<String> sets, FieldException failure) throws IOException {
        StudyTree tree = assigned(file == null ? builtInTree() : tree(file), sets);
        return new InputException(tree.place(failure.field()), failure.field() + " " + failure.getMessage());
    }

    private static StudyTree builtInTree() {
        return StudyTree.parse(BUILT_IN, builtInText());
    }

    /**
     * Binds the tree.
     *
     * @param folders that files are named from: the study's own, or the working folder for what the command line names
     */
    private static Study bind(StudyTree tree, List<String> sets, StudyBinder.Folders folders) {
        StudyTree assigned = assigned(tree, sets);
        Study study = StudyBinder.bind(assigned, folders);
        requireNode(assigned, study.hardware());
        return study;
    }

    /** The built-in study's node is a target to scale to; no memory is at it where logic stays at its own. */
    private static void requireNode(StudyTree tree, Hardware hardware) {
        if (!hardware.isScaled() && tree.place("hardware.node_nm").startsWith(BUILT_IN)) {
            throw new InputException(
                    tree.place("hardware.cells"),
                    "hardware.node_nm (missing): must be stated with cells %s: no published scaling is known from their process, so that logic costs what it was calibrated at, and memories on chip need a node"
                            .formatted(hardware.calibration().library()));
        }
    }

    private static StudyTree assigned(StudyTree tree, List<String> sets) {
        StudyTree assigned = tree;
        for (String set : sets) {
            assigned = assigned.with(set);
        }
        return assigned;
    }

    /** A study as YAML, complete: read again it is the same study. */
    public static String toYaml(Study study) {
        ObjectNode tree = StudyWriter.tree(study);
        return new YAMLMapper().writeValueAsString(tree);
    }
}

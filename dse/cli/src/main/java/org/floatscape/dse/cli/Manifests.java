package org.floatscape.dse.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.floatscape.dse.cost.Sha256;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.report.Manifest;
import org.floatscape.dse.study.StudyLaw;
import org.floatscape.dse.study.StudyReader;
import org.floatscape.ffi.Isa;
import org.floatscape.solver.ExactSearch;

/** Gathers what a run was made of. */
final class Manifests {
    private Manifests() {}

    /**
     * The manifest of an exploration.
     *
     * @param studyFile null for the built-in study
     */
    static Manifest of(Exploration exploration, Path studyFile, RunClock clock) throws IOException {
        var versions = new TreeMap<>(Map.of(
                "floatscape", Version.current(), "java", Runtime.version().toString()));
        versions.put("ortools", ExactSearch.version());
        var inputs = new TreeMap<String, String>();
        inputs.put(
                studyFile == null ? "built-in study" : studyFile.toString(),
                studyFile == null ? Sha256.of(StudyReader.builtInText()) : sha256(studyFile));
        inputs.put("study as run", Sha256.of(StudyReader.toYaml(exploration.study())));
        for (StudyLaw law : exploration.study().law().all()) {
            if (law.file().isPresent()) {
                inputs.put(law.name(), sha256(law.file().get()));
            }
        }
        exploration
                .study()
                .hardware()
                .library()
                .ifPresent(
                        library -> inputs.put(library.name(), library.library().sha256()));
        return new Manifest(
                versions,
                Isa.active().label(),
                exploration.study().law().names(),
                exploration.costLibrary(),
                inputs,
                ExactSearch.SEED,
                clock.startedAtText(),
                clock.elapsedSeconds(),
                host());
    }

    static String sha256(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "is a folder; name a file");
        }
        return Sha256.of(Files.readAllBytes(file));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}

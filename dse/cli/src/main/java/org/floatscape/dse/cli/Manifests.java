package org.floatscape.dse.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.floatscape.dse.explore.Exploration;
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
                sha256(
                        studyFile == null
                                ? StudyReader.builtInText().getBytes(StandardCharsets.UTF_8)
                                : Files.readAllBytes(studyFile)));
        inputs.put(
                "study as run", sha256(StudyReader.toYaml(exploration.study()).getBytes(StandardCharsets.UTF_8)));
        for (StudyLaw law : exploration.study().law().all()) {
            if (law.file().isPresent()) {
                inputs.put(law.name(), sha256(law.file().get()));
            }
        }
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
        return sha256(Files.readAllBytes(file));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}

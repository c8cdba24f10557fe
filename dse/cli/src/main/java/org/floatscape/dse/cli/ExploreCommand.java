package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Explorer;
import org.floatscape.dse.recommend.Recommendation;
import org.floatscape.dse.report.ExplorationFiles;
import org.floatscape.dse.report.ExplorationText;
import org.floatscape.dse.report.OutputFolder;
import org.floatscape.dse.study.FieldException;
import org.floatscape.dse.study.Study;
import org.floatscape.dse.study.StudyLibrary;
import org.floatscape.dse.study.StudyReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: a study in, a defended format out. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = "Finds the best number format of a study, the front, and where known formats stand.",
        footer = {
            "",
            "Without STUDY the built-in one runs: which format loses least for Llama-3-8B on 15 T tokens at 7 nm,",
            "within a share of BF16's energy and area per MAC?",
            "",
            "  floatscape explore --print-study > my.yaml     a study to change",
            "  floatscape explore my.yaml -o out --set model.tokens=1e12 --set 'budgets.energy=0.2 x bf16'",
            "",
            "Exit codes: 0 recommended, 1 nothing meets the budgets, 2 bad input."
        })
final class ExploreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "STUDY", description = "Study file, YAML. Default: the built-in study.")
    private Path studyFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "floatscape-out",
            description = "Where report.md, front.svg, points.csv, front.csv, recommendation.json and manifest.json go."
                    + " Default: ${DEFAULT-VALUE}")
    private Path output;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Puts a value over one of the study, such as hardware.node_nm=16. May be repeated.")
    private List<String> sets = List.of();

    @Option(names = "--print-study", description = "Prints the whole study as it would run, and ends.")
    private boolean printStudy;

    @Override
    public Integer call() throws IOException {
        var clock = RunClock.start();
        Study study = studyFile == null ? StudyReader.builtIn(sets) : StudyReader.read(studyFile, sets);
        if (printStudy) {
            print(studyFile == null && sets.isEmpty() ? StudyReader.builtInText() : StudyReader.toYaml(study));
            return 0;
        }
        var folder = new OutputFolder(output, inputs(study));
        var exploration = explored(study);
        var manifest = Manifests.of(exploration, studyFile, clock);
        var files = ExplorationFiles.of(exploration, manifest);
        folder.write(files);
        print(ExplorationText.of(exploration));
        print("\nWritten to %s:\n  %s\n".formatted(output, String.join(", ", files.keySet())));
        return exitCode(exploration.verdict().recommendation());
    }

    /** The study file, if there is one, its law files and its cost library. */
    private List<Path> inputs(Study study) {
        return Stream.of(
                        Stream.ofNullable(studyFile),
                        study.law().all().stream().flatMap(law -> law.file().stream()),
                        study.hardware().library().map(StudyLibrary::file).stream())
                .flatMap(Function.identity())
                .toList();
    }

    private Exploration explored(Study study) throws IOException {
        try {
            return Explorer.explore(study);
        } catch (FieldException e) {
            throw StudyReader.located(studyFile, sets, e);
        }
    }

    private static int exitCode(Recommendation recommendation) {
        return switch (recommendation) {
            case Recommendation.Proven _, Recommendation.Unproven _ -> 0;
            case Recommendation.Infeasible _, Recommendation.Unknown _ -> Failures.INFEASIBLE;
        };
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.floatscape.dse.fit.Comparison;
import org.floatscape.dse.fit.Condition;
import org.floatscape.dse.fit.FitJob;
import org.floatscape.dse.fit.LawFile;
import org.floatscape.dse.fit.LawFitter;
import org.floatscape.dse.fit.Loss;
import org.floatscape.dse.fit.RunSource;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.report.FitPlot;
import org.floatscape.dse.report.FitText;
import org.floatscape.dse.report.OutputFolder;
import org.floatscape.dse.table.CsvTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The user's own runs in, a law out. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fits scaling laws to training runs, and says what the runs do not settle.",
        footer = {
            "",
            "RUNS needs the columns params, tokens and loss; without tokens, flops will do (C = 6 N D). Further:",
            "  capybara    exponent_bits, mantissa_bits, block_size",
            "  precision   bits, or some of bits_w, bits_a, bits_kv; ptq_bits where quantized after training",
            "  qid         bits, and delta_loss in place of loss",
            "  qat         group_size",
            "  efficiency  format, a class with an efficiency of its own",
            "  quartet     forward and backward, classes; without them every run is full precision",
            "",
            "Filters apply in the order --where, --best-per, --drop-top-loss and are kept in the law file.",
            "",
            "  floatscape fit runs.csv --law chinchilla --map params=N,tokens=D -o fit.json --bootstrap 1000",
            "  floatscape fit runs.csv --law efficiency --map format=w_quant+w_bits --reference none/16",
            "  floatscape fit runs.csv --law chinchilla --law qat --holdout compute:0.2"
        })
final class FitCommand implements Callable<Integer> {

    /** Losses by the name that the command line gives them. */
    enum LossName {
        HUBER,
        SQUARES
    }

    /** Far below any noise of log losses; much less, and its square is 0 in float64. */
    private static final double LEAST_DELTA = 1e-9;

    private static final double MOST_DELTA = 1e9;

    private static final String REFERENCE = "BF16";

    private static final String LAW_FILE = ".json";
    private static final String PLOT = ".svg";
    private static final String PREDICTED = "-predicted.csv";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUNS", description = "Table of runs, CSV with a header line.")
    private Path runsFile;

    @Option(
            names = "--law",
            paramLabel = "LAW",
            required = true,
            description = "Form to fit: chinchilla, capybara, precision, qid, qat, quartet or efficiency. Several are"
                    + " compared.")
    private List<String> laws;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "fit.json",
            description = "Law file to write; a plot goes beside it as .svg. With several laws each has its name added."
                    + " Default: ${DEFAULT-VALUE}")
    private Path output;

    @Option(
            names = "--map",
            paramLabel = "NAME=COLUMN",
            split = ",",
            description = "What the table calls a quantity, such as params=N,tokens=D; columns joined by + make one"
                    + " class.")
    private Map<String, String> columns = Map.of();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Keeps the runs that meet it, such as lr<=0.002 or forward=BF16. May be repeated.")
    private List<String> where = List.of();

    @Option(
            names = "--best-per",
            paramLabel = "COLUMN",
            split = ",",
            description = "Of runs equal in these columns, keeps the one of least loss.")
    private List<String> bestPer = List.of();

    @Option(names = "--drop-top-loss", paramLabel = "N", description = "Drops the N runs of greatest loss.")
    private int dropTopLoss;

    @Option(
            names = "--reference",
            paramLabel = "CLASS",
            description = "The class whose efficiency is 1, for efficiency and quartet. Default: " + REFERENCE)
    private String reference;

    @Option(names = "--fix", paramLabel = "NAME=VALUE", split = ",", description = "Holds constants at a value.")
    private Map<String, Double> fixed = Map.of();

    @Option(
            names = "--free",
            paramLabel = "NAME",
            split = ",",
            description = "Fits only these constants; the others need a value by --fix.")
    private List<String> free = List.of();

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            defaultValue = "huber",
            description = "Of the residual of the log loss: huber or squares. Default: ${DEFAULT-VALUE}")
    private LossName lossName;

    @Option(names = "--delta", paramLabel = "DELTA", description = "Where huber turns straight. Default: 0.001")
    private Optional<Double> delta = Optional.empty();

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description = "Draws the runs anew N times and fits each: intervals, joint covariance.")
    private int bootstrap;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Of --bootstrap and a random --holdout. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--holdout",
            paramLabel = "SHARE",
            description = "Tests on a share of the runs a fit to the others: 0.2 at random, compute:0.2 those of most"
                    + " compute.")
    private String holdout;

    @Option(
            names = "--predict",
            paramLabel = "POINTS",
            description = "Table of points, columns as in RUNS; the predicted loss is written beside the law file, with"
                    + " its 95 %% band where there is a --bootstrap.")
    private Path pointsFile;

    @Override
    public Integer call() throws IOException {
        var job = job();
        var input = new LawFile.Input(
                runsFile.getFileName().toString(),
                Manifests.sha256(runsFile),
                job.source().columns(),
                job.source().filters(),
                hasClasses() ? Optional.of(job.reference()) : Optional.empty());
        var inputs = pointsFile == null ? List.of(runsFile) : List.of(runsFile, pointsFile);
        var folder = new OutputFolder(output.toAbsolutePath().getParent(), inputs);
        folder.check(outputs());
        var outcomes = outcomes(job, input);
        var points = pointsFile == null ? Optional.<CsvTable>empty() : Optional.of(CsvTable.read(pointsFile));
        var files = new LinkedHashMap<String, String>();
        for (FitJob.Outcome outcome : outcomes) {
            String stem = stem(outcome.file().law());
            files.put(stem + LAW_FILE, outcome.file().toJson());
            files.put(
                    stem + PLOT,
                    FitPlot.of(outcome.fit(), outcome.file().named().title()));
            points.ifPresent(
                    p -> files.put(stem + PREDICTED, job.predicted(outcome, p).toCsv()));
            print(FitText.of(outcome.file()) + (outcomes.size() > 1 ? "\n" : ""));
        }
        if (outcomes.size() > 1) {
            print(FitText.of(
                    Comparison.of(outcomes.stream().map(FitJob.Outcome::fit).toList(), job.holdout())));
        }
        folder.write(files);
        print(FitText.written(files.keySet().stream()
                .map(name -> output.resolveSibling(name).toString())
                .toList()));
        return 0;
    }

    private List<FitJob.Outcome> outcomes(FitJob job, LawFile.Input input) throws IOException {
        var runs = CsvTable.read(runsFile);
        try (var progress = new FitProgress(bootstrap * laws.size())) {
            return job.run(runs, input, progress::step);
        }
    }

    private FitJob job() {
        if (lossName == LossName.SQUARES && delta.isPresent()) {
            throw new InputException("--delta " + delta.get(), "only huber has one; leave it out or take --loss huber");
        }
        if (reference != null && !hasClasses()) {
            throw new InputException(
                    "--reference " + reference,
                    "%s has no classes; leave it out, or fit efficiency or quartet".formatted(String.join(", ", laws)));
        }
        return new FitJob(
                laws,
                new RunSource(columns, where.stream().map(Condition::parse).toList(), bestPer, dropTopLoss),
                reference == null ? REFERENCE : reference,
                lossName == LossName.SQUARES ? new Loss.Squares() : huber(),
                fixed,
                free,
                bootstrap,
                seed,
                Optional.ofNullable(holdout).map(text -> FitJob.holdout(text, seed)));
    }

    private boolean hasClasses() {
        return laws.contains("efficiency") || laws.contains("quartet");
    }

    /** Names of the files to write. */
    private List<String> outputs() {
        var endings = pointsFile == null ? List.of(LAW_FILE, PLOT) : List.of(LAW_FILE, PLOT, PREDICTED);
        return laws.stream()
                .flatMap(law -> endings.stream().map(stem(law)::concat))
                .toList();
    }

    private Loss huber() {
        if (delta.isEmpty()) {
            return LawFitter.DEFAULT_LOSS;
        }
        if (!(delta.get() >= LEAST_DELTA && delta.get() <= MOST_DELTA)) {
            throw new InputException(
                    "--delta " + delta.get(),
                    "must be from %s to %s, in units of log loss".formatted(LEAST_DELTA, MOST_DELTA));
        }
        return new Loss.Huber(delta.get());
    }

    private String stem(String law) {
        String name = output.getFileName().toString();
        String stem = name.endsWith(LAW_FILE) ? name.substring(0, name.length() - LAW_FILE.length()) : name;
        return laws.size() == 1 ? stem : stem + "-" + law;
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}

package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.floatscape.dse.table.CsvTable;

/**
 * One or several laws to be fitted to the same runs.
 *
 * @param laws      forms, by name
 * @param source    which runs
 * @param reference class whose efficiency is 1
 * @param loss      what is minimised
 * @param fixed     constants not to be fitted; each law takes those that it has
 * @param free      if not empty, the only constants to be fitted; each law takes those that it has
 * @param bootstrap samples; 0 for none
 * @param seed      of the bootstrap
 * @param holdout   test on runs held out
 */
public record FitJob(
        List<String> laws,
        RunSource source,
        String reference,
        Loss loss,
        Map<String, Double> fixed,
        List<String> free,
        int bootstrap,
        long seed,
        Optional<Holdout> holdout) {

    private static final double BAND = 0.95;

    /** Half a sample lies beyond either end of the middle 95 % of so many. */
    private static final int LEAST_SAMPLES = 20;

    private static final String COMPUTE = "compute:";
    private static final List<String> WIDTHS = List.of("bits", "bits_w", "bits_a", "bits_kv");

    /** A fitted law with what is known about it. */
    public record Outcome(Fit fit, Optional<Bootstrap> bootstrap, LawFile file) {}

    public FitJob {
        laws = List.copyOf(laws);
        fixed = Map.copyOf(fixed);
        free = List.copyOf(free);
        if (new HashSet<>(laws).size() < laws.size()) {
            throw new FitException("law (%s): each can be named once".formatted(String.join(", ", laws)));
        }
        if (bootstrap != 0 && bootstrap < LEAST_SAMPLES) {
            throw new FitException("bootstrap (%d): must be 0, or at least %d: fewer samples have no 95 %% interval"
                    .formatted(bootstrap, LEAST_SAMPLES));
        }
        if (laws.contains("qid") && laws.size() > 1) {
            throw new FitException("law qid: it fits delta_loss and not loss, so it cannot be compared with others");
        }
    }

    /**
     * A holdout as the command line writes it: {@code 0.2} at random, {@code compute:0.2} those of most compute.
     *
     * @throws FitException if it is not of that form
     */
    public static Holdout holdout(String text, long seed) {
        boolean compute = text.startsWith(COMPUTE);
        try {
            double share = Double.parseDouble(compute ? text.substring(COMPUTE.length()) : text);
            return new Holdout(compute ? Holdout.Choice.COMPUTE : Holdout.Choice.RANDOM, share, seed);
        } catch (NumberFormatException e) {
            throw new FitException("holdout (%s): must be a share such as 0.2, or compute:0.2".formatted(text));
        }
    }

    /**
     * Fits every law.
     *
     * @param progress run after each bootstrap sample, from any thread
     */
    public List<Outcome> run(CsvTable table, LawFile.Input input, Runnable progress) {
        var runs = source.read(table, laws);
        var forms = laws.stream()
                .map(law -> FitForms.of(law, runs, reference, fixed.keySet()))
                .toList();
        checkKnown(forms);
        var outcomes = new ArrayList<Outcome>();
        for (FitForm form : forms) {
            var fit = fit(form, runs, table);
            var heldOut = holdout.map(h -> new LawFile.HeldOut(h.toString(), h.score(fit)));
            var samples = resampled(fit, progress);
            outcomes.add(new Outcome(fit, samples, LawFile.of(fit, input, heldOut, samples, seed)));
        }
        return List.copyOf(outcomes);
    }

    private Fit fit(FitForm form, RunTable runs, CsvTable table) {
        var held = new TreeMap<>(fixed);
        held.keySet().retainAll(form.names());
        try {
            return LawFitter.fit(
                    form,
                    runs,
                    loss,
                    held,
                    free.stream().filter(form.names()::contains).toList());
        } catch (TooFewRunsException e) {
            throw e.in(table);
        }
    }

    private Optional<Bootstrap> resampled(Fit fit, Runnable progress) {
        return bootstrap == 0
                ? Optional.empty()
                : Optional.of(
                        Bootstrap.run(fit, bootstrap, seed, Runtime.getRuntime().availableProcessors(), progress));
    }

    private void checkKnown(List<FitForm> forms) {
        var names = new ArrayList<>(fixed.keySet());
        names.addAll(free);
        for (String name : names) {
            if (forms.stream().noneMatch(form -> form.names().contains(name))) {
                throw new FitException("constant %s: no law here has it; %s"
                        .formatted(
                                name,
                                String.join(
                                        "; ",
                                        forms.stream()
                                                .map(form -> form.id() + " has " + String.join(", ", form.names()))
                                                .toList())));
            }
        }
    }

    /**
     * Points with the loss that a fit predicts, and its 95 % band where there is a bootstrap.
     *
     * @throws org.floatscape.dse.table.TableException if a point has no finite loss, or a class that the fit has no
     *                                                 efficiency for
     */
    public CsvTable predicted(Outcome outcome, CsvTable points) {
        var runs = source.readPoints(points, outcome.fit().form().id());
        outcome.fit().form().strata().forEach(column -> checkClasses(outcome.fit(), points, runs, column));
        double[] loss = outcome.fit().predict(runs);
        for (int row = 0; row < loss.length; row++) {
            if (!Double.isFinite(loss[row])) {
                throw points.error(
                        row,
                        source.column(narrowest(runs, row)),
                        nothingToTrain(outcome.file().law()));
            }
        }
        var table = points.with(
                "loss_nats",
                IntStream.range(0, loss.length)
                        .mapToObj(i -> CsvTable.text(loss[i]))
                        .toList());
        if (outcome.bootstrap().isEmpty()) {
            return table;
        }
        var band = outcome.bootstrap().get().band(runs, BAND);
        return table.with(
                        "loss_lower95_nats",
                        band.stream().map(b -> CsvTable.text(b.lower())).toList())
                .with(
                        "loss_upper95_nats",
                        band.stream().map(b -> CsvTable.text(b.upper())).toList());
    }

    private void checkClasses(Fit fit, CsvTable points, RunTable runs, String column) {
        if (!runs.has(column)) {
            throw new FitException("%s: column %s: missing, though the fit has a constant for each of its classes"
                    .formatted(points.source(), source.column(column)));
        }
        var known = fit.runs().label(column).stream().distinct().sorted().toList();
        for (int row = 0; row < runs.rows(); row++) {
            String label = runs.label(column).get(row);
            if (!known.contains(label)) {
                throw points.error(
                        row,
                        source.column(column),
                        "class %s: the fit has no efficiency for it; its runs have %s"
                                .formatted(label, String.join(", ", known)));
            }
        }
    }

    /** The width that leaves the least to train. */
    private static String narrowest(RunTable runs, int row) {
        return WIDTHS.stream()
                .filter(runs::has)
                .min(Comparator.comparingDouble(width -> runs.number(width)[row]))
                .orElse("params");
    }

    private static String nothingToTrain(String law) {
        return law.equals("precision")
                ? "the fit leaves nothing to train at this width: its factor 1 - exp(-P / gamma + n) is not positive"
                : "the fit gives no finite loss here";
    }
}

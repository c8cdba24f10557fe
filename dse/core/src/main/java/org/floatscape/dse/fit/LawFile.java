package org.floatscape.dse.fit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.TextFile;
import org.floatscape.dse.law.BlindSpots;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.LawSamples;
import org.floatscape.dse.law.NamedLaw;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fitted law as it is kept: everything needed to use it, to judge it, and to fit it again.
 *
 * @param id             such as {@code chinchilla-1f0c92ab}
 * @param law            form, such as {@code chinchilla}
 * @param constants      all of them, fitted or fixed
 * @param fitted         names of those that were fitted
 * @param loss           {@code huber} or {@code squares}, of the residual of the log loss
 * @param huberDelta     where Huber's turns straight, in log loss
 * @param objective      sum of the loss over the runs
 * @param rows           runs fitted to
 * @param aic            Akaike's information criterion, comparable within the same runs and loss
 * @param input          what was fitted to
 * @param range          least and greatest of each quantity of the runs
 * @param standardErrors of the fitted constants that are not at a bound, of the logarithm where the key says so
 * @param covariance     of the same, jointly; without those that the runs leave open
 * @param findings       what the runs do not settle
 * @param heldOut        error on runs held out, of a fit to the others
 * @param bootstrap      how the constants vary
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LawFile(
        String id,
        String law,
        Map<String, Double> constants,
        List<String> fitted,
        String loss,
        Optional<Double> huberDelta,
        double objective,
        int rows,
        double aic,
        Input input,
        Map<String, Interval> range,
        Map<String, Double> standardErrors,
        Covariance covariance,
        List<Finding> findings,
        Optional<HeldOut> heldOut,
        Optional<Samples> bootstrap) {

    /**
     * What was fitted to.
     *
     * @param file      name without its folder
     * @param sha256    of its bytes
     * @param columns   the file's name of each quantity that has another
     * @param filters   in the order they were applied
     * @param reference class whose efficiency is 1; empty where no law of the fit has classes
     */
    public record Input(
            String file,
            String sha256,
            Map<String, String> columns,
            List<String> filters,
            Optional<String> reference) {}

    /**
     * A test on runs that a fit did not see.
     *
     * @param choice how the runs were chosen
     * @param score  errors of the log loss
     */
    public record HeldOut(String choice, Holdout.Score score) {}

    /**
     * A bootstrap.
     *
     * @param seed        of its random numbers
     * @param leftOut     samples that did not converge
     * @param intervals95 95 % percentile intervals
     * @param constants   sample by sample, in the order of {@code fitted}
     */
    public record Samples(long seed, int leftOut, Map<String, Interval> intervals95, List<List<Double>> constants) {}

    public LawFile {
        require(rows > 0, "rows (%d): must be above 0".formatted(rows));
        for (String name : fitted) {
            require(constants.get(name) != null, "fitted (%s): must be one of constants".formatted(name));
        }
        require(new HashSet<>(fitted).size() == fitted.size(), "fitted %s: must name each once".formatted(fitted));
        range.forEach((name, interval) -> require(
                interval.lower() <= interval.upper(),
                "range.%s (%s .. %s): must be from a number to one no less"
                        .formatted(name, interval.lower(), interval.upper())));
        for (String name : covariance.names()) {
            require(
                    fitted.contains(Covariance.constant(name)),
                    "covariance.names (%s): must be one of fitted, or its logarithm, log NAME".formatted(name));
        }
        bootstrap.ifPresent(b -> require(
                !b.constants().isEmpty() && b.constants().stream().allMatch(sample -> sample.size() == fitted.size()),
                "bootstrap.constants: must have at least one sample, each of %d numbers, as fitted"
                        .formatted(fitted.size())));
        ofConstants("constants", law, constants);
        for (var sample : bootstrap.map(Samples::constants).orElse(List.of())) {
            ofConstants("bootstrap.constants", law, with(constants, fitted, sample));
        }
    }

    private static boolean mayBeNegative(String law, String constant) {
        return law.equals("precision") && (constant.equals("b") || constant.equals("n") || constant.startsWith("n_"));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new FitException(rule);
        }
    }

    /** Draws from the covariance, where there is no bootstrap. */
    private static final int DRAWS = 1000;

    private static final long DRAW_SEED = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** A fit with what is known about it. */
    public static LawFile of(
            Fit fit, Input input, Optional<HeldOut> heldOut, Optional<Bootstrap> bootstrap, long seed) {
        var findings = Identifiability.of(fit, bootstrap);
        var unseen = Identifiability.open(findings);
        var covariance = bootstrap
                .map(b -> b.covariance().without(unseen))
                .orElseGet(() ->
                        Covariance.sandwich(fit, Identifiability.held(findings)).without(unseen));
        var errors = new LinkedHashMap<String, Double>();
        for (int i = 0; i < covariance.names().size(); i++) {
            errors.put(covariance.names().get(i), covariance.standardError(i));
        }
        var range = new LinkedHashMap<String, Interval>();
        fit.runs()
                .numbers()
                .keySet()
                .forEach(name -> range.put(name, Interval.ofAll(fit.runs().number(name))));
        return new LawFile(
                "%s-%s".formatted(fit.form().id(), input.sha256().substring(0, 8)),
                fit.form().id(),
                fit.constants(),
                fit.freeNames(),
                fit.loss() instanceof Loss.Huber ? "huber" : "squares",
                fit.loss() instanceof Loss.Huber(double delta) ? Optional.of(delta) : Optional.empty(),
                fit.objective(),
                fit.runs().rows(),
                Aic.of(fit),
                input,
                range,
                errors,
                covariance,
                findings,
                heldOut,
                bootstrap.map(b -> samples(fit, b, unseen, seed)));
    }

    private static Samples samples(Fit fit, Bootstrap bootstrap, List<String> unseen, long seed) {
        var intervals = new LinkedHashMap<String, Interval>();
        fit.freeNames().stream()
                .filter(name -> !unseen.contains(name))
                .forEach(name -> intervals.put(name, bootstrap.interval(name, 0.95)));
        return new Samples(seed, bootstrap.failures(), intervals, bootstrap.samples());
    }

    /** As JSON, ended by a line feed. */
    public String toJson() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /**
     * Reads one back.
     *
     * @throws IOException    if the file cannot be read
     * @throws InputException if it is a folder, no text, or not a law file
     */
    public static LawFile read(Path file) throws IOException {
        String text = TextFile.read(file);
        try {
            return JSON.readValue(text, LawFile.class);
        } catch (FitException e) {
            throw new FitException("%s: not a law file as fit writes it: %s".formatted(file, e.getMessage()));
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null || at.getLineNr() < 1 ? file.toString() : file + ":" + at.getLineNr();
            throw new FitException("%s: not a law file as fit writes it: %s".formatted(where, problem(e)));
        }
    }

    /** A rule's own message where one was broken; a key's place where its value is missing or of another kind. */
    private static String problem(JacksonException e) {
        String key = e.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return switch (e) {
            case ValueInstantiationException v
            when v.getCause() != null -> v.getCause().getMessage();
            case UnrecognizedPropertyException _ -> key + ": unknown key";
            case MismatchedInputException _ when key.isEmpty() -> "must be a mapping";
            case MismatchedInputException _ -> key + ": missing, or of another kind than fit writes";
            default -> e.getOriginalMessage();
        };
    }

    /** The law, for the reference class where the form has classes. */
    public Law toLaw() {
        return ofConstants("constants", law, constants);
    }

    private static Law ofConstants(String key, String law, Map<String, Double> constants) {
        constants.forEach((name, value) -> require(
                value >= 0 || mayBeNegative(law, name),
                "%s.%s (%s): must not be negative".formatted(key, name, value)));
        try {
            return FittedLaw.of(law, constants, Optional.empty(), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new FitException("%s: %s".formatted(key, e.getMessage()));
        }
    }

    /** The law with what it was fitted on, as studies and commands use laws. */
    public NamedLaw named() {
        var ranges = new ArrayList<NamedLaw.Range>();
        range.forEach((name, interval) -> Column.named(name)
                .ifPresent(column -> ranges.add(new NamedLaw.Range(column, interval.lower(), interval.upper()))));
        return new NamedLaw(
                id,
                "%s fitted to %d runs of %s".formatted(law, rows, input.file()),
                toLaw(),
                "floatscape fit of %s (sha256 %s)".formatted(input.file(), input.sha256()),
                ranges,
                input.filters(),
                Stream.concat(BlindSpots.of(toLaw()).stream(), findings.stream().map(Finding::text))
                        .toList());
    }

    /**
     * The law with the constants of each bootstrap sample, or else with constants drawn from their joint covariance. None
     * where the runs leave constants open: no sample of theirs tells how far those may lie.
     */
    public LawSamples samples() {
        var unseen = Identifiability.open(findings);
        if (!unseen.isEmpty()) {
            return LawSamples.unknown("was fitted to runs that do not determine " + String.join(", ", unseen));
        }
        if (bootstrap.isEmpty() && covariance.names().isEmpty()) {
            return LawSamples.unknown("has no constant whose uncertainty its fit tells");
        }
        return bootstrap
                .map(b -> new LawSamples("bootstrap", b.seed(), laws("bootstrap.constants", b.constants())))
                .orElseGet(() -> new LawSamples("joint covariance", DRAW_SEED, laws("covariance", draws())));
    }

    /** Beyond a bound a fit would stop at it, and so does a draw. */
    private List<List<Double>> draws() {
        return CovarianceDraws.of(covariance, constants, fitted, DRAWS, DRAW_SEED).stream()
                .map(draw -> IntStream.range(0, fitted.size())
                        .mapToObj(i -> mayBeNegative(law, fitted.get(i)) ? draw.get(i) : Math.max(0, draw.get(i)))
                        .toList())
                .toList();
    }

    private List<Law> laws(String key, List<List<Double>> samples) {
        return samples.stream()
                .map(sample -> ofConstants(key, law, with(constants, fitted, sample)))
                .toList();
    }

    /** The constants of a sample: those that were fitted are its own. */
    private static Map<String, Double> with(Map<String, Double> constants, List<String> fitted, List<Double> sample) {
        var values = new LinkedHashMap<>(constants);
        for (int i = 0; i < fitted.size(); i++) {
            values.put(fitted.get(i), sample.get(i));
        }
        return values;
    }
}

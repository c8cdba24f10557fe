package org.floatscape.dse.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.floatscape.dse.fit.Comparison;
import org.floatscape.dse.fit.Finding;
import org.floatscape.dse.fit.Holdout;
import org.floatscape.dse.fit.Interval;
import org.floatscape.dse.fit.LawFile;

/** A fit as a terminal shows it. */
public final class FitText {

    private static final String NONE = "-";

    private FitText() {}

    /** One law: constants, what is not settled, errors. */
    public static String of(LawFile file) {
        var text = new StringBuilder();
        String filters = file.input().filters().isEmpty()
                ? ""
                : " (%s)".formatted(String.join("; ", file.input().filters()));
        text.append("%s fitted to %d runs of %s%s\n"
                .formatted(file.law(), file.rows(), file.input().file(), filters));
        text.append(Figures.format("objective %.9g: sum of %s of the log loss\n\n", file.objective(), lossName(file)));
        text.append(constants(file).text());
        file.heldOut()
                .ifPresent(heldOut ->
                        text.append("\nHeld out: ").append(heldOut(heldOut)).append('\n'));
        if (!file.findings().isEmpty()) {
            text.append("\nNot settled by these runs\n");
            file.findings().stream()
                    .map(Finding::text)
                    .forEach(line -> text.append("  - ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static String lossName(LawFile file) {
        return file.huberDelta().map(delta -> "huber(%s)".formatted(delta)).orElse("half squares");
    }

    private static TextTable constants(LawFile file) {
        var intervals = file.bootstrap().map(LawFile.Samples::intervals95).orElse(Map.of());
        var table = new TextTable("constant", "value", "std. error", "95 % interval");
        file.constants().forEach((name, value) -> {
            boolean fitted = file.fitted().contains(name);
            table.row(
                    name,
                    figure(value),
                    fitted ? error(file, name, value) : "fixed",
                    Optional.ofNullable(intervals.get(name))
                            .map(FitText::interval)
                            .orElse(NONE));
        });
        return table;
    }

    /** Of a constant whose logarithm was searched, the standard error of that times the constant. */
    private static String error(LawFile file, String name, double value) {
        Double plain = file.standardErrors().get(name);
        Double ofLog = file.standardErrors().get("log " + name);
        return plain != null ? figure(plain) : ofLog != null ? figure(value * ofLog) : NONE;
    }

    private static String interval(Interval interval) {
        return "%s .. %s".formatted(figure(interval.lower()), figure(interval.upper()));
    }

    private static String heldOut(LawFile.HeldOut heldOut) {
        Holdout.Score score = heldOut.score();
        return Figures.format(
                "%s; a fit to the others, on these %d runs:\n"
                        + "  error of log loss %.5f rms, %.5f mean, %.5f worst, bias %+.5f",
                heldOut.choice(), score.rows(), score.rmse(), score.meanAbsolute(), score.worst(), score.bias());
    }

    /** Several laws on the same runs. */
    public static String of(Comparison comparison) {
        var table = new TextTable("law", "constants", "objective", "AIC", "above best", "held-out rms");
        for (Comparison.Row row : comparison.rows()) {
            table.row(
                    row.law(),
                    String.valueOf(row.constants()),
                    figure(row.objective()),
                    Figures.format("%.2f", row.aic()),
                    Figures.format("%.2f", row.aicAbove()),
                    row.heldOut()
                            .map(score -> Figures.format("%.5f", score.rmse()))
                            .orElse(NONE));
        }
        return "Comparison, least AIC first\n" + table.text();
    }

    /** What was written. */
    public static String written(List<String> files) {
        return "\nWritten: %s\n".formatted(files.stream().collect(Collectors.joining(", ")));
    }

    private static String figure(double value) {
        return Figures.format("%.6g", value);
    }
}

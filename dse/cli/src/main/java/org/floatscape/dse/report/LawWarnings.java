package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.floatscape.dse.evaluation.Caveat;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.Unanswered;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Subnormals;
import org.floatscape.dse.law.CapacityLaw;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.study.Study;

/** What a reader must know of a law before quoting its figures. */
final class LawWarnings {
    private LawWarnings() {}

    /**
     * One sentence each.
     *
     * @param prefix put before each, to say whose they are
     */
    static List<String> of(Study study, Verdict verdict, String prefix) {
        var warnings = new ArrayList<String>();
        var model = study.model();
        for (NamedLaw.Range range : verdict.law().law().outside(Point.of(model.nParams(), model.nTokens()))) {
            double figure = range.column() == Column.PARAMS ? model.nParams() : model.nTokens();
            warnings.add("Extrapolation: %s %s lie outside the %s .. %s that the law was fitted on."
                    .formatted(
                            Figures.count(figure),
                            range.column().key(),
                            Figures.count(range.min()),
                            Figures.count(range.max())));
        }
        long farFormats = verdict.space().stream()
                .filter(e -> !formatRanges(verdict.law().law(), e).isEmpty())
                .count();
        if (farFormats > 0) {
            warnings.add("Extrapolation: %d of %d formats lie outside those that the law was fitted on."
                    .formatted(farFormats, verdict.space().size()));
        }
        verdict.recommendation()
                .chosen()
                .ifPresent(best -> formatRanges(verdict.law().law(), best)
                        .forEach(range -> warnings.add(
                                "Extrapolation: %s of the recommended format (%s) lies outside the %s .. %s that the law was fitted on."
                                        .formatted(
                                                range.column().key(),
                                                Figures.count(
                                                        best.accuracy().asked().get(range.column())),
                                                Figures.count(range.min()),
                                                Figures.count(range.max())))));
        long beyond = verdict.space().stream()
                .filter(e -> e.accuracy().caveats().contains(Caveat.BEYOND_CRITICAL_TOKENS))
                .count();
        if (beyond > 0) {
            warnings.add(
                    "In %d of %d formats the training tokens exceed the critical data size: more data raises the loss."
                            .formatted(beyond, verdict.space().size()));
        }
        if (!verdict.unanswered().isEmpty()) {
            Unanswered first = verdict.unanswered().getFirst();
            warnings.add("The law says nothing of %d of %d formats of the space, which are left out; of %s: %s."
                    .formatted(
                            verdict.unanswered().size(),
                            verdict.unanswered().size() + verdict.space().size(),
                            first.format().name(),
                            first.why()));
        }
        String plain = takenAsPlain(verdict);
        if (!plain.isEmpty()) {
            warnings.add("The law sees neither a bias of their own nor flushed subnormals of %s.".formatted(plain));
        }
        for (Unanswered unplaced : verdict.unplaced()) {
            warnings.add(
                    "Not placed: %s: %s.".formatted(ExplorationTables.shortName(unplaced.format()), unplaced.why()));
        }
        return warnings.stream().map(prefix::concat).toList();
    }

    /** The ranges that a format is outside of; those of model and budget are told once for all. */
    private static List<NamedLaw.Range> formatRanges(NamedLaw law, Evaluation evaluation) {
        return evaluation.accuracy().caveats().contains(Caveat.EXTRAPOLATED)
                ? law.outside(evaluation.accuracy().asked()).stream()
                        .filter(range -> range.column() != Column.PARAMS && range.column() != Column.TOKENS)
                        .toList()
                : List.of();
    }

    /** The compared formats that the law takes for what they would be with the usual bias and subnormals; CapacityLaw measures. */
    private static String takenAsPlain(Verdict verdict) {
        if (verdict.law().law().law() instanceof CapacityLaw) {
            return "";
        }
        return verdict.compared().stream()
                .filter(compared -> isUnusual(compared.evaluation().format()))
                .map(Compared::name)
                .collect(Collectors.joining(", "));
    }

    private static boolean isUnusual(Format format) {
        return format.element() instanceof FloatElement e
                && (!e.hasUsualBias() || format.subnormals() == Subnormals.FLUSH);
    }

    static String blindSpots(Verdict verdict) {
        return "Law %s cannot see: %s."
                .formatted(
                        verdict.law().name(),
                        String.join("; ", verdict.law().law().cannotSee()));
    }
}

package org.floatscape.dse.confidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.evaluation.SampledLosses;
import org.floatscape.dse.fit.Interval;
import org.floatscape.dse.front.Front;
import org.floatscape.dse.law.LawSamples;
import org.floatscape.dse.recommend.Choice;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.study.Budget;
import org.floatscape.dse.study.Metric;

/**
 * What a verdict rests on, to be judged again under each sample of its law.
 *
 * @param space         every format of the space that the law says something of
 * @param compared      the named formats
 * @param fullPrecision the law's full-precision limit
 * @param chosen        the recommended format, one of {@code space}; empty where there is none
 * @param limits        the budgets in numbers
 * @param lossReference the format that a budget of loss is a share of; empty where there is no such budget
 */
public record Appraisal(
        List<Evaluation> space,
        List<Evaluation> compared,
        Evaluation fullPrecision,
        Optional<Evaluation> chosen,
        List<Metric> objectives,
        List<Limit> limits,
        Optional<Evaluation> lossReference) {

    private static final double LEVEL = 0.95;

    /** Draws the front and makes the choice under each sample, and counts. */
    public Confidence under(LawSamples samples) {
        int nSamples = samples.laws().size();
        var spaceNats = SampledLosses.of(samples, space);
        var comparedNats = SampledLosses.of(samples, compared);
        double[] fullNats = SampledLosses.of(samples, List.of(fullPrecision)).of(0);
        double[] chosenNats =
                SampledLosses.of(samples, List.of(chosen.orElse(fullPrecision))).of(0);
        double[] referenceNats = SampledLosses.of(samples, List.of(lossReference.orElse(fullPrecision)))
                .of(0);
        int[] best = new int[space.size()];
        int[] onFront = new int[space.size()];
        int[] comparedOnFront = new int[compared.size()];
        int feasible = 0;
        for (int s = 0; s < nSamples; s++) {
            var drawn = withLosses(space, spaceNats.lossNats()[s]);
            var choice = Choice.of(objectives).among(drawn, limits(referenceNats[s]));
            if (choice.isPresent()) {
                best[choice.getAsInt()]++;
                feasible++;
            }
            var front = Front.of(drawn, objectives);
            countMembers(onFront, drawn, front);
            countUnbeaten(comparedOnFront, withLosses(compared, comparedNats.lossNats()[s]), front);
        }
        return new Confidence(
                samples,
                feasible / (double) nSamples,
                Arrays.stream(best).mapToObj(count -> count / (double) nSamples).toList(),
                standings(spaceNats, onFront, fullNats, chosenNats),
                standings(comparedNats, comparedOnFront, fullNats, chosenNats));
    }

    private static List<Evaluation> withLosses(List<Evaluation> evaluations, double[] lossNats) {
        var with = new ArrayList<Evaluation>(evaluations.size());
        for (int i = 0; i < lossNats.length; i++) {
            with.add(evaluations.get(i).withLoss(lossNats[i]));
        }
        return with;
    }

    /** A budget that is a share of a format's loss moves with it. */
    private List<Limit> limits(double referenceNats) {
        return limits.stream()
                .map(limit ->
                        limit.metric() == Metric.LOSS && limit.budget() instanceof Budget.Relative(double factor, var _)
                                ? new Limit(Metric.LOSS, limit.budget(), factor * referenceNats)
                                : limit)
                .toList();
    }

    private static void countMembers(int[] onFront, List<Evaluation> drawn, Front front) {
        var points = Collections.newSetFromMap(new IdentityHashMap<Evaluation, Boolean>());
        points.addAll(front.points());
        for (int i = 0; i < drawn.size(); i++) {
            onFront[i] += points.contains(drawn.get(i)) ? 1 : 0;
        }
    }

    private static void countUnbeaten(int[] onFront, List<Evaluation> drawn, Front front) {
        for (int i = 0; i < drawn.size(); i++) {
            onFront[i] += front.dominator(drawn.get(i)).isEmpty() ? 1 : 0;
        }
    }

    private static List<Standing> standings(
            SampledLosses losses, int[] onFront, double[] fullNats, double[] chosenNats) {
        var standings = new ArrayList<Standing>();
        for (int i = 0; i < onFront.length; i++) {
            double[] lossNats = losses.of(i);
            standings.add(new Standing(
                    onFront[i] / (double) lossNats.length,
                    Interval.ofMiddle(lossNats, LEVEL),
                    Interval.ofMiddle(above(fullNats, lossNats), LEVEL),
                    Interval.ofMiddle(above(chosenNats, lossNats), LEVEL)));
        }
        return standings;
    }

    /** Of two that leave nothing to train, neither is above the other. */
    private static double[] above(double[] base, double[] lossNats) {
        double[] above = new double[base.length];
        for (int s = 0; s < above.length; s++) {
            above[s] = lossNats[s] == base[s] ? 0 : lossNats[s] - base[s];
        }
        return above;
    }
}

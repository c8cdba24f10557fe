package org.floatscape.dse.confidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
            var drawn = Drawn.of(space, spaceNats.lossNats()[s]);
            var choice = Choice.of(objectives).among(drawn.evaluations(), limits(referenceNats[s]));
            if (choice.isPresent()) {
                best[drawn.at(choice.getAsInt())]++;
                feasible++;
            }
            var front = Front.of(drawn.evaluations(), objectives);
            countMembers(onFront, drawn, front);
            countUnbeaten(comparedOnFront, Drawn.of(compared, comparedNats.lossNats()[s]), front);
        }
        return new Confidence(
                samples,
                feasible / (double) nSamples,
                Arrays.stream(best).mapToObj(count -> count / (double) nSamples).toList(),
                standings(spaceNats, onFront, fullNats, chosenNats),
                standings(comparedNats, comparedOnFront, fullNats, chosenNats));
    }

    /**
     * Evaluations with a sample's losses; those without a finite one can neither be chosen nor beat anything.
     *
     * @param indices of each, among all evaluations
     */
    private record Drawn(List<Integer> indices, List<Evaluation> evaluations) {
        static Drawn of(List<Evaluation> all, double[] lossNats) {
            var indices = IntStream.range(0, lossNats.length)
                    .filter(i -> Double.isFinite(lossNats[i]))
                    .boxed()
                    .toList();
            return new Drawn(
                    indices,
                    indices.stream().map(i -> all.get(i).withLoss(lossNats[i])).toList());
        }

        int at(int i) {
            return indices.get(i);
        }
    }

    /** A budget that is a share of a format's loss moves with it; nothing keeps a share of an infinite one. */
    private List<Limit> limits(double referenceNats) {
        return limits.stream()
                .map(limit -> limit.metric() == Metric.LOSS
                                && limit.budget() instanceof Budget.Relative(double factor, var _)
                        ? new Limit(
                                Metric.LOSS,
                                limit.budget(),
                                Double.isFinite(referenceNats) ? factor * referenceNats : Double.NEGATIVE_INFINITY)
                        : limit)
                .toList();
    }

    private static void countMembers(int[] onFront, Drawn drawn, Front front) {
        var points = Collections.newSetFromMap(new IdentityHashMap<Evaluation, Boolean>());
        points.addAll(front.points());
        for (int i = 0; i < drawn.indices().size(); i++) {
            onFront[drawn.at(i)] += points.contains(drawn.evaluations().get(i)) ? 1 : 0;
        }
    }

    private static void countUnbeaten(int[] onFront, Drawn drawn, Front front) {
        for (int i = 0; i < drawn.indices().size(); i++) {
            onFront[drawn.at(i)] += front.dominator(drawn.evaluations().get(i)).isEmpty() ? 1 : 0;
        }
    }

    private static List<Standing> standings(
            SampledLosses losses, int[] onFront, double[] fullNats, double[] chosenNats) {
        var standings = new ArrayList<Standing>();
        for (int i = 0; i < onFront.length; i++) {
            double[] lossNats = losses.of(i);
            standings.add(new Standing(
                    Arrays.stream(lossNats).filter(Double::isFinite).count() / (double) lossNats.length,
                    onFront[i] / (double) lossNats.length,
                    Interval.ofMiddle(lossNats, LEVEL),
                    Interval.ofMiddle(aboveFull(fullNats, lossNats), LEVEL),
                    Interval.ofMiddle(above(chosenNats, lossNats), LEVEL)));
        }
        return standings;
    }

    private static double[] aboveFull(double[] fullNats, double[] lossNats) {
        double[] above = above(fullNats, lossNats);
        for (int s = 0; s < above.length; s++) {
            above[s] = Double.isFinite(lossNats[s]) ? above[s] : Double.POSITIVE_INFINITY;
        }
        return above;
    }

    /** Of two without a finite loss, neither is above the other. */
    private static double[] above(double[] base, double[] lossNats) {
        double[] above = new double[base.length];
        for (int s = 0; s < above.length; s++) {
            above[s] = lossNats[s] == base[s] ? 0 : lossNats[s] - base[s];
        }
        return above;
    }
}

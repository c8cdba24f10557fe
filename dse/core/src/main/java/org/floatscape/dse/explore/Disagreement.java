package org.floatscape.dse.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.format.Format;

/**
 * Where another law disagrees with the one that decides.
 *
 * @param other      its verdict
 * @param regretNats what the decided format loses under the other law above what that law's own choice loses, nats per
 *                   token; empty where either has chosen nothing, or the other says nothing of the decided format
 * @param rankTau    Kendall's tau-b of the losses of the formats that both speak of, no unit: 1 in one order, -1 in
 *                   opposite orders; empty where one of the two sees no difference between any
 * @param nShared    formats of the space that both speak of
 * @param swapped    pairs of named formats that the two put in opposite orders, in the study's order
 */
public record Disagreement(
        Verdict other, OptionalDouble regretNats, OptionalDouble rankTau, int nShared, List<Swapped> swapped) {

    /**
     * Two named formats in opposite orders.
     *
     * @param lower         loses less under the law that decides
     * @param decidingNats  by how much, nats per token
     * @param otherNats     by how much it loses more under the other
     */
    public record Swapped(String lower, String higher, double decidingNats, double otherNats) {}

    /** Losses closer than this are the same: the search counts in nanonats, too. */
    private static final double SAME_NATS = 1e-9;

    public Disagreement {
        swapped = List.copyOf(swapped);
    }

    static Disagreement of(Verdict deciding, Verdict other) {
        var otherNats = lossNats(other.space());
        var shared = deciding.space().stream()
                .filter(e -> otherNats.containsKey(e.format()))
                .toList();
        return new Disagreement(
                other,
                regretNats(deciding, other, otherNats),
                tau(shared, otherNats),
                shared.size(),
                swapped(deciding, other));
    }

    private static Map<Format, Double> lossNats(List<Evaluation> evaluations) {
        var losses = new HashMap<Format, Double>();
        evaluations.forEach(e -> losses.put(e.format(), e.accuracy().lossNats()));
        return losses;
    }

    private static OptionalDouble regretNats(Verdict deciding, Verdict other, Map<Format, Double> otherNats) {
        var chosen = deciding.recommendation().chosen().map(Evaluation::format).map(otherNats::get);
        var own = other.recommendation().chosen().map(e -> e.accuracy().lossNats());
        return chosen.isPresent() && own.isPresent()
                ? OptionalDouble.of(chosen.get() - own.get())
                : OptionalDouble.empty();
    }

    private static OptionalDouble tau(List<Evaluation> shared, Map<Format, Double> otherNats) {
        if (shared.size() < 2) {
            return OptionalDouble.empty();
        }
        double tau = new KendallsCorrelation()
                .correlation(
                        shared.stream()
                                .mapToDouble(e -> rounded(e.accuracy().lossNats()))
                                .toArray(),
                        shared.stream()
                                .mapToDouble(e -> rounded(otherNats.get(e.format())))
                                .toArray());
        return Double.isNaN(tau) ? OptionalDouble.empty() : OptionalDouble.of(tau);
    }

    /** So that losses which differ in their last bits alone tie. */
    private static double rounded(double lossNats) {
        return Math.rint(lossNats / SAME_NATS);
    }

    private static List<Swapped> swapped(Verdict deciding, Verdict other) {
        var otherNats = new HashMap<String, Double>();
        other.compared()
                .forEach(c -> otherNats.put(c.name(), c.evaluation().accuracy().lossNats()));
        var named = deciding.compared().stream()
                .filter(c -> otherNats.containsKey(c.name()))
                .toList();
        var swapped = new ArrayList<Swapped>();
        for (Compared a : named) {
            for (Compared b : named) {
                double here = b.evaluation().accuracy().lossNats()
                        - a.evaluation().accuracy().lossNats();
                double there = otherNats.get(a.name()) - otherNats.get(b.name());
                if (here > SAME_NATS && there > SAME_NATS) {
                    swapped.add(new Swapped(a.name(), b.name(), here, there));
                }
            }
        }
        return swapped;
    }
}

package org.floatscape.dse.recommend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.recommend.Recommendation.Neighbour;

/** The formats one step in exponent bits, mantissa bits, block size or scale away, as far as the space has them. */
final class Neighbours {

    private final Evaluation best;
    private final List<Limit> limits;
    private final Map<Format, Evaluation> byFormat = new HashMap<>();
    private final List<Neighbour> found = new ArrayList<>();

    private Neighbours(Evaluation best, List<Evaluation> evaluations, List<Limit> limits) {
        this.best = best;
        this.limits = limits;
        evaluations.forEach(e -> byFormat.put(e.format(), e));
    }

    static List<Neighbour> of(Evaluation best, List<Evaluation> evaluations, List<Limit> limits) {
        var neighbours = new Neighbours(best, evaluations, limits);
        neighbours.addLayouts();
        neighbours.addBlockSizes(evaluations);
        neighbours.addScales(evaluations);
        return List.copyOf(neighbours.found);
    }

    private void addLayouts() {
        addLayout("E+1", 1, 0);
        addLayout("E-1", -1, 0);
        addLayout("M+1", 0, 1);
        addLayout("M-1", 0, -1);
        addLayout("E+1 M-1", 1, -1);
        addLayout("E-1 M+1", -1, 1);
    }

    private void addLayout(String step, int moreExponentBits, int moreMantissaBits) {
        var element = (FloatElement) best.format().element();
        int exponentBits = element.exponentBits() + moreExponentBits;
        int mantissaBits = element.mantissaBits() + moreMantissaBits;
        if (exponentBits >= 0
                && mantissaBits >= 0
                && exponentBits <= 8
                && mantissaBits <= 10
                && exponentBits + mantissaBits > 0) {
            var block = best.format().block().orElseThrow();
            add(
                    step,
                    Format.of(
                            new FloatElement(exponentBits, mantissaBits, element.specials()),
                            block.group(),
                            block.scale()));
        }
    }

    /** The next smaller and the next larger block size of the space. */
    private void addBlockSizes(List<Evaluation> evaluations) {
        var block = best.format().block().orElseThrow();
        var groups = evaluations.stream()
                .map(e -> e.format().block().orElseThrow())
                .sorted(Comparator.comparingDouble(b -> b.elementsPerScale()))
                .map(b -> b.group())
                .distinct()
                .toList();
        int at = groups.indexOf(block.group());
        for (int next : new int[] {at - 1, at + 1}) {
            if (next >= 0 && next < groups.size()) {
                Group group = groups.get(next);
                String step = "B " + size(block.group()) + " to " + size(group);
                if (group instanceof Group.Block || !(block.scale() instanceof ScaleFormat.TwoLevel)) {
                    add(step, Format.of(best.format().element(), group, block.scale()));
                }
            }
        }
    }

    private void addScales(List<Evaluation> evaluations) {
        var block = best.format().block().orElseThrow();
        evaluations.stream()
                .map(e -> e.format().block().orElseThrow().scale())
                .distinct()
                .filter(scale -> !scale.equals(block.scale()))
                .filter(scale -> block.group() instanceof Group.Block || !(scale instanceof ScaleFormat.TwoLevel))
                .forEach(scale ->
                        add("scale " + scale.spelling(), Format.of(best.format().element(), block.group(), scale)));
    }

    private static String size(Group group) {
        return group instanceof Group.Block(int size) ? String.valueOf(size) : group.name();
    }

    private void add(String step, Format format) {
        Evaluation evaluation = byFormat.get(format);
        if (evaluation != null) {
            var broken =
                    limits.stream().filter(limit -> limit.brokenBy(evaluation)).toList();
            found.add(new Neighbour(step, evaluation, broken));
        }
    }
}

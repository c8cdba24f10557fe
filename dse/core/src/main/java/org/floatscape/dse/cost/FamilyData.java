package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * The syntheses of one architecture by one author, in one cell library and recipe.
 *
 * @param counts what each term counts in each point, [term][point]
 */
record FamilyData(Architecture architecture, String rtl, List<SynthesisPoint> points, double[][] counts) {

    private record Key(Architecture architecture, String rtl) {}

    /** Families in order of architecture, then RTL. */
    static List<FamilyData> of(List<SynthesisPoint> points) {
        var groups = new TreeMap<Key, List<SynthesisPoint>>(
                Comparator.comparing(Key::architecture).thenComparing(Key::rtl));
        for (SynthesisPoint point : points) {
            groups.computeIfAbsent(new Key(point.design().architecture(), point.rtl()), _ -> new ArrayList<>())
                    .add(point);
        }
        return groups.entrySet().stream()
                .map(e -> new FamilyData(
                        e.getKey().architecture(),
                        e.getKey().rtl(),
                        List.copyOf(e.getValue()),
                        Terms.counts(e.getValue().stream()
                                .map(SynthesisPoint::design)
                                .toList())))
                .toList();
    }

    /** Points by cell library and recipe, in order of appearance. */
    static LinkedHashMap<List<String>, List<SynthesisPoint>> byCalibration(List<SynthesisPoint> points) {
        var groups = new LinkedHashMap<List<String>, List<SynthesisPoint>>();
        for (SynthesisPoint point : points) {
            groups.computeIfAbsent(List.of(point.library(), point.recipe()), _ -> new ArrayList<>())
                    .add(point);
        }
        return groups;
    }

    int size() {
        return points.size();
    }

    /**
     * Indices of the points of each design, in order of appearance. A design synthesised again, or pasted twice, is
     * still one: it says nothing new about others, and what it errs by is known only with all its points left out.
     */
    List<int[]> designs() {
        var byDesign = new LinkedHashMap<MacDesign, List<Integer>>();
        for (int i = 0; i < points.size(); i++) {
            byDesign.computeIfAbsent(points.get(i).design(), _ -> new ArrayList<>())
                    .add(i);
        }
        return byDesign.values().stream()
                .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    double[] measured(Metric metric) {
        return points.stream().mapToDouble(point -> point.measured(metric)).toArray();
    }

    CalibratedRange range() {
        return CalibratedRange.of(points.stream().map(SynthesisPoint::design).toList());
    }

    List<String> labels() {
        return points.stream().map(SynthesisPoint::label).toList();
    }

    String label() {
        return rtl.isEmpty() ? architecture.label() : "%s (%s)".formatted(architecture.label(), rtl);
    }
}

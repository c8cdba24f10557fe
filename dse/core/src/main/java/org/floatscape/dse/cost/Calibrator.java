package org.floatscape.dse.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fits the structural model to syntheses: shared coefficients, each family's own, and what they err by. */
public final class Calibrator {

    /** Fewest designs of a family, each counted once, that get coefficients of their own. */
    public static final int MIN_DESIGNS = 5;

    public static final String METHOD = "non-negative relative least squares with Huber weights, drawn towards one"
            + " coefficient per primitive as strongly as points left out say; errors by leaving one point out, and by"
            + " leaving one architecture out";

    /** Weight, in points, of a cell library's mean factor in a family's own. */
    private static final double FACTOR_STRENGTH = 0.3;

    private final Optional<String> scaleFrom;
    private final Consumer<String> progress;

    /**
     * @param scaleFrom library (same recipe) whose coefficients are scaled where a family has too few points; empty:
     *                  such a family is refused
     * @param progress  is told what comes next
     */
    public Calibrator(Optional<String> scaleFrom, Consumer<String> progress) {
        this.scaleFrom = scaleFrom;
        this.progress = progress;
    }

    /**
     * @param points each with library, recipe and all three figures
     * @throws CostException if a family has too few points, or a point lacks a figure
     */
    public List<Calibration> calibrate(List<SynthesisPoint> points) {
        scaleFrom.ifPresent(cells -> requireCells(cells, points));
        var groups = new LinkedHashMap<List<String>, List<FamilyData>>();
        FamilyData.byCalibration(points).forEach((key, group) -> groups.put(key, FamilyData.of(group)));
        // All is refused before anything is fitted, which takes its time.
        groups.forEach((key, families) -> {
            if (!isEnough(families)) {
                requireBase(key, families, groups);
            }
        });
        var fitted = new LinkedHashMap<List<String>, Calibration>();
        groups.forEach((key, families) -> {
            if (isEnough(families)) {
                progress.accept("%s/%s: %d families".formatted(key.get(0), key.get(1), families.size()));
                fitted.put(key, fit(key.get(0), key.get(1), families));
            }
        });
        var calibrations = new ArrayList<>(fitted.values());
        groups.forEach((key, families) -> {
            if (!isEnough(families)) {
                progress.accept("%s/%s: scaled from %s".formatted(key.get(0), key.get(1), scaleFrom.orElseThrow()));
                calibrations.add(scale(fitted.get(baseOf(key)), key.get(0), key.get(1), families));
            }
        });
        return calibrations;
    }

    private static boolean isEnough(List<FamilyData> families) {
        return families.stream().allMatch(family -> family.designs().size() >= MIN_DESIGNS);
    }

    /** Cells to scale from, and the recipe. */
    private List<String> baseOf(List<String> key) {
        return List.of(scaleFrom.orElseThrow(), key.get(1));
    }

    private static void requireCells(String cells, List<SynthesisPoint> points) {
        var there = points.stream().map(SynthesisPoint::library).distinct().toList();
        if (!there.contains(cells)) {
            throw new CostException("library to scale from (--scale-from %s) is none of this table's: %s"
                    .formatted(cells, String.join(", ", there)));
        }
    }

    private void requireBase(List<String> key, List<FamilyData> families, Map<List<String>, List<FamilyData>> groups) {
        if (scaleFrom.isEmpty()) {
            throw new CostException(families.stream()
                    .filter(f -> f.designs().size() < MIN_DESIGNS)
                    .map(Calibrator::size)
                    .collect(Collectors.joining(
                            ", ",
                            "%s/%s: too few syntheses for a fit: ".formatted(key.get(0), key.get(1)),
                            ("; each family needs at least %d different designs. Add some, drop the family, or name a"
                                            + " library with a fit of its own here to scale from (--scale-from)")
                                    .formatted(MIN_DESIGNS))));
        }
        if (!groups.containsKey(baseOf(key)) || !isEnough(groups.get(baseOf(key)))) {
            throw new CostException(
                    "library to scale from (--scale-from %s) has no fit of recipe %s of its own in this table"
                            .formatted(scaleFrom.orElseThrow(), key.get(1)));
        }
    }

    /** {@code int_mul (mine) has 2}, or {@code has 2 in 6 rows} where some were synthesised again. */
    private static String size(FamilyData family) {
        int designs = family.designs().size();
        return "%s has %d%s"
                .formatted(
                        family.label(),
                        designs,
                        designs == family.size() ? "" : " in %d rows".formatted(family.size()));
    }

    private static Calibration fit(String library, String recipe, List<FamilyData> families) {
        ByMetric<Map<String, Double>> coefficients = ByMetric.of(metric -> SharedFit.fit(families, metric));
        ByMetric<Calibration.Shared> shared = ByMetric.of(metric ->
                new Calibration.Shared(rounded(coefficients.get(metric)), 1, SharedFit.leftOut(families, metric)));
        var fits = families.stream()
                .map(family -> new Calibration.Family(
                        family.architecture().label(),
                        family.rtl(),
                        family.size(),
                        family.range(),
                        ByMetric.of(metric ->
                                FamilyFit.fit(family, metric, shared.get(metric).coefficients()))))
                .toList();
        return new Calibration(library, recipe, process(families), Optional.empty(), shared, fits);
    }

    /** All rows of one cell library state the same, or nothing. */
    private static Optional<TechnologyNode> process(List<FamilyData> families) {
        return families.getFirst().points().getFirst().process();
    }

    private static Map<String, Double> rounded(Map<String, Double> coefficients) {
        var result = new LinkedHashMap<String, Double>();
        coefficients.forEach((name, value) -> result.put(name, Digits.six(value)));
        return result;
    }

    /** Few points per family: each family's factor on the base, drawn towards the mean of all. */
    private static Calibration scale(Calibration base, String library, String recipe, List<FamilyData> families) {
        var one = new CostLibrary("", "", new CostLibrary.Data("", "", 0, ""), List.of(base), "");
        ByMetric<List<double[]>> logRatios = ByMetric.of(metric -> families.stream()
                .map(family -> logRatios(one, base, family, metric))
                .toList());
        ByMetric<Calibration.Shared> shared = ByMetric.of(metric ->
                new Calibration.Shared(Map.of(), Digits.six(Math.exp(mean(logRatios.get(metric), -1))), Map.of()));
        var fits = IntStream.range(0, families.size())
                .mapToObj(f -> new Calibration.Family(
                        families.get(f).architecture().label(),
                        families.get(f).rtl(),
                        families.get(f).size(),
                        families.get(f).range(),
                        ByMetric.of(metric -> scaled(logRatios.get(metric), f, families.get(f)))))
                .toList();
        return new Calibration(library, recipe, process(families), Optional.of(base.library()), shared, fits);
    }

    private static Calibration.Fit scaled(List<double[]> logRatios, int f, FamilyData family) {
        double[] mine = logRatios.get(f);
        double[] errors = new double[mine.length];
        for (int[] design : family.designs()) {
            double drawn = drawn(logRatios, f, design);
            for (int i : design) {
                errors[i] = Math.exp(drawn - mine[i]) - 1;
            }
        }
        return new Calibration.Fit(
                Map.of(), Digits.six(Math.exp(drawn(logRatios, f))), Errors.of(errors, family.labels()));
    }

    /** A family's mean log factor with points {@code leftOut} left out, drawn towards the mean of all families. */
    private static double drawn(List<double[]> logRatios, int f, int... leftOut) {
        double[] mine = logRatios.get(f);
        double sum = FACTOR_STRENGTH * mean(logRatios, f, leftOut);
        double weight = FACTOR_STRENGTH;
        for (int i = 0; i < mine.length; i++) {
            if (isKept(i, leftOut)) {
                sum += mine[i];
                weight++;
            }
        }
        return sum / weight;
    }

    private static boolean isKept(int i, int... leftOut) {
        return Arrays.stream(leftOut).noneMatch(out -> out == i);
    }

    /** Mean over families of their means, without points {@code leftOut} of family {@code f}. */
    private static double mean(List<double[]> logRatios, int f, int... leftOut) {
        double sum = 0;
        int families = 0;
        for (int g = 0; g < logRatios.size(); g++) {
            boolean whole = g != f;
            double[] ratios = logRatios.get(g);
            double[] kept = IntStream.range(0, ratios.length)
                    .filter(i -> whole || isKept(i, leftOut))
                    .mapToDouble(i -> ratios[i])
                    .toArray();
            if (kept.length > 0) {
                sum += Arrays.stream(kept).sum() / kept.length;
                families++;
            }
        }
        return families == 0 ? 0 : sum / families;
    }

    private static double[] logRatios(CostLibrary library, Calibration base, FamilyData family, Metric metric) {
        Optional<Calibration.Family> own = base.families().stream()
                .filter(f -> f.architecture().equals(family.architecture().label())
                        && f.rtl().equals(family.rtl()))
                .findFirst();
        double[] predicted = FamilyFit.predict(family, metric, Coefficients.of(library, base, own, false));
        double[] measured = family.measured(metric);
        return IntStream.range(0, measured.length)
                .mapToDouble(i -> Math.log(measured[i] / predicted[i]))
                .toArray();
    }
}

package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.table.TableException;
import org.junit.jupiter.api.Test;

class CalibratorTest {

    private static final Calibrator STRICT = new Calibrator(Optional.empty(), _ -> {});

    private static final String HEADER =
            "arch,rtl,element,element_b,acc,lanes,scale_format,signed,width,library,recipe,area_um2,energy_gauss_pj,delay_ns\n";

    /** Integer multipliers of an imaginary library, whose every gate is five times that of the shipped one. */
    private static List<SynthesisPoint> fiveTimes(int... widths) {
        var shipped = MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area");
        var rows = new StringBuilder(HEADER);
        for (int width : widths) {
            var cost = shipped.estimate(List.of(MacDesign.of(
                            Architecture.INT_MUL, Operand.integer(width), Operand.integer(width), 1, ScaleKind.NONE)))
                    .getFirst();
            rows.append("int_mul,mine,int%d,,,,,1,,cells,area,%s,%s,%s%n"
                    .formatted(width, 5 * cost.areaUm2(), 5 * cost.energyPj(), 5 * cost.delayNs()));
        }
        return SynthesisTable.read(CsvTable.parse("mine.csv", rows.toString()), "", "");
    }

    @Test
    void aLibraryOfBiggerGatesIsFound() {
        var calibrations = STRICT.calibrate(fiveTimes(4, 6, 8, 10, 12, 16, 20, 24, 32));
        var library = CostLibrary.of(
                "mine", "2026-01-01", new CostLibrary.Data("mine.csv", Sha256.of("mine"), 9, ""), calibrations);
        var read = CostLibrary.parse("mine.yaml", library.toYaml());
        assertThat(read).isEqualTo(library);
        var design = MacDesign.of(Architecture.INT_MUL, Operand.integer(14), Operand.integer(14), 1, ScaleKind.NONE);
        var mine =
                MacCostModel.of(read, "cells", "area").estimate(List.of(design)).getFirst();
        var shipped = MacCostModel.of(CostLibrary.builtIn(), "nangate45", "area")
                .estimate(List.of(design))
                .getFirst();
        for (Metric metric : Metric.values()) {
            assertThat(mine.get(metric) / shipped.get(metric)).isCloseTo(5, within(0.1));
            assertThat(mine.errors().get(metric).median()).isLessThan(0.05);
        }
    }

    @Test
    void unitsAreTheAuthorsThatARowNames() {
        var points = new ArrayList<>(fiveTimes(4, 6, 8, 12, 16, 24));
        uneven(fiveTimes(4, 6, 8, 12, 24))
                .forEach(p -> points.add(new SynthesisPoint(
                        p.row(), p.label(), p.design(), "hers", p.library(), p.recipe(), p.process(), p.measured())));
        var data = new CostLibrary.Data("mine.csv", Sha256.of("mine"), 11, "");
        var model =
                MacCostModel.of(CostLibrary.of("two", "2026-01-01", data, STRICT.calibrate(points)), "cells", "area");
        var design = List.of(
                MacDesign.of(Architecture.INT_MUL, Operand.integer(14), Operand.integer(14), 1, ScaleKind.NONE));
        assertThat(model.estimate(design).getFirst().basis()).startsWith("6 syntheses of int_mul (mine)");
        assertThat(model.ofRtl("hers").estimate(design).getFirst().basis()).startsWith("5 syntheses of int_mul (hers)");
        model.ofRtl("hers").requireRtl(Architecture.INT_MUL);
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> model.ofRtl("his").requireRtl(Architecture.INT_MUL))
                .withMessageStartingWith("rtl (his): cells/area knows int_mul by hers, mine; name one of them");
    }

    @Test
    void aFamilyOfTooFewPointsIsRefused() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> STRICT.calibrate(fiveTimes(4, 8, 12)))
                .withMessageStartingWith(
                        "cells/area: too few syntheses for a fit: int_mul (mine) has 3; each family needs at least 5");
    }

    @Test
    void nothingIsFittedBeforeAllIsKnownToBeEnough() {
        var points = new ArrayList<>(fiveTimes(4, 6, 8, 10, 12));
        fiveTimes(6, 24)
                .forEach(p -> points.add(new SynthesisPoint(
                        p.row(), p.label(), p.design(), p.rtl(), "other", p.recipe(), p.process(), p.measured())));
        var done = new ArrayList<String>();
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> new Calibrator(Optional.empty(), done::add).calibrate(points))
                .withMessageStartingWith("other/area: too few syntheses");
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> new Calibrator(Optional.of("other"), done::add).calibrate(points))
                .withMessage("library to scale from (--scale-from other) has no fit of recipe area of its own in this"
                        + " table");
        assertThat(done).isEmpty();
    }

    /** Copies say nothing of other designs: neither are there more points, nor is the copy a prediction. */
    @Test
    void aDesignSynthesisedAgainCountsOnce() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> STRICT.calibrate(fiveTimes(4, 4, 4, 4, 8, 8, 12, 16)))
                .withMessageContaining(
                        "int_mul (mine) has 4 in 8 rows; each family needs at least 5 different designs");
        int[] widths = {4, 6, 8, 11, 12, 16, 23, 32};
        int[] twice =
                IntStream.concat(IntStream.of(widths), IntStream.of(widths)).toArray();
        var once = STRICT.calibrate(uneven(fiveTimes(widths)))
                .getFirst()
                .families()
                .getFirst();
        var again =
                STRICT.calibrate(uneven(fiveTimes(twice))).getFirst().families().getFirst();
        for (Metric metric : Metric.values()) {
            double error = once.fits().get(metric).heldOut().median();
            assertThat(error).isGreaterThan(0.01);
            assertThat(again.fits().get(metric).heldOut().median()).isBetween(0.8 * error, 1.25 * error);
        }
    }

    @Test
    void aDesignSynthesisedAgainIsLeftOutWholeWhereCoefficientsAreScaled() {
        var points = new ArrayList<>(fiveTimes(4, 6, 8, 10, 12));
        fiveTimes(6, 24, 24)
                .forEach(p -> points.add(new SynthesisPoint(
                        p.row(), p.label(), p.design(), p.rtl(), "other", p.recipe(), p.process(), p.measured())));
        var scaled = new Calibrator(Optional.of("cells"), _ -> {})
                .calibrate(points)
                .get(1)
                .families()
                .getFirst();
        assertThat(scaled.fits().area().heldOut().points()).isEqualTo(3);
        points.remove(points.size() - 1);
        var alone = new Calibrator(Optional.of("cells"), _ -> {})
                .calibrate(points)
                .get(1)
                .families()
                .getFirst();
        assertThat(scaled.fits().area().heldOut().worst())
                .isGreaterThanOrEqualTo(alone.fits().area().heldOut().worst());
    }

    /** The same points, each off by some per cent that its width gives. */
    private static List<SynthesisPoint> uneven(List<SynthesisPoint> points) {
        return points.stream()
                .map(p -> new SynthesisPoint(
                        p.row(),
                        p.label(),
                        p.design(),
                        p.rtl(),
                        p.library(),
                        p.recipe(),
                        p.process(),
                        ByMetric.of(metric -> Optional.of(p.measured(metric)
                                * (1 + 0.1 * Math.sin(p.design().a().mantissaBits()))))))
                .toList();
    }

    @Test
    void aPointWithoutAFigureIsRefused() {
        var table = CsvTable.parse(
                "x.csv",
                "arch,element,library,recipe,area_um2\n"
                        + IntStream.range(4, 9)
                                .mapToObj("int_mul,int%d,c,area,5%n"::formatted)
                                .collect(Collectors.joining()));
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> STRICT.calibrate(SynthesisTable.read(table, "", "")))
                .withMessageContaining("row 1 has no energy");
    }

    @Test
    void aRowThatIsNoDesignIsLocated() {
        assertThatExceptionOfType(TableException.class)
                .isThrownBy(() -> SynthesisTable.read(
                        CsvTable.parse("x.csv", "arch,element\nfp_mul,e4m3\nfp_muul,e4m3\n"), "", ""))
                .withMessageStartingWith("x.csv:3: column arch: architecture (fp_muul) is not known");
        assertThatExceptionOfType(TableException.class)
                .isThrownBy(() -> SynthesisTable.read(CsvTable.parse("x.csv", "arch,element\nfp_mul,e4q3\n"), "", ""))
                .withMessageStartingWith("x.csv:2: column element");
    }

    private static List<SynthesisPoint> shared() throws IOException {
        Path file = Path.of(System.getProperty("floatscape.shared", "absent"), "reference", "synth.csv");
        assumeThat(Files.exists(file)).as("%s is there", file).isTrue();
        return SynthesisTable.read(CsvTable.read(file), "", "");
    }

    /** The shipped coefficients come from these syntheses: half of each family is met within a few per cent. */
    @Test
    void theShippedLibraryFitsItsData() throws IOException {
        var points = shared();
        for (var group : FamilyData.byCalibration(points).entrySet()) {
            var model = MacCostModel.of(
                    CostLibrary.builtIn(), group.getKey().get(0), group.getKey().get(1));
            for (FamilyData family : FamilyData.of(group.getValue())) {
                var estimates = model.estimate(
                        family.points().stream().map(SynthesisPoint::design).toList());
                for (Metric metric : Metric.values()) {
                    double[] errors = new double[family.size()];
                    double[] measured = family.measured(metric);
                    for (int i = 0; i < errors.length; i++) {
                        errors[i] = estimates.get(i).get(metric) / measured[i] - 1;
                    }
                    assertThat(Errors.of(errors, family.labels()).median())
                            .as("%s %s %s", group.getKey(), family.label(), metric)
                            .isLessThan(family.size() < 10 ? 0.4 : metric == Metric.AREA ? 0.06 : 0.09);
                }
            }
        }
    }

    /** Held out as the check does it: a fit to two thirds of each family predicts the last third. */
    @Test
    void aThirdThatTheFitNeverSawIsPredicted() throws IOException {
        var points = new ArrayList<>(shared().stream()
                .filter(p -> p.library().equals("nangate45") && p.recipe().equals("area"))
                .filter(p -> p.design().architecture() == Architecture.FP_ADD
                        || p.design().architecture() == Architecture.FP_MAC_UNFUSED
                        || p.design().architecture() == Architecture.CONVERTER)
                .toList());
        Collections.shuffle(points, new Random(20261126));
        int third = points.size() / 3;
        var library = CostLibrary.of(
                "two thirds",
                "2026-11-26",
                new CostLibrary.Data("", "", 0, ""),
                STRICT.calibrate(points.subList(third, points.size())));
        var model = MacCostModel.of(library, "nangate45", "area");
        var wanted = new ByMetric<>(0.03, 0.06, 0.06);
        for (FamilyData family : FamilyData.of(points.subList(0, third))) {
            var estimates = model.estimate(
                    family.points().stream().map(SynthesisPoint::design).toList());
            for (Metric metric : Metric.values()) {
                double[] errors = new double[family.size()];
                for (int i = 0; i < errors.length; i++) {
                    errors[i] = estimates.get(i).get(metric) / family.measured(metric)[i] - 1;
                }
                assertThat(Errors.of(errors, family.labels()).median())
                        .as("%s of %s", metric, family.label())
                        .isLessThan(wanted.get(metric));
            }
        }
    }

    /** One family of the shipped library, fitted again from the same rows. */
    @Test
    void theShippedCoefficientsAreReproduced() throws IOException {
        var points = shared().stream()
                .filter(p -> p.library().equals("nangate45") && p.recipe().equals("area"))
                .toList();
        var families = FamilyData.of(points);
        var shipped = CostLibrary.builtIn().calibration("nangate45", "area");
        for (Metric metric : Metric.values()) {
            SharedFit.fit(families, metric)
                    .forEach((primitive, value) -> assertThat(Digits.six(value))
                            .as("%s of %s", primitive, metric)
                            .isCloseTo(
                                    shipped.shared().get(metric).coefficients().get(primitive),
                                    within(1e-6 * (1 + value))));
        }
        var family = families.get(0);
        var fit = FamilyFit.fit(family, Metric.AREA, shipped.shared().area().coefficients());
        var kept = shipped.families().getFirst().fits().area();
        assertThat(new ArrayList<>(fit.coefficients().keySet()))
                .containsExactlyElementsOf(kept.coefficients().keySet());
        fit.coefficients()
                .forEach((term, coefficient) -> assertThat(coefficient.value())
                        .as(term)
                        .isCloseTo(kept.coefficients().get(term).value(), within(1e-4)));
        assertThat(fit.heldOut().median()).isCloseTo(kept.heldOut().median(), within(1e-3));
    }
}

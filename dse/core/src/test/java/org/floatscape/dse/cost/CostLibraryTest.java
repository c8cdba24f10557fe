package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostLibraryTest {

    @Test
    void theShippedLibraryReadsBackAsItWasWritten() {
        var library = CostLibrary.builtIn();
        assertThat(CostLibrary.parse("again", library.toYaml())).isEqualTo(library);
        assertThat(library.sha256()).isEqualTo(Sha256.of(library.toYaml())).hasSize(64);
    }

    /** Issue-level promise: what each family errs by on points left out stands beside its coefficients. */
    @Test
    void everyFamilySaysWhatItErrsBy() {
        for (var calibration : CostLibrary.builtIn().calibrations()) {
            for (var family : calibration.families()) {
                for (Metric metric : Metric.values()) {
                    var errors = family.fits().get(metric).heldOut();
                    assertThat(errors.points()).isEqualTo(family.points());
                    assertThat(errors.median()).isBetween(0.0, errors.p90());
                    assertThat(errors.worst()).isGreaterThanOrEqualTo(errors.p90());
                    assertThat(errors.worstRow())
                            .startsWith(SharedFit.published(Architecture.of(family.architecture())));
                }
            }
        }
    }

    @Test
    void coefficientsAreNeverNegative() {
        for (var calibration : CostLibrary.builtIn().calibrations()) {
            for (Metric metric : Metric.values()) {
                assertThat(calibration.shared().get(metric).coefficients().values())
                        .allMatch(v -> v >= 0);
                for (var family : calibration.families()) {
                    assertThat(family.fits().get(metric).coefficients().values())
                            .allMatch(c -> c.value() >= 0);
                }
            }
        }
    }

    @Test
    void aMissingCalibrationNamesThoseThereAre() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> CostLibrary.builtIn().calibration("tsmc5", "area"))
                .withMessageContaining("has no calibration (tsmc5/area); there are nangate45/area, nangate45/speed");
    }

    @Test
    void aLibraryWithoutRangesIsToBeCalibratedAgain() {
        String old = CostLibrary.builtIn().toYaml().replaceFirst("(?m)^    range:\n(      .*\n)+", "");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> CostLibrary.parse("old.yaml", old))
                .withMessageContaining("has no range: written by an older Floatscape; calibrate again");
    }

    /** One family of each recipe, and a library scaled from it. */
    private static String small() {
        var shipped = CostLibrary.builtIn();
        var few = Stream.of(shipped.calibration("nangate45", "area"), shipped.calibration("asap7", "area"))
                .map(c -> new Calibration(
                        c.library(),
                        c.recipe(),
                        c.process(),
                        c.scaledFrom(),
                        c.shared(),
                        c.families().stream()
                                .filter(f -> f.architecture().equals("dot_block"))
                                .toList()))
                .toList();
        int points =
                few.stream().mapToInt(c -> c.families().getFirst().points()).sum();
        return CostLibrary.of("small", "2026-01-01", new CostLibrary.Data("s.csv", Sha256.of(""), points, "m"), few)
                .toYaml();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: small|id: small\\nfoo: 3|mine.yaml:2: foo (3): unknown key. Maybe",
                "id: small|id: small\\nid: big|mine.yaml:2: not valid YAML: Duplicate",
                "id: small|id:|mine.yaml:1: id (empty): must be a text",
                "id: small|id: [1]|mine.yaml:1: id (a list): must be a text",
                "id: small\\n||mine.yaml:1: id (missing): needed here",
                "sha256: e3|sha256: X3|mine.yaml:5: data.sha256 (X3b0c4",
                "points: 28|points: 27|mine.yaml:6: data.points (27): the families here rest on 28; the file is cut"
                        + " short",
                "points: 28|points: many|mine.yaml:6: data.points (many): must be a whole number from 1",
                "data:|data: 5\\n"
                        + "datum:|mine.yaml:4: datum (a mapping): unknown key. Maybe data (known here: id, created",
                "recipe: area|recipe: {a: b}|calibrations[0].recipe (a mapping): must be a text",
                "library: asap7|library: nangate45|nangate45/area is there already",
                "scaled_from: nangate45|scaled_from: sky|calibrations[1].scaled_from (sky): must be a library here"
                        + " with a",
                "scaled_from: nangate45|scaled_from: null|(a mapping): must hold at least one coefficient",
                "scaled_from: null|scaled_from: nangate45|(a mapping): must be empty: scaled_from says",
                "add: 0.|add: -0.|calibrations[0].shared.area.coefficients.add (-0.",
                "add: 0.|add: .nan #|calibrations[0].shared.area.coefficients.add (.nan): must be a number from 0",
                "add: 0.|add: 1e999 #|coefficients.add (1e999): must be a number from 0",
                "add: 0.|ad: 0.|primitive ad is not known to this Floatscape. Maybe add, or written by another version",
                "factor: 1.0|factor: 0|calibrations[0].shared.area.factor (0): must be a number above 0",
                "families:|families: 3\\n  famili:|unknown key. Maybe families",
                "architecture: dot_block|architecture: dot_blok|architecture dot_blok is not known to this Floatscape."
                        + " Maybe",
                "exponent_bits: 0 to|exponent_bits: 9 to|must begin at its smaller end, like: 2 to 5",
                "exponent_bits: 0 to|exponent_bits: 0 or|must read like: 2 to 5",
                "- e8m0|- e8m1|scale format (e8m1) must be one of none, e8m0",
                "multiplier.cell: 0.|multiplier.cell: -0.|must be a value from 0 and its standard error, such as 0.764"
                        + " +- 0.003",
                "multiplier.cell: 0.|multiplier.sell: 0.|term multiplier.sell is not known to this Floatscape. Maybe",
                "+- 0.|+/- 0.|must be a value from 0 and its standard error",
                "median 0.|median x.|must read like: median 0.03, p90 0.06"
            })
    void whatIsWrongIsOneMessageWithItsPlaceKeyAndRule(String is, String becomes, String message) {
        String text = small();
        assertThat(text).contains(is.replace("\\n", "\n"));
        int at = text.indexOf(is.replace("\\n", "\n"));
        String broken = text.substring(0, at)
                + (becomes == null ? "" : becomes.replace("\\n", "\n"))
                + text.substring(at + is.replace("\\n", "\n").length());
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> CostLibrary.parse("mine.yaml", broken))
                .withMessageContaining(message)
                .withMessageMatching("mine\\.yaml:\\d+: .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "# nothing\n",
                "---\n",
                "5",
                "[]",
                "id: x\n---\nid: y\n",
                "{",
                "\t",
                "\u0000\u0001",
                "- &a [*a]"
            })
    void whatIsNoLibraryAtAllIsLocatedToo(String text) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> CostLibrary.parse("mine.yaml", text))
                .withMessageMatching("(?s)mine\\.yaml:\\d+: .*");
    }

    /** Each line in turn lost, cut off behind, doubled, or with another value: read, or refused at a line of the file. */
    @Test
    void aBrokenLineIsNeverAnythingElseThanAnInputException() {
        var lines = small().lines().toList();
        var values = List.of(
                "", " null", " ~", " -1", " .nan", " .inf", " {}", " []", " {a: {b: null}}", " text", " '", " 1e400");
        var random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < lines.size(); i++) {
            var broken = new ArrayList<>(lines);
            switch (random.nextInt(4)) {
                case 0 -> broken.remove(i);
                case 1 -> broken.subList(i, broken.size()).clear();
                case 2 -> broken.add(i, lines.get(i));
                default ->
                    broken.set(i, lines.get(i).replaceFirst(":.*", ":" + values.get(random.nextInt(values.size()))));
            }
            try {
                CostLibrary.parse("mine.yaml", String.join("\n", broken));
            } catch (InputException e) {
                refused++;
                assertThat(e).hasMessageMatching("(?s)mine\\.yaml:\\d+: .*");
                assertThat(e.getMessage()).doesNotContain("java", "org.floatscape", "jackson", "Calibration$");
            }
        }
        assertThat(refused).isGreaterThan(lines.size() / 2);
    }
}

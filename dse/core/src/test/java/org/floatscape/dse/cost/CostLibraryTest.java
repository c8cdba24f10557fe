package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;

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

    @Test
    void aKeyThatIsNoneIsAnError() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> CostLibrary.parse("mine.yaml", "id: x\ncreated: y\nfoo: 3\n"))
                .withMessageStartingWith("mine.yaml:")
                .withMessageContaining("foo");
    }
}

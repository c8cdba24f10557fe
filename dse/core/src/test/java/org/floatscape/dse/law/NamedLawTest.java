package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.floatscape.dse.law.NamedLaw.Range;
import org.junit.jupiter.api.Test;

class NamedLawTest {

    private static final Point MODEL = Point.of(1e8, 1e10);

    private static NamedLaw fitted(Range... ranges) {
        return new NamedLaw("x", "x", PrecisionLaw.KUMAR_2024, "x", List.of(ranges), List.of(), List.of());
    }

    @Test
    void oneWidthStandsForTheThreeThatALawWasFittedOn() {
        var law = fitted(new Range(Column.BITS_W, 3, 16), new Range(Column.BITS_A, 6, 12));
        assertThat(law.inRange(MODEL.with(Column.BITS, 8))).isTrue();
        assertThat(law.outside(MODEL.with(Column.BITS, 4)))
                .extracting(Range::column)
                .containsExactly(Column.BITS_A);
        assertThat(law.inRange(MODEL.with(Column.BITS, 20))).isFalse();
    }

    @Test
    void threeWidthsStandForTheOneThatALawWasFittedOn() {
        var law = fitted(new Range(Column.BITS, 4, 12));
        var point = MODEL.with(Column.BITS_W, 8).with(Column.BITS_A, 8);
        assertThat(law.inRange(point.with(Column.BITS_KV, 8))).isTrue();
        assertThat(law.inRange(point.with(Column.BITS_KV, 16))).isFalse();
    }

    /** The published law has an interval for one width and one for each. */
    @Test
    void aWidthWithAnIntervalOfItsOwnIsHeldToThat() {
        var point = MODEL.with(Column.BITS_W, 3).with(Column.BITS_A, 8).with(Column.BITS_KV, 8);
        assertThat(Laws.PRECISION.inRange(point)).isTrue();
        assertThat(Laws.PRECISION.inRange(MODEL.with(Column.BITS, 3))).isFalse();
    }

    @Test
    void aLossThatIsNoNumberIsAnErrorOfTheColumnFarthestOut() {
        assertThatThrownBy(() -> Laws.QID.predict(Point.of(1e10, 1e12).with(Column.BITS, 1e-300)))
                .isInstanceOf(LawDomainException.class)
                .hasMessageStartingWith("bits: 1.0E-300 is too far from the 2.0 to 4.0 that the law was fitted on, so");
        var absurd = Laws.QID.with(new QidLaw(1e300, 1, -1, 1, OpenAiLoss.PYTHIA_16_BIT));
        assertThatThrownBy(() -> absurd.predict(Point.of(1e9, 1e11).with(Column.BITS, 4)))
                .hasMessageStartingWith("params: the law's constants are not those of a language model");
    }
}

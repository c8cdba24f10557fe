package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawsTest {

    static List<NamedLaw> laws() {
        return Laws.all();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void constantsByNameGiveTheSameLaw(NamedLaw law) {
        var form = law.law().form();
        assertThat(law.law().values()).hasSameSizeAs(form.constants());
        assertThat(form.constantNames()).doesNotHaveDuplicates();
        assertThat(form.constantNames()).containsAll(form.ifAbsent().keySet());
        assertThat(form.of(law.law().constants())).isEqualTo(law.law());
        assertThat(LawForm.all()).contains(form);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void predictionsSplitTheLossAndFallInsideTheRange(NamedLaw law) {
        for (var columns : law.law().form().columnSets()) {
            var values = new LinkedHashMap<Column, Double>();
            columns.forEach(column -> values.put(column, middle(law, column)));
            var point = new Point(values);
            var prediction = law.law().predict(point);
            assertThat(prediction.lossNats()).isBetween(1.0, 20.0);
            assertThat(prediction.deltaLossNats()).isBetween(0.0, prediction.lossNats());
            assertThat(prediction.criticalTokens()).isPositive();
            assertThat(law.inRange(point)).isTrue();
            assertThat(law.outside(point.with(Column.PARAMS, 1e15)))
                    .extracting(NamedLaw.Range::column)
                    .containsExactly(Column.PARAMS);
        }
    }

    /** The loss falls with the data below the critical tokens and grows above them, by any law that has such. */
    @ParameterizedTest
    @MethodSource("laws")
    void lossTurnsAtTheCriticalTokens(NamedLaw law) {
        var values = new LinkedHashMap<Column, Double>();
        law.law().form().columnSets().getFirst().forEach(column -> values.put(column, middle(law, column)));
        var point = new Point(values);
        double critical = law.law().predict(point).criticalTokens();
        if (Double.isInfinite(critical)) {
            assertThat(lossNats(law, point, 2e12)).isLessThan(lossNats(law, point, 1e12));
        } else {
            assertThat(lossNats(law, point, critical / 2)).isGreaterThan(lossNats(law, point, critical));
            assertThat(lossNats(law, point, critical * 2)).isGreaterThan(lossNats(law, point, critical));
        }
    }

    private static double lossNats(NamedLaw law, Point point, double tokens) {
        return law.law().predict(point.with(Column.TOKENS, tokens)).lossNats();
    }

    private static double middle(NamedLaw law, Column column) {
        return law.range().stream()
                .filter(range -> range.column() == column)
                .findFirst()
                .map(range -> (double) Math.round(Math.sqrt(Math.max(range.min(), 1) * range.max())))
                .orElse(column == Column.GMSE ? 0.01 : 8.0);
    }

    @Test
    void idsAreUniqueAndFound() {
        assertThat(Laws.ids())
                .doesNotHaveDuplicates()
                .allMatch(id -> Laws.named(id).id().equals(id));
        assertThatThrownBy(() -> Laws.named("capibara"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("law capibara: unknown; maybe capybara.");
    }

    @Test
    void constantsThatAreMissingOrUnknownAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChinchillaLaw.FORM.of(Map.of("A", 1.0)))
                .withMessage("law chinchilla: constant alpha (missing) must be a finite number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChinchillaLaw.FORM.of(Map.of("Alpha", 1.0)))
                .withMessage("law chinchilla: constant Alpha is unknown; it has A, alpha, B, beta, E");
    }

    @Test
    void pointsRefuseValuesNoLawTakes() {
        assertThatThrownBy(() -> Point.of(0, 1e9)).hasMessage("params: 0.0 must be greater than 0");
        assertThatThrownBy(() -> Point.of(1e9, Double.NaN)).hasMessageStartingWith("tokens: NaN must be");
        assertThatThrownBy(() -> Point.of(1e9, 1e9).with(Column.BLOCK_SIZE, 0.5))
                .hasMessage("block_size: 0.5 must be 1 or more");
        assertThatThrownBy(() -> Laws.CAPYBARA.law().predict(Point.of(1e9, 1e9)))
                .hasMessage("exponent_bits: missing, and the law needs it");
    }

    @Test
    void aChannelIsTheEdgeOfTheRange() {
        var point = Point.of(1e8, 5e10)
                .with(Column.EXPONENT_BITS, 4)
                .with(Column.MANTISSA_BITS, 3)
                .with(Column.BLOCK_SIZE, CapybaraLaw.CHANNEL_BLOCK);
        assertThat(Laws.CAPYBARA.inRange(point)).isTrue();
        assertThat(Laws.CAPYBARA.law().predict(point).lossNats())
                .isCloseTo(
                        CapybaraLaw.SUN_2025.lossNats(1e8, 5e10, 4, 3, CapybaraLaw.CHANNEL_LOG2_BLOCK), within(1e-12));
    }
}

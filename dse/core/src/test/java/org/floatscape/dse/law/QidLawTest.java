package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.floatscape.dse.law.OpenAiLoss.PYTHIA_16_BIT;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;
import static org.floatscape.dse.law.QidLaw.OUYANG_2024;
import static org.floatscape.dse.law.QidPerBitLaw.OUYANG_2024_TABLE_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QidLawTest {

    @ParameterizedTest
    @CsvSource({
        "1e9, 0.2, 0.0011, 0.1089, 1.4424", "1e9, 0.3, 0.0025, 0.1990, 2.6786",
        "1e9, 0.4, 0.0043, 0.3051, 4.1556", "1e9, 0.5, 0.0066, 0.4251, 5.8422",
        "7e9, 0.2, 0.0026, 0.3038, 4.5066", "7e9, 0.3, 0.0057, 0.5550, 8.3689",
        "7e9, 0.4, 0.0099, 0.8512, 12.9836", "7e9, 0.5, 0.0152, 1.1860, 18.2531",
        "70e9, 0.2, 0.0071, 1.0228, 17.3499", "70e9, 0.3, 0.0154, 1.8687, 32.2192",
        "70e9, 0.4, 0.0267, 2.8659, 49.9854", "70e9, 0.5, 0.0409, 3.9932, 70.2723",
        "405e9, 0.2, 0.0151, 2.5807, 48.4861", "405e9, 0.3, 0.0328, 4.7151, 90.0398",
        "405e9, 0.4, 0.0567, 7.2311, 139.6892", "405e9, 0.5, 0.0868, 10.0754, 196.3829"
    })
    void tokensToADegradationAreThoseOfTable1(double params, double deltaNats, String two, String three, String four) {
        assertPrintsAs(two, OUYANG_2024_TABLE_1.at(2).tokensFor(params, deltaNats) / 1e12);
        assertPrintsAs(three, OUYANG_2024_TABLE_1.at(3).tokensFor(params, deltaNats) / 1e12);
        assertPrintsAs(four, OUYANG_2024_TABLE_1.at(4).tokensFor(params, deltaNats) / 1e12);
    }

    @ParameterizedTest
    @CsvSource({
        "1e9, 0.0012, 0.081, 1.646",
        "7e9, 0.0027, 0.187, 3.804",
        "70e9, 0.0072, 0.505, 10.25",
        "405e9, 0.0154, 1.075, 21.83"
    })
    void tokensByTheUnifiedLawAreNot(double params, String two, String three, String four) {
        assertPrintsAs(two, OUYANG_2024.at(2).tokensFor(params, 0.2) / 1e12);
        assertPrintsAs(three, OUYANG_2024.at(3).tokensFor(params, 0.2) / 1e12);
        assertPrintsAs(four, OUYANG_2024.at(4).tokensFor(params, 0.2) / 1e12);
    }

    @ParameterizedTest
    @CsvSource({
        "1e9, 1e12, 6.9515, 0.7484, 0.1540",
        "12e9, 2e11, 1.7023, 0.1833, 0.0377",
        "7e9, 1e14, 50.26, 5.411, 1.113",
        "70e9, 1e14, 29.86, 3.215, 0.661",
        "405e9, 1e14, 20.08, 2.162, 0.445"
    })
    void unifiedDegradation(double params, double tokens, String two, String three, String four) {
        assertPrintsAs(two, OUYANG_2024.at(2).deltaNats(params, tokens));
        assertPrintsAs(three, OUYANG_2024.at(3).deltaNats(params, tokens));
        assertPrintsAs(four, OUYANG_2024.at(4).deltaNats(params, tokens));
    }

    @ParameterizedTest
    @CsvSource({"7e9, 48, 50, 9.88, 1.523", "70e9, 29, 30, 4.36, 0.630", "405e9, 19, 20, 2.34, 0.321"})
    void perBitDegradationAtAHundredTrillionTokens(
            double params, double twoFrom, double twoTo, String three, String four) {
        // The table prints so few digits at 2 bits that its constants are known to a few percent.
        assertThat(Math.rint(OUYANG_2024_TABLE_1.at(2).deltaNats(params, 1e14))).isBetween(twoFrom, twoTo);
        assertPrintsAs(three, OUYANG_2024_TABLE_1.at(3).deltaNats(params, 1e14));
        assertPrintsAs(four, OUYANG_2024_TABLE_1.at(4).deltaNats(params, 1e14));
    }

    @Test
    void degradationGrowsByThePrintedFactors() {
        double deltaNats = OUYANG_2024.at(4).deltaNats(1e9, 1e12);
        assertPrintsAs("1.1697", OUYANG_2024.at(4).deltaNats(0.5e9, 1e12) / deltaNats);
        assertPrintsAs("1.4390", OUYANG_2024.at(4).deltaNats(1e9, 2e12) / deltaNats);
        assertPrintsAs("4.8613", OUYANG_2024.at(3).deltaNats(1e9, 1e12) / deltaNats);
        assertPrintsAs(
                "9.2880",
                OUYANG_2024.at(2).deltaNats(1e9, 1e12) / OUYANG_2024.at(3).deltaNats(1e9, 1e12));
        assertPrintsAs("3.765e-4", OUYANG_2024.at(2).scaleNats());
    }

    @ParameterizedTest
    @CsvSource({
        "160e6, 1e9, 6.1783", "160e6, 1e10, 3.7413", "160e6, 1e11, 3.3329", "160e6, 3e11, 3.2995",
        "12e9, 1e9, 5.9787", "12e9, 1e10, 3.2858", "12e9, 1e11, 2.7698", "12e9, 3e11, 2.7256"
    })
    void lossIn16Bits(double params, double tokens, String lossNats) {
        assertPrintsAs(lossNats, PYTHIA_16_BIT.lossNats(params, tokens));
    }

    /** Guessing among Pythia's 50254 tokens loses ln 50254; the law passes it for few tokens, and says so. */
    @Test
    void fewTokensLoseMoreThanGuessing() {
        double guessingNats = Math.log(50_254);
        assertPrintsAs("10.82", guessingNats);
        assertThat(PYTHIA_16_BIT.lossNats(160e6, 1e9)).isLessThan(guessingNats);
        assertThat(PYTHIA_16_BIT.lossNats(160e6, 2e8)).isGreaterThan(guessingNats);
        assertThat(OUYANG_2024.at(2).deltaNats(1e9, 1e13)).isGreaterThan(guessingNats);
        assertThat(Laws.QID.cannotSee()).anyMatch(line -> line.startsWith("random guessing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void theQuantizedLossIsLeastAtTheCriticalTokens(int bits) {
        for (Law law : new Law[] {OUYANG_2024, OUYANG_2024_TABLE_1}) {
            var point = Point.of(7e9, 1e12).with(Column.BITS, bits);
            double critical = law.predict(point).criticalTokens();
            double least = lossNats(law, critical, bits);
            assertThat(lossNats(law, critical * 1.02, bits)).isGreaterThan(least);
            assertThat(lossNats(law, critical / 1.02, bits)).isGreaterThan(least);
        }
    }

    private static double lossNats(Law law, double tokens, int bits) {
        return law.predict(Point.of(7e9, tokens).with(Column.BITS, bits)).lossNats();
    }

    @Test
    void aMeasuredDegradationTellsTheTokensBehindIt() {
        double measured = OUYANG_2024.at(3).deltaNats(7e9, 2.5e12);
        assertThat(OUYANG_2024.at(3).tokensFor(7e9, measured)).isCloseTo(2.5e12, within(1e3));
    }

    @Test
    void thePerBitLawHasThreeWidths() {
        assertThatThrownBy(() -> OUYANG_2024_TABLE_1.predict(Point.of(7e9, 1e12).with(Column.BITS, 5)))
                .isInstanceOf(LawDomainException.class)
                .hasMessage("bits: 5.0 must be 2, 3 or 4, the widths of this law; qid takes others");
    }
}

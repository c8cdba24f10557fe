package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FitFormsTest {

    /** A form, runs for it, and constants of about the published size. */
    record Case(FitForm form, RunTable runs, Map<String, Double> constants) {
        @Override
        public String toString() {
            return form.id() + " of " + form.parameters().size();
        }
    }

    private static Map<String, Double> with(Map<String, Double> first, Object... more) {
        var all = new TreeMap<>(first);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], ((Number) more[i + 1]).doubleValue());
        }
        return all;
    }

    static Stream<Case> cases() {
        var base = Synthetic.CHINCHILLA;
        var plain = Synthetic.grid(Map.of());
        var formats = Synthetic.grid(Map.of(
                "exponent_bits", new double[] {1, 2, 4},
                "mantissa_bits", new double[] {1, 2, 3},
                "block_size", new double[] {1, 32, 512}));
        var tied = Synthetic.grid(Map.of("bits", new double[] {4, 5, 6, 8, 12, 16}));
        RunTable widths = Synthetic.grid(Map.of(
                "bits_w", new double[] {4, 6, 16},
                "bits_a", new double[] {4, 8, 16},
                "bits_kv", new double[] {4, 5, 16},
                "ptq_bits", new double[] {3, 5, 16}));
        widths = widths.select(
                IntStream.range(0, widths.rows()).filter(i -> i % 7 == 0).toArray());
        var groups = Synthetic.grid(Map.of("group_size", new double[] {1, 32, 64, 256}));
        var classes = Synthetic.classes(plain, "format", "bf16", "int4", "int8", "fp4");
        var passes = Synthetic.classes(
                Synthetic.classes(plain, "forward", "bf16", "mxfp4"), "backward", "bf16", "fp8", "fp4");
        var backbone = Map.of("n", 69.2343, "alpha", 0.2368, "d", 68973.0621, "beta", 0.5162, "epsilon", 1.9061);
        return Stream.of(
                new Case(FitForms.chinchilla(), plain, base),
                new Case(
                        FitForms.capybara(),
                        formats,
                        with(backbone, "gamma", 11334.5197, "delta", 3.1926, "nu", 2.9543)),
                new Case(FitForms.precision(tied), tied, with(base, "gamma_train", 2, "n", 0.8)),
                new Case(
                        FitForms.precision(widths),
                        widths,
                        with(
                                with(
                                        base,
                                        "gamma_train_w",
                                        2.6745,
                                        "n_w",
                                        0.3037,
                                        "gamma_train_a",
                                        2.2102,
                                        "n_a",
                                        1.4072),
                                "gamma_train_kv",
                                0.9578,
                                "n_kv",
                                2.4185,
                                "C_T",
                                0.0598,
                                "gamma_D",
                                0.5068,
                                "gamma_N",
                                0.3439,
                                "gamma",
                                0.5907,
                                "b",
                                0)),
                new Case(
                        FitForms.qid(),
                        Synthetic.grid(Map.of("bits", new double[] {2, 3, 4})),
                        Map.of("k", 0.017, "beta", 0.5251, "alpha", 0.2261, "gamma", 5.4967)),
                new Case(
                        FitForms.qat(),
                        groups,
                        with(base, "k", 0.1582, "gamma_N", 0.2186, "gamma_D", 0.0745, "gamma_G", 0.7779)),
                new Case(
                        FitForms.efficiency(classes, "bf16", Set.of()),
                        classes,
                        with(base, "eff[fp4]", 0.6, "eff[int4]", 0.7, "eff[int8]", 0.97)),
                new Case(
                        FitForms.quartet(passes, "bf16", Set.of()),
                        passes,
                        Map.of(
                                "A",
                                1.52e5,
                                "alpha",
                                0.589,
                                "B",
                                5.25e5,
                                "beta",
                                0.544,
                                "E",
                                1.35,
                                "gamma",
                                0.274,
                                "eff_N[mxfp4]",
                                0.64,
                                "eff_D[fp4]",
                                0.8,
                                "eff_D[fp8]",
                                0.93)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsTheSlopeOfThePrediction(Case c) {
        var model = c.form().model().apply(c.runs());
        double[] theta = Synthetic.theta(c.form(), c.constants());
        double[] log = new double[model.rows()];
        double[] before = new double[model.rows()];
        double[] after = new double[model.rows()];
        double[][] gradient = new double[theta.length][model.rows()];
        double[][] unused = new double[theta.length][model.rows()];
        model.evaluate(theta, log, gradient);
        for (int j = 0; j < theta.length; j++) {
            double step = 1e-6 * Math.max(1, Math.abs(theta[j]));
            double[] moved = theta.clone();
            moved[j] = theta[j] - step;
            model.evaluate(moved, before, unused);
            moved[j] = theta[j] + step;
            model.evaluate(moved, after, unused);
            for (int i = 0; i < log.length; i++) {
                double slope = (after[i] - before[i]) / (2 * step);
                assertThat(gradient[j][i])
                        .as("%s, row %d", c.form().names().get(j), i)
                        .isCloseTo(slope, within(1e-8 + 1e-6 * Math.abs(slope)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aNoiselessLawIsFoundAgain(Case c) {
        var runs = Synthetic.observed(c.form(), c.runs(), c.constants(), 0, 0);
        var fit = Synthetic.fit(c.form(), runs, LawFitter.DEFAULT_LOSS);
        assertThat(fit.objective()).isLessThan(1e-18);
        c.constants()
                .forEach((name, value) -> assertThat(fit.constant(name))
                        .as(name)
                        .isCloseTo(value, within(1e-3 * Math.abs(value) + 1e-9)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLawOfTheConstantsPredictsWhatTheFitPredicts(Case c) {
        if (c.form().id().equals("qid") || !c.form().strata().isEmpty()) {
            return;
        }
        double[] expected = c.form().model().apply(c.runs()).predict(Synthetic.theta(c.form(), c.constants()));
        var law = FittedLaw.of(c.form().id(), c.constants(), Optional.empty(), Optional.empty());
        for (int i = 0; i < expected.length; i++) {
            var point = Point.of(c.runs().number("params")[i], c.runs().number("tokens")[i]);
            for (Column column : Column.values()) {
                if (c.runs().has(column.key())) {
                    point = point.with(column, c.runs().number(column.key())[i]);
                }
            }
            assertThat(law.predict(point).lossNats()).isCloseTo(expected[i], within(1e-12 * expected[i]));
        }
    }

    @Test
    void theLawOfAClassHasItsEfficiency() {
        var constants = with(Synthetic.CHINCHILLA, "eff[int4]", 0.5);
        var reference = FittedLaw.of("efficiency", constants, Optional.empty(), Optional.empty());
        var int4 = FittedLaw.of("efficiency", constants, Optional.of("int4"), Optional.empty());
        assertThat(int4.predict(Point.of(2e9, 1e10)).lossNats())
                .isCloseTo(reference.predict(Point.of(1e9, 1e10)).lossNats(), within(1e-12));
        assertThatThrownBy(() -> FittedLaw.of("efficiency", constants, Optional.of("int3"), Optional.empty()))
                .hasMessage("class (int3): the fit has no efficiency for it");
    }

    @Test
    void aClassWithoutReferenceIsAnError() {
        var runs = Synthetic.classes(Synthetic.grid(Map.of()), "format", "fp4", "int4");
        assertThatThrownBy(() -> FitForms.of("efficiency", runs, "bf16", Set.of()))
                .isInstanceOf(FitException.class)
                .hasMessage("column format: no run has the reference class (bf16), whose efficiency is 1;"
                        + " name it with --reference, one of fp4, int4");
        assertThatThrownBy(() -> FitForms.of("kaplan", runs, "bf16", Set.of()))
                .hasMessageStartingWith("law (kaplan): unknown; one of chinchilla, ");
    }
}

package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentifiabilityTest {

    private static List<Finding> findings(Fit fit) {
        return Identifiability.of(fit, Optional.empty());
    }

    @Test
    void aFloorBelowAllRunsIsAtItsBound() {
        var law = Map.of("A", 8.0, "alpha", 0.06, "B", 86.0, "beta", 0.24, "E", 0.0);
        var runs = Synthetic.observed(FitForms.chinchilla(), Synthetic.grid(Map.of()), law, 0.01, 5);
        var fit = Synthetic.fit(FitForms.chinchilla(), runs, LawFitter.DEFAULT_LOSS);
        assertThat(fit.constant("E")).isZero();
        assertThat(findings(fit))
                .contains(new Finding(
                        Finding.Kind.AT_BOUND,
                        List.of("E"),
                        "E is at its bound (0.000): the runs do not determine it"));
    }

    @Test
    void oneWidthCannotTellItsExponentFromTheScale() {
        var form = FitForms.qid();
        var constants = Map.of("k", 0.017, "beta", 0.5251, "alpha", 0.2261, "gamma", 5.4967);
        var runs = Synthetic.observed(form, Synthetic.grid(Map.of("bits", new double[] {4})), constants, 0.01, 1);
        var found = findings(Synthetic.fit(form, runs, LawFitter.DEFAULT_LOSS));
        assertThat(found).extracting(Finding::kind).containsExactly(Finding.Kind.ILL_CONDITIONED);
        assertThat(found.getFirst().constants()).containsExactlyInAnyOrder("k", "gamma");
        var fixed = LawFitter.fit(form, runs, LawFitter.DEFAULT_LOSS, Map.of("gamma", 5.5), List.of());
        assertThat(findings(fixed)).extracting(Finding::kind).doesNotContain(Finding.Kind.ILL_CONDITIONED);
    }

    @Test
    void anEfficiencyAboveOneIsSaid() {
        var plain = Synthetic.classes(Synthetic.grid(Map.of()), "format", "bf16", "int8");
        var form = FitForms.efficiency(plain, "bf16", Set.of());
        var constants = new java.util.TreeMap<>(Synthetic.CHINCHILLA);
        constants.put("eff[int8]", 1.1);
        var fit = Synthetic.fit(form, Synthetic.observed(form, plain, constants, 0.0005, 1), LawFitter.DEFAULT_LOSS);
        assertThat(findings(fit)).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.EFFICIENCY_ABOVE_ONE);
            assertThat(finding.constants()).containsExactly("eff[int8]");
        });
    }

    @Test
    void tooMuchNoiseLeavesConstantsUndetermined() {
        var fit = Synthetic.fit(
                FitForms.chinchilla(),
                Synthetic.chinchilla(0.3, 11).select(0, 9, 18, 27, 36, 45, 54),
                new Loss.Squares());
        assertThat(findings(fit))
                .extracting(Finding::kind)
                .containsAnyOf(Finding.Kind.UNDETERMINED, Finding.Kind.AT_BOUND);
    }

    @Test
    void goodRunsLeaveOnlyTheCouplingOfScaleAndExponent() {
        var fit = Synthetic.fit(FitForms.chinchilla(), Synthetic.chinchilla(0.001, 2), LawFitter.DEFAULT_LOSS);
        assertThat(findings(fit))
                .extracting(Finding::constants)
                .containsExactly(List.of("A", "alpha"), List.of("B", "beta"));
    }

    /** One width: its gamma and n are open, and what goes with them, A; alpha is known as well as with those held. */
    @Test
    void whatTheRunsLeaveOpenHasNoErrorAndNoSamples() {
        var runs = Synthetic.grid(Map.of("bits", new double[] {16}));
        var form = FitForms.precision(runs);
        var constants = new java.util.TreeMap<>(Synthetic.CHINCHILLA);
        constants.put("gamma_train", 2.0);
        constants.put("n", 0.05);
        var observed = Synthetic.observed(form, runs, constants, 0.003, 1);
        var file = lawFile(Synthetic.fit(form, observed, LawFitter.DEFAULT_LOSS), Optional.empty());
        assertThat(file.standardErrors()).doesNotContainKeys("log A", "log gamma_train", "n");
        assertThat(file.standardErrors()).containsKeys("alpha", "log B", "beta", "E");
        var plain = lawFile(Synthetic.fit(FitForms.chinchilla(), observed, LawFitter.DEFAULT_LOSS), Optional.empty());
        assertThat(file.standardErrors().get("alpha"))
                .isCloseTo(
                        plain.standardErrors().get("alpha"),
                        within(0.02 * plain.standardErrors().get("alpha")));
        assertThat(file.samples().isEmpty()).isTrue();
        assertThat(file.samples().method())
                .startsWith("was fitted to runs that do not determine ")
                .contains("gamma_train", "n");
        assertThat(file.findings()).doesNotHaveDuplicates();
    }

    /** Where the search stops along an open direction is chance: neither it nor its spread over samples is evidence. */
    @Test
    void aBootstrapOfOpenConstantsIsNoEvidenceEither() {
        var form = FitForms.qid();
        var constants = Map.of("k", 0.017, "beta", 0.5251, "alpha", 0.2261, "gamma", 5.4967);
        var runs = Synthetic.observed(form, Synthetic.grid(Map.of("bits", new double[] {4})), constants, 0.01, 1);
        var fit = Synthetic.fit(form, runs, LawFitter.DEFAULT_LOSS);
        var file = lawFile(fit, Optional.of(Bootstrap.run(fit, 10, 1, 2, () -> {})));
        assertThat(file.samples().isEmpty()).isTrue();
        assertThat(file.bootstrap().orElseThrow().intervals95()).containsOnlyKeys("alpha", "beta");
    }

    private static LawFile lawFile(Fit fit, Optional<Bootstrap> bootstrap) {
        var input = new LawFile.Input("runs.csv", "0123456789abcdef", Map.of(), List.of(), Optional.empty());
        return LawFile.of(fit, input, Optional.empty(), bootstrap, 1);
    }
}

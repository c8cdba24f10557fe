package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.floatscape.dse.fit.Holdout.Choice;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static RunTable twoFormats(double noise) {
        var plain = Synthetic.classes(Synthetic.grid(Map.of()), "format", "bf16", "int4");
        var form = FitForms.efficiency(plain, "bf16", Set.of());
        var constants = new TreeMap<>(Synthetic.CHINCHILLA);
        constants.put("eff[int4]", 0.6);
        return Synthetic.observed(form, plain, constants, noise, 1);
    }

    @Test
    void theLawTheRunsComeFromComesFirst() {
        var runs = twoFormats(0.005);
        var blind = Synthetic.fit(FitForms.chinchilla(), runs, LawFitter.DEFAULT_LOSS);
        var seeing = Synthetic.fit(FitForms.efficiency(runs, "bf16", Set.of()), runs, LawFitter.DEFAULT_LOSS);
        var rows = Comparison.of(List.of(blind, seeing), Optional.of(new Holdout(Choice.RANDOM, 0.25, 1)))
                .rows();
        assertThat(rows).extracting(Comparison.Row::law).containsExactly("efficiency", "chinchilla");
        assertThat(rows.getFirst().aicAbove()).isZero();
        assertThat(rows.getFirst().heldOut().orElseThrow().rows()).isEqualTo(14);
        assertThat(rows.getFirst().heldOut().orElseThrow().rmse())
                .isLessThan(rows.getLast().heldOut().orElseThrow().rmse());
    }

    /** A constant that the runs do not need costs at most its 2, and gains about 1 by chance. */
    @Test
    void aSuperfluousConstantDoesNotPay() {
        var runs = Synthetic.classes(Synthetic.chinchilla(0.005, 1), "format", "a", "b");
        var simple = Synthetic.fit(FitForms.chinchilla(), runs, new Loss.Squares());
        var richer = Synthetic.fit(FitForms.efficiency(runs, "a", Set.of()), runs, new Loss.Squares());
        assertThat(Aic.of(richer) - Aic.of(simple)).isBetween(-2.0, 2.0);
    }

    /** With squares it is the textbook's n ln(2 pi s2) + n + 2 k. */
    @Test
    void aicOfSquaresIsThatOfNormalResiduals() {
        var fit = Synthetic.fit(FitForms.chinchilla(), Synthetic.chinchilla(0.01, 2), new Loss.Squares());
        int n = fit.runs().rows();
        double variance = 2 * fit.objective() / n;
        assertThat(Aic.of(fit)).isCloseTo(n * Math.log(2 * Math.PI * variance) + n + 2 * 6, within(1e-6));
    }

    /** A knee far above every residual makes Huber's loss squares. */
    @Test
    void aicOfAWideHuberIsThatOfSquares() {
        var runs = Synthetic.chinchilla(0.01, 2);
        double squares = Aic.of(Synthetic.fit(FitForms.chinchilla(), runs, new Loss.Squares()));
        double huber = Aic.of(Synthetic.fit(FitForms.chinchilla(), runs, new Loss.Huber(1)));
        assertThat(huber).isCloseTo(squares, within(1e-6));
    }

    @Test
    void theMostComputeIsHeldOutForExtrapolation() {
        var fit = Synthetic.fit(FitForms.chinchilla(), Synthetic.chinchilla(0, 0), LawFitter.DEFAULT_LOSS);
        var score = new Holdout(Choice.COMPUTE, 0.2, 0).score(fit);
        assertThat(score.rows()).isEqualTo(11);
        assertThat(score.worst()).isLessThan(1e-6);
    }

    @Test
    void aHoldoutMustLeaveSomethingOnBothSides() {
        assertThatThrownBy(() -> new Holdout(Choice.RANDOM, 1, 0)).hasMessageContaining("must be above 0 and below 1");
        var fit = Synthetic.fit(FitForms.chinchilla(), Synthetic.chinchilla(0.01, 0), LawFitter.DEFAULT_LOSS);
        assertThatThrownBy(() -> new Holdout(Choice.RANDOM, 0.001, 0).score(fit))
                .hasMessage("holdout (0.001): of 56 runs that holds out 0; at least 1 must be held out and 1 kept");
        var few = Synthetic.fit(
                FitForms.efficiency(twoFormats(0), "bf16", Set.of()), twoFormats(0), LawFitter.DEFAULT_LOSS);
        assertThatThrownBy(() -> new Holdout(Choice.COMPUTE, 0.99, 0).score(few))
                .isInstanceOf(FitException.class);
    }
}

package org.floatscape.dse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.floatscape.dse.format.Format;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.LawDomainException;
import org.floatscape.dse.law.Laws;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.PrecisionLaw;
import org.floatscape.dse.measure.GaussianMse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How formats become what a law takes, and what is said where they cannot. */
class AccuracyModelTest {

    private static final Point MODEL = Point.of(1e9, 100e9);

    private static Answer answer(String law, String format) {
        return new AccuracyModel(Laws.named(law), MODEL).of(Format.parse(format));
    }

    private static Accuracy accuracy(String law, String format) {
        assertThat(answer(law, format)).as("%s of %s", law, format).isInstanceOf(Accuracy.class);
        return (Accuracy) answer(law, format);
    }

    private static String silence(String law, String format) {
        assertThat(answer(law, format)).as("%s of %s", law, format).isInstanceOf(Answer.Silence.class);
        return ((Answer.Silence) answer(law, format)).why();
    }

    @Test
    void capybaraIsAskedAboutLayoutAndBlockSize() {
        var asked = accuracy("capybara", "e2m3:b32:fp32").asked();
        assertThat(asked.get(Column.EXPONENT_BITS)).isEqualTo(2);
        assertThat(asked.get(Column.MANTISSA_BITS)).isEqualTo(3);
        assertThat(asked.get(Column.BLOCK_SIZE)).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"precision", "precision-fp-weights", "qid"})
    void lawsOfWidthsAreAskedAboutTheElementsWidth(String law) {
        var mxfp6 = accuracy(law, "mxfp6_e2m3");
        assertThat(mxfp6.lossNats())
                .isEqualTo(Laws.named(law)
                        .law()
                        .predict(MODEL.with(Column.BITS, 6))
                        .lossNats());
        assertThat(mxfp6.caveats()).contains(Caveat.WIDTH_ALONE);
        assertThat(accuracy(law, "e3m2:b64:fp32").lossNats()).isEqualTo(mxfp6.lossNats());
    }

    @Test
    void theQatLawIsAskedAboutGroupsOf4Bits() {
        double expected = Laws.named("qat-w4a4")
                .law()
                .predict(MODEL.with(Column.GROUP_SIZE, 32))
                .lossNats();
        assertThat(accuracy("qat-w4a4", "mxfp4").lossNats()).isEqualTo(expected);
        assertThat(accuracy("qat-w4a4", "mxfp4").caveats()).contains(Caveat.TAKEN_AS_INT4, Caveat.SCALE_ROUNDING);
        assertThat(accuracy("qat-w4a4", "int4:b32:fp32").caveats())
                .doesNotContain(Caveat.TAKEN_AS_INT4, Caveat.SCALE_ROUNDING);
    }

    /** Capybara sees no difference between scales and roundings; the Gaussian error is measured, so that they count. */
    @Test
    void theCapacityLawSeesScaleFormatsAndRounding() {
        double mse = GaussianMse.of(Format.parse("mxfp4")).meanSquareError();
        double expected = Laws.named("capacity")
                .law()
                .predict(MODEL.with(Column.GMSE, mse).with(Column.GMSE_A, mse))
                .lossNats();
        assertThat(accuracy("capacity", "mxfp4").lossNats()).isEqualTo(expected);
        double even = accuracy("capacity", "e2m1:b16:e8m0").lossNats();
        assertThat(accuracy("capacity", "nvfp4").lossNats()).isLessThan(even);
        assertThat(accuracy("capacity", "e2m1:b16:e8m0@sr").lossNats()).isGreaterThan(even);
        assertThat(accuracy("capybara", "nvfp4").lossNats())
                .isEqualTo(accuracy("capybara", "e2m1:b16:e8m0").lossNats());
        assertThat(accuracy("capacity", "int8:tensor:fp32").isLowerBound()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "qat-w4a4, mxfp8, 'the law knows elements of 4 bits, not of 8'",
        "qat-w4a4, e2m1:tensor:fp32, 'the law saw one scale per group or channel, not per tensor'",
        "qat-w4a4, e2m1, the law saw no format without a scale",
        "precision, e1m1:b32:fp32, 'bits_a: 3.0 must be above 3.1102: at or below it the law leaves no parameters'",
        "qid-per-bit, mxfp8, 'bits: 8.0 must be 2, 3 or 4, the widths of this law; qid takes others'",
        "quartet, mxfp4, the law sees no number format"
    })
    void whereALawSaysNothingItSaysWhy(String law, String format, String why) {
        assertThat(silence(law, format)).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"capybara", "precision", "precision-fp-weights", "qid", "qid-per-bit", "qat-w4a4", "capacity"})
    void unscaled16BitsAreTheFullPrecisionLimit(String law) {
        var bf16 = accuracy(law, "bf16");
        assertThat(bf16.caveats()).containsExactly(Caveat.FULL_PRECISION);
        assertThat(bf16.deltaLossNats()).isZero();
        var four = accuracy(law, "int4:b32:fp32");
        assertThat(four.lossNats() - four.deltaLossNats()).isCloseTo(bf16.lossNats(), within(1e-12));
        assertThat(AccuracyModel.lossNats(Laws.named(law).law(), bf16)).isEqualTo(bf16.lossNats());
    }

    /** Other constants may leave no parameters at a width that these allow: then nothing is trained. */
    @Test
    void aSampleThatLeavesNothingToTrainLosesWithoutBound() {
        var four = accuracy("precision", "mxfp4");
        var constants = new java.util.TreeMap<>(PrecisionLaw.KUMAR_2024.constants());
        constants.put("n_a", 2.0);
        var worse = PrecisionLaw.KUMAR_2024.form().of(constants);
        assertThat(AccuracyModel.lossNats(worse, four)).isInfinite();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> worse.predict(four.asked()))
                .isInstanceOf(LawDomainException.class);
    }
}

package org.floatscape.dse.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.Format;
import org.floatscape.ffi.Quantization;
import org.floatscape.ffi.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianMseTest {

    /** Errors of a published value are within so many standard errors. */
    private static final double SIGMAS = 4;

    /**
     * Grids at their best scale, from the notebook of github.com/IST-DASLab/Quartet: E2M1, and three levels (which INT2
     * kept symmetric is). The scale of three levels, 1.2240, is ours: the one of least error on N(0, 1).
     */
    @ParameterizedTest
    @CsvSource({"e2m1, 0.487079, 0.01268490", "int2, 1.2240, 0.19017404"})
    void gridsAtTheirBestScaleErrAsPublished(String name, double scale, double published) {
        GaussianMse measured = GaussianMse.of(Format.parse(name), scale);
        assertThat(measured.standardError()).isLessThan(0.004 * published);
        assertThat(measured.meanSquareError()).isCloseTo(published, within(SIGMAS * measured.standardError()));
        assertThat(GaussianMse.of(Format.parse(name), 0.9 * scale).meanSquareError())
                .isGreaterThan(measured.meanSquareError());
        assertThat(GaussianMse.of(Format.parse(name), 1.1 * scale).meanSquareError())
                .isGreaterThan(measured.meanSquareError());
    }

    /**
     * MXFP4 in the runs of arXiv:2505.14669, scales rounded up so that nothing is cut: 1.37e-2 to nearest, 2.77e-2
     * stochastic. How they round the scale is not printed in full: 4 % is left for it.
     */
    @ParameterizedTest
    @CsvSource({"e2m1:b32:e8m0/rceil, 0.0137", "e2m1:b32:e8m0/rceil@sr, 0.0277"})
    void mxfp4ErrsAsPublished(String name, double published) {
        assertThat(GaussianMse.of(Format.parse(name)).meanSquareError()).isCloseTo(published, within(0.04 * published));
    }

    /** Against the integral over the grid's cells, in closed form. */
    @ParameterizedTest
    @CsvSource({
        "fp8_e4m3, 1",
        "e3m2, 0.3",
        "int4, 0.35",
        "int8, 0.035",
        "e0m4, 1.7",
        "e1m2, 0.8",
    })
    void unscaledGridsErrAsTheirIntegral(String name, double scale) {
        Format format = Format.parse(name);
        GaussianMse measured = GaussianMse.of(format, scale);
        assertThat(measured.meanSquareError())
                .isCloseTo(integral(format.element(), scale), within(SIGMAS * measured.standardError()));
    }

    /**
     * The uniform grids without a zero of the same notebook, 2^W levels from -a to a. In closed form to the printed
     * digits, at the a that is printed up to 4 bits and at the best one above; the errors at 7 and 8 bits are not quite
     * the least, by the share given here. By our kernels, which have the grid with a zero and one level more below, that
     * is this one for samples half a step away.
     */
    @ParameterizedTest
    @CsvSource({
        "1, .79788, .3633802, 0",
        "2, 1.49353, .11884605, 0",
        "3, 2.05107, .03743966, 0",
        "4, 2.51393, .01154288, 0",
        "5, , .00349521, 0",
        "6, , .00104005, 0",
        "7, , 3.04366e-4, 1.1e-4",
        "8, , 8.78212e-5, 1.6e-3"
    })
    void integerGridsAtTheirBestScaleErrAsPublished(int bits, Double greatest, String published, double above) {
        double best = bestGreatestLevel(bits);
        double error = integral(levels(bits, greatest == null ? best : greatest));
        if (greatest != null) {
            assertThat(greatest).isCloseTo(best, within(1e-4));
        }
        if (above == 0) {
            assertPrintsAs(published, error);
        } else {
            assertThat(Double.parseDouble(published) / error - 1).isBetween(0.0, above);
        }
        GaussianMse measured = measured(bits, best);
        // Of a wide grid's error much is of the few samples beyond it, which spread far.
        assertThat(measured.standardError()).isLessThan(0.02 * measured.meanSquareError());
        assertThat(measured.meanSquareError())
                .isCloseTo(Double.parseDouble(published), within(SIGMAS * measured.standardError()));
    }

    private static void assertPrintsAs(String printed, double actual) {
        double unit = new BigDecimal(printed).ulp().doubleValue();
        assertThat(actual).isCloseTo(Double.parseDouble(printed), within(0.5 * unit * (1 + 1e-9)));
    }

    private static double bestGreatestLevel(int bits) {
        return new BrentOptimizer(1e-9, 1e-12)
                .optimize(
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(greatest -> integral(levels(bits, greatest))),
                        new SearchInterval(0.5, 6),
                        MaxEval.unlimited())
                .getPoint();
    }

    private static double[] levels(int bits, double greatest) {
        int last = (1 << bits) - 1;
        return IntStream.rangeClosed(0, last)
                .mapToDouble(i -> greatest * (2.0 * i / last - 1))
                .toArray();
    }

    private static GaussianMse measured(int bits, double greatest) {
        double step = 2 * greatest / ((1 << bits) - 1);
        float[] samples = NormalSamples.of(GaussianMse.SEED, GaussianMse.ROWS * GaussianMse.ROW_LENGTH);
        double top = (1 << (bits - 1)) - 1;
        float[] inputs = new float[samples.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) Math.min(samples[i] / step - 0.5, top);
        }
        float[] results = new float[inputs.length];
        Quantization.fakeQuantize(
                Specs.of(Format.parse(bits == 1 ? "int2" : "int%dfull".formatted(bits)), 1),
                Tensor.of(inputs, GaussianMse.ROWS, GaussianMse.ROW_LENGTH),
                Tensor.of(results, GaussianMse.ROWS, GaussianMse.ROW_LENGTH),
                1);
        double[] squares = IntStream.range(0, samples.length)
                .mapToDouble(i -> Math.pow(samples[i] - step * (results[i] + 0.5), 2))
                .toArray();
        double mean = Arrays.stream(squares).average().orElseThrow();
        double variance = Arrays.stream(squares)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElseThrow();
        return new GaussianMse(mean, Math.sqrt(variance / squares.length));
    }

    private static double integral(ElementFormat element, double scale) {
        return integral(IntStream.range(0, 1 << element.bits())
                .mapToDouble(element::decode)
                .filter(level -> Double.isFinite(level) && Math.abs(level) <= element.max())
                .map(level -> level * scale)
                .sorted()
                .distinct()
                .toArray());
    }

    private static double integral(double[] levels) {
        double sum = 0;
        for (int i = 0; i < levels.length; i++) {
            double from = i == 0 ? -40 : (levels[i - 1] + levels[i]) / 2;
            double to = i == levels.length - 1 ? 40 : (levels[i] + levels[i + 1]) / 2;
            sum += cell(levels[i], from, to);
        }
        return sum;
    }

    /** The integral of (x - level)^2 phi(x). */
    private static double cell(double level, double from, double to) {
        var normal = new NormalDistribution();
        double p = normal.cumulativeProbability(to) - normal.cumulativeProbability(from);
        double first = normal.density(from) - normal.density(to);
        double second = p + from * normal.density(from) - to * normal.density(to);
        return second - 2 * level * first + level * level * p;
    }

    @Test
    void finerScalesErrLess() {
        double mxfp4 = GaussianMse.of(Format.parse("mxfp4")).meanSquareError();
        double nvfp4 = GaussianMse.of(Format.parse("nvfp4")).meanSquareError();
        double channel = GaussianMse.of(Format.parse("e2m1:channel:fp32")).meanSquareError();
        double tensor = GaussianMse.of(Format.parse("e2m1:tensor:fp32")).meanSquareError();
        assertThat(nvfp4).isLessThan(mxfp4);
        assertThat(mxfp4).isLessThan(channel);
        assertThat(channel).isLessThan(tensor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mxfp4", "nvfp4@sr"})
    void theSameFormatGivesTheSameBits(String name) {
        assertThat(GaussianMse.of(Format.parse(name))).isEqualTo(GaussianMse.of(Format.parse(name)));
    }

    @Test
    void float32ErrsNot() {
        assertThat(GaussianMse.of(Format.parse("fp32")).meanSquareError()).isZero();
    }

    @Test
    void samplesAreNormalAndDependOnSeedAndIndexAlone() {
        int n = 1 << 16;
        float[] samples = NormalSamples.of(7, n);
        assertThat(NormalSamples.of(7, n / 2)).isEqualTo(Arrays.copyOf(samples, n / 2));
        assertThat(NormalSamples.of(8, n)[0]).isNotEqualTo(samples[0]);
        for (int power = 1; power <= 4; power++) {
            int exponent = power;
            double moment = IntStream.range(0, n)
                    .mapToDouble(i -> Math.pow(samples[i], exponent))
                    .sum();
            double expected = new double[] {0, 0, 1, 0, 3}[power];
            double deviation = Math.sqrt(new double[] {0, 1, 2, 15, 96}[power] / n);
            assertThat(moment / n).as("moment %d", power).isCloseTo(expected, within(SIGMAS * deviation));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aScaleMustBePositive(double scale) {
        assertThatThrownBy(() -> GaussianMse.of(Format.parse("e2m1"), scale))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scale (" + scale + ")");
    }
}

package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatscape.dse.law.CapybaraLaw.SUN_2025;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAlmostAs;
import static org.floatscape.dse.law.PrintedDigits.assertPrintsAs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapybaraOptimumTest {

    private static final double BLOCK_128 = 7;

    @ParameterizedTest
    @CsvSource({
        "1e10, 3.517941",
        "1e11, 4.268408",
        "1e12, 5.178968",
        "1e13, 6.283773",
        "1e14, 7.624261",
        "1e15, 9.250710"
    })
    void bestWidthForTokens(double tokens, String bits) {
        assertPrintsAs(bits, CapybaraOptimum.bitsForTokens(SUN_2025, tokens, BLOCK_128));
    }

    @ParameterizedTest
    @CsvSource({
        "1e18, 3.507941", "1e19, 3.722045", "1e20, 3.949216", "1e21, 4.190253", "1e22, 4.446001",
        "1e23, 4.717358", "1e24, 5.005277", "1e25, 5.310770", "1e26, 5.634907", "1e28, 6.343740",
        "1e30, 7.141740", "1e31, 7.577629", "1e32, 8.040122", "1e33, 8.530843"
    })
    void bestWidthForCompute(double compute, String bits) {
        assertPrintsAs(
                bits, CapybaraOptimum.forCompute(SUN_2025, compute, BLOCK_128).bits());
    }

    @ParameterizedTest
    @CsvSource({"1.643e20, 4.000", "8.233e31, 8.000"})
    void fourAndEightBitsAreBestAt(double compute, String bits) {
        assertPrintsAs(
                bits, CapybaraOptimum.forCompute(SUN_2025, compute, BLOCK_128).bits());
    }

    @ParameterizedTest
    @CsvSource({"1e21, 7.93e9, 8.025e10, 2.3942", "1e24, 8.00e11, 6.66e11, 2.0698"})
    void bestModelAndDataForCompute(double compute, String params, String tokens, String lossNats) {
        var best = CapybaraOptimum.forCompute(SUN_2025, compute, BLOCK_128);
        assertPrintsAs(params, best.params());
        assertPrintsAs(tokens, best.tokens());
        assertPrintsAs(lossNats, best.lossNats());
    }

    @ParameterizedTest
    @CsvSource({
        "1e9, 1e21, 6.0426", "1e9, 1e23, 11.7173", "1e9, 1e25, 22.7213",
        "7e9, 1e21, 4.28373", "7e9, 1e23, 8.30667", "7e9, 1e25, 16.1076",
        "7e10, 1e21, 2.85125", "7e10, 1e23, 5.52892", "7e10, 1e25, 10.7213",
        "4.05e11, 1e21, 2.09056", "4.05e11, 1e23, 4.05384", "4.05e11, 1e25, 7.86088"
    })
    void bestWidthForParams(double params, double compute, String bits) {
        assertPrintsAlmostAs(
                bits,
                CapybaraOptimum.forParams(SUN_2025, params, compute, BLOCK_128).bits());
    }

    /** gamma_D of equation 22, gamma_N of 23, lambda of 25, each from the width that the closed form gives. */
    @Test
    void theConstantsOfTheClosedFormsAreThoseOfThePaper() {
        double power = SUN_2025.delta() + SUN_2025.nu();
        double beta = SUN_2025.beta();
        double alpha = SUN_2025.alpha();
        double gammaD = Math.pow(CapybaraOptimum.bitsForTokens(SUN_2025, 1e12, BLOCK_128), power)
                / (Math.pow(1e12, beta) * BLOCK_128);
        assertPrintsAs("2.24327962e-3", gammaD);
        double forParams =
                CapybaraOptimum.forParams(SUN_2025, 1e9, 1e23, BLOCK_128).bits();
        double perBit = 1e23 / (6.0 / 16);
        assertPrintsAs(
                "1.1645829e-6",
                Math.pow(forParams, power + 2 * beta)
                        / (Math.pow(perBit, 2 * beta) * Math.pow(1e9, -(alpha + 2 * beta)) * BLOCK_128));
        double joint = CapybaraOptimum.forCompute(SUN_2025, 1e23, BLOCK_128).bits();
        double exponent = power * (alpha + beta) / beta + alpha;
        assertPrintsAs("9.203510", exponent);
        assertPrintsAs(
                "1926.251553",
                Math.pow(joint, exponent)
                        / (Math.pow(gammaD * BLOCK_128, (alpha + beta) / beta) * Math.pow(perBit, alpha)));
    }

    @Test
    void widthsGrowByThePrintedPowersOfDataAndCompute() {
        assertPrintsAs(
                "0.083977",
                Math.log10(CapybaraOptimum.bitsForTokens(SUN_2025, 1e13, BLOCK_128)
                        / CapybaraOptimum.bitsForTokens(SUN_2025, 1e12, BLOCK_128)));
        assertPrintsAs(
                "0.025729",
                Math.log10(CapybaraOptimum.forCompute(SUN_2025, 1e24, BLOCK_128).bits()
                        / CapybaraOptimum.forCompute(SUN_2025, 1e23, BLOCK_128).bits()));
    }

    /** The closed forms against their neighbours on the surface C = k P N D. */
    @ParameterizedTest
    @CsvSource({"1e20", "1e24", "1e28"})
    void noNeighbourLosesLess(double compute) {
        var joint = CapybaraOptimum.forCompute(SUN_2025, compute, BLOCK_128);
        var forParams = CapybaraOptimum.forParams(SUN_2025, 1e9, compute, BLOCK_128);
        var forTokens = CapybaraOptimum.forTokens(SUN_2025, 1e12, compute, BLOCK_128);
        for (double step : new double[] {0.99, 1.01}) {
            assertThat(loss(joint.bits() * step, joint.params(), joint.tokens() / step))
                    .isGreaterThan(joint.lossNats());
            assertThat(loss(joint.bits() * step, joint.params() / step, joint.tokens()))
                    .isGreaterThan(joint.lossNats());
            assertThat(loss(joint.bits(), joint.params() / step, joint.tokens() * step))
                    .isGreaterThan(joint.lossNats());
            assertThat(loss(forParams.bits() * step, 1e9, forParams.tokens() / step))
                    .isGreaterThan(forParams.lossNats());
            assertThat(loss(forTokens.bits() * step, forTokens.params() / step, 1e12))
                    .isGreaterThan(forTokens.lossNats());
        }
    }

    private static double loss(double bits, double params, double tokens) {
        return SUN_2025.lossNats(params, tokens, bits, BLOCK_128);
    }

    @Test
    void aBlockOfOneHasNoBestWidth() {
        assertThatThrownBy(() -> CapybaraOptimum.forCompute(SUN_2025, 1e24, 0))
                .isInstanceOf(LawDomainException.class)
                .hasMessageStartingWith("block_size: a block of 1 has no precision penalty");
    }
}

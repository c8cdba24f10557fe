package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.floatscape.dse.law.CapybaraLaw.SUN_2025;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapybaraBatchTest {

    /** Few different values, as many as there are slots, and all different. */
    @ParameterizedTest(name = "{0} values per column")
    @ValueSource(ints = {1, 8, 4096, 1_000_000_000})
    void everyRowEqualsTheLawBitForBit(int distinct) {
        var random = new SplittableRandom(distinct);
        int rows = 20_000;
        double[] params = new double[rows];
        double[] tokens = new double[rows];
        byte[] exponentBits = new byte[rows];
        byte[] mantissaBits = new byte[rows];
        double[] blocks = new double[rows];
        for (int r = 0; r < rows; r++) {
            params[r] = 1e7 + 1e3 * random.nextInt(distinct);
            tokens[r] = 1e9 + 1e5 * random.nextInt(distinct);
            exponentBits[r] = (byte) random.nextInt(16);
            mantissaBits[r] = (byte) random.nextInt(128);
            blocks[r] = random.nextInt(9) == 0 ? CapybaraLaw.CHANNEL_BLOCK : 1 + random.nextInt(distinct);
        }
        double[] lossNats = new double[rows];
        new CapybaraBatch(SUN_2025).lossNats(params, tokens, exponentBits, mantissaBits, blocks, lossNats);
        for (int r = 0; r < rows; r++) {
            double expected = SUN_2025.lossNats(
                    params[r], tokens[r], exponentBits[r], mantissaBits[r], CapybaraLaw.log2(blocks[r]));
            assertThat(Double.doubleToRawLongBits(lossNats[r])).isEqualTo(Double.doubleToRawLongBits(expected));
        }
    }

    @Test
    void columnsMustMatch() {
        var batch = new CapybaraBatch(SUN_2025);
        double[] one = {1e9};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch.lossNats(one, one, new byte[] {4}, new byte[0], one, new double[1]));
        assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class)
                .isThrownBy(() -> batch.lossNats(one, one, new byte[] {16}, new byte[] {0}, one, new double[1]));
        assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class)
                .isThrownBy(() -> batch.lossNats(one, one, new byte[] {4}, new byte[] {-1}, one, new double[1]));
    }
}

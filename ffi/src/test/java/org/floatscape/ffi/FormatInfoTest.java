package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.floatscape.ffi.Element.ExMy;
import org.floatscape.ffi.Element.Specials;
import org.junit.jupiter.api.Test;

class FormatInfoTest {

    /** OFP8 and OCP MX 1.0; QPyTorch's E4M3 reaches 480. */
    @Test
    void limitsAreThoseOfTheSpecifications() {
        FormatInfo e4m3fn = FormatInfo.of(Specs.FP8_E4M3);
        assertThat(e4m3fn).isEqualTo(new FormatInfo(8, 0, 7, true, false, true, 256, 448, -448, 448, 0x1p-6, 0x1p-9));
        assertThat(FormatInfo.of(QuantSpec.of(Specs.E5M2)).max()).isEqualTo(57344);
        assertThat(FormatInfo.of(QuantSpec.of(Specs.E5M2)).hasInfinity()).isTrue();
        assertThat(FormatInfo.of(QuantSpec.of(Specs.E4M3)).max()).isEqualTo(480);
        assertThat(FormatInfo.of(QuantSpec.of(new ExMy(8, 7, Specials.IEEE))).min())
                .isEqualTo(-0x1.fep127);
        assertThat(FormatInfo.of(Specs.MXFP4).scaleBits()).isEqualTo(8);
        assertThat(FormatInfo.of(Specs.CHANNEL_FP32).scaleBits()).isEqualTo(32);
    }

    @Test
    void codesOfE2m1AreThePublishedValues() {
        assertThat(LongStream.range(0, 8).mapToDouble(code -> FormatInfo.codeValue(Specs.MXFP4, code)))
                .containsExactly(0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0);
        assertThat(FormatInfo.codeValue(Specs.MXFP4, 15)).isEqualTo(-6);
    }

    @Test
    void everyCodeQuantizesToItself() {
        for (long code = 0; code < 256; code++) {
            float value = (float) FormatInfo.codeValue(Specs.FP8_E4M3, code);
            assertThat(Quantization.fakeQuantize(Specs.FP8_E4M3, new float[] {value}))
                    .containsExactly(value);
        }
    }
}

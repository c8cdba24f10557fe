package org.floatscape.dse.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YamlNodeTest {

    /** Around the ends of the pieces that the parser reads. */
    private static IntStream lengths() {
        return IntStream.range(1015, 1030);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void aCharacterOfTwoHalvesMayStandAnywhere(int length) {
        String text = "x".repeat(length) + "\ud83d\ude00" + "y".repeat(2000);
        assertThat(YamlNode.parse("file", "key: " + text).at("key").text()).isEqualTo(text);
    }
}

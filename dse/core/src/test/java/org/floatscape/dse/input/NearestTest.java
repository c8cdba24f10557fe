package org.floatscape.dse.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> NAMES = List.of("qid", "capybara", "chinchilla-hoffmann", "params", "tokens");

    @ParameterizedTest
    @CsvSource({
        "capibara, capybara",
        "PARAMS, params",
        "Tokens, tokens",
        "chinchilla, chinchilla-hoffmann",
        "qip, qid",
        "parms, params"
    })
    void slipsAreNear(String word, String name) {
        assertThat(Nearest.near(word, NAMES)).contains(name);
        assertThat(Nearest.of(word, NAMES)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"fit", "xyz", "banana", "''", "my-own-law"})
    void otherWordsAreNot(String word) {
        assertThat(Nearest.near(word, NAMES)).isEmpty();
    }

    @Test
    void nothingIsNearToNothing() {
        assertThat(Nearest.near("qid", List.of())).isEmpty();
    }
}

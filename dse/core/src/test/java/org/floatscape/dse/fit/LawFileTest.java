package org.floatscape.dse.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.floatscape.dse.law.LawDomainException;
import org.floatscape.dse.law.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class LawFileTest {

    private static final LawFile.Input INPUT = new LawFile.Input(
            "runs.csv", "0123456789abcdef", Map.of("params", "N"), List.of("drop top loss 5"), Optional.empty());

    private static LawFile file() {
        var fit = Synthetic.fit(FitForms.chinchilla(), Synthetic.chinchilla(0.01, 1), LawFitter.DEFAULT_LOSS);
        var heldOut = new Holdout(Holdout.Choice.RANDOM, 0.2, 3);
        return LawFile.of(
                fit,
                INPUT,
                Optional.of(new LawFile.HeldOut(heldOut.toString(), heldOut.score(fit))),
                Optional.of(Bootstrap.run(fit, 10, 1, 2, () -> {})),
                1);
    }

    @Test
    void aLawFileReadsBackAsItWasWritten(@TempDir Path folder) throws IOException {
        var file = file();
        var path = Files.writeString(folder.resolve("fit.json"), file.toJson());
        assertThat(LawFile.read(path)).isEqualTo(file);
        assertThat(file().toJson()).isEqualTo(file.toJson());
    }

    @Test
    void itsLawsPredictWithItsConstants() {
        var file = file();
        var point = Point.of(1e9, 2e10);
        double expected = file.constants().get("E")
                + file.constants().get("A") * Math.pow(1e9, -file.constants().get("alpha"))
                + file.constants().get("B") * Math.pow(2e10, -file.constants().get("beta"));
        assertThat(file.toLaw().predict(point).lossNats()).isCloseTo(expected, within(1e-12));
        assertThat(file.samples().laws()).hasSize(10);
        assertThat(file.samples().laws().getFirst().constants().get("alpha"))
                .isEqualTo(file.bootstrap().orElseThrow().constants().getFirst().get(1));
    }

    @Test
    void whatItWasFittedOnIsInIt() {
        var file = file();
        assertThat(file.id()).isEqualTo("chinchilla-01234567");
        assertThat(file.range().get("params")).isEqualTo(new Interval(4e7, 5e9));
        assertThat(file.standardErrors()).containsOnlyKeys("log A", "alpha", "log B", "beta", "E");
        assertThat(file.huberDelta()).contains(1e-3);
        assertThat(file.named().inRange(Point.of(1e9, 2e10))).isTrue();
        assertThat(file.named().inRange(Point.of(1e10, 2e10))).isFalse();
        assertThat(file.named().title()).isEqualTo("chinchilla fitted to 56 runs of runs.csv");
    }

    @Test
    void anotherJsonFileIsAnError(@TempDir Path folder) throws IOException {
        var path = Files.writeString(folder.resolve("x.json"), "{\n  \"law\": 3,\n  \"rowz\": 1\n}\n");
        assertThatThrownBy(() -> LawFile.read(path))
                .isInstanceOf(FitException.class)
                .hasMessageStartingWith(path + ":4: not a law file as fit writes it: id: missing");
        var text = Files.writeString(folder.resolve("y.json"), "id: x\n");
        assertThatThrownBy(() -> LawFile.read(text)).hasMessageStartingWith(text + ":1: not a law file");
    }

    /** Every key that is always written, removed in turn; then what has the wrong size. */
    @Test
    void aMissingKeyOrAWrongSizeIsAnErrorThatNamesTheFile(@TempDir Path folder) throws IOException {
        var json = new JsonMapper();
        String whole = file().toJson();
        var broken = new LinkedHashMap<String, String>();
        broken.put("empty", "{}");
        broken.put("list", "[]");
        for (String key : List.of("id", "law", "constants", "fitted", "input", "range", "covariance", "findings")) {
            broken.put(key, json.writeValueAsString(((ObjectNode) json.readTree(whole)).without(key)));
        }
        for (String value : List.of("[]", "[[1.0]]", "null")) {
            var tree = (ObjectNode) json.readTree(whole);
            ((ObjectNode) tree.get("bootstrap")).set("constants", json.readTree(value));
            broken.put("bootstrap.constants " + value, json.writeValueAsString(tree));
        }
        var tree = (ObjectNode) json.readTree(whole);
        ((ObjectNode) tree.get("covariance")).set("matrix", json.readTree("[[1.0]]"));
        broken.put("covariance.matrix", json.writeValueAsString(tree));
        for (var entry : broken.entrySet()) {
            var path = Files.writeString(folder.resolve("x.json"), entry.getValue());
            assertThatThrownBy(() -> LawFile.read(path))
                    .as(entry.getKey())
                    .isInstanceOf(FitException.class)
                    .hasMessageStartingWith(path.toString())
                    .message()
                    .doesNotContain("org.floatscape", "java.", "Cannot");
        }
    }

    /** Every value of a whole file in turn, put as something else: it is read, or refused in words for users. */
    @ParameterizedTest
    @ValueSource(
            strings = {"null", "\"x\"", "-1", "0", "1e300", "1e999", "true", "[]", "{}", "[null]", "{\"a\": null}"})
    void whateverStandsInAPlaceIsReadOrRefused(String value, @TempDir Path folder) throws IOException {
        var json = new JsonMapper();
        var whole = json.readTree(file().toJson());
        var path = folder.resolve("x.json");
        for (JsonPointer place : places(whole)) {
            if (place.matches()) {
                continue;
            }
            var tree = whole.deepCopy();
            put(tree, place, json.readTree(value));
            Files.writeString(path, json.writeValueAsString(tree));
            try {
                var file = LawFile.read(path);
                file.named();
                file.samples().laws().forEach(law -> law.predict(Point.of(1e9, 2e10)));
            } catch (FitException | LawDomainException e) {
                assertThat(e.getMessage()).as(place.toString()).doesNotContain("org.floatscape", "java.", "Cannot");
            }
        }
    }

    private static List<JsonPointer> places(JsonNode node) {
        var places = new ArrayList<JsonPointer>();
        if (node instanceof ObjectNode object) {
            object.forEachEntry((key, child) -> places(child)
                    .forEach(below ->
                            places.add(JsonPointer.empty().appendProperty(key).append(below))));
        }
        for (int i = 0; node instanceof ArrayNode && i < node.size(); i++) {
            JsonPointer at = JsonPointer.empty().appendIndex(i);
            places(node.get(i)).forEach(below -> places.add(at.append(below)));
        }
        places.add(JsonPointer.empty());
        return places;
    }

    private static void put(JsonNode tree, JsonPointer place, JsonNode value) {
        switch (tree.at(place.head())) {
            case ObjectNode object -> object.set(place.last().getMatchingProperty(), value);
            case ArrayNode array -> array.set(place.last().getMatchingIndex(), value);
            default -> throw new AssertionError(place);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chinchilla", "capybara", "precision", "quartet", "efficiency", "qid", "qat"})
    void aLawOfConstantsThatAreNotThereSaysWhichIsMissing(String form) {
        assertThatThrownBy(() -> FittedLaw.of(form, Map.of(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(missing)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/rows                     | -3         | rows (-3): must be above 0",
                "/fitted/0                 | ~\"beta\"~   | must name each once",
                "/range/params             | ~{\"lower\": 5, \"upper\": 1}~ | range.params (5.0 .. 1.0)",
                "/constants/A              | -1         | constants.A (-1.0): must not be negative",
                "/bootstrap/constants/0/0  | -1         | bootstrap.constants.A (-1.0): must not be negative",
                "/covariance/names/0       | ~\"log AA\"~ | covariance.names (log AA): must be one of fitted",
                "/covariance/names/0       | ~\"beta\"~   | must name each constant once",
                "/covariance/matrix/1/1    | -0.1       | covariance.matrix[1][1] (-0.1): a variance",
                "/covariance/matrix/1/1    | 1e308      | covariance.matrix[1][1] (1.0E308): a variance",
                "/covariance/matrix/1/0    | 99         | covariance.matrix[1][0] (99.0): must equal [0][1]",
            })
    void whatBreaksARuleIsNamedByItsPlace(String place, String value, String message, @TempDir Path folder)
            throws IOException {
        var json = new JsonMapper();
        var tree = json.readTree(file().toJson());
        put(tree, JsonPointer.compile(place), json.readTree(value));
        var path = Files.writeString(folder.resolve("x.json"), json.writeValueAsString(tree));
        assertThatThrownBy(() -> LawFile.read(path))
                .isInstanceOf(FitException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(message);
    }

    @Test
    void aKeyGivenTwiceIsRefused(@TempDir Path folder) throws IOException {
        var path = Files.writeString(folder.resolve("x.json"), file().toJson().replaceFirst("\\{", "{\"rows\": 3,"));
        assertThatThrownBy(() -> LawFile.read(path)).hasMessageContaining("rows");
    }
}

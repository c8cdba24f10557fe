package org.floatscape.dse.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped schema says the same as the records. */
class StudySchemaTest {

    private static final String TEXT = text();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT, InputFormat.JSON);

    private static String text() {
        try (var in = StudySchemaTest.class.getResourceAsStream("study.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final JsonNode TREE = new JsonMapper().readTree(TEXT);

    @Test
    void everyKeyOfTheRecordsIsInTheSchemaAndNoOther() {
        assertSameKeys(Study.class, "");
        assertSameKeys(Model.class, "/properties/model");
        assertSameKeys(Hardware.class, "/properties/hardware");
        assertSameKeys(Mac.class, "/properties/hardware/properties/scaled_mac");
        assertSameKeys(Mac.class, "/properties/hardware/properties/unscaled_mac");
        assertSameKeys(Space.class, "/properties/space");
    }

    private static void assertSameKeys(Class<? extends Record> type, String pointer) {
        var keys = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(TREE.at(pointer + "/properties").propertyNames()))
                .isEqualTo(keys);
        assertThat(TREE.at(pointer + "/additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void everyMetricIsAnObjectiveAndABudget() {
        Set<String> metrics = Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.toSet());
        assertThat(TREE.at("/properties/budgets/properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(metrics);
        assertThat(TREE.at("/properties/objectives/items/enum").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(metrics);
    }

    @Test
    void theBuiltInStudyIsValid() {
        assertThat(SCHEMA.validate(StudyReader.builtInText(), InputFormat.YAML)).isEmpty();
    }

    @Test
    void aWrittenStudyIsValid() {
        String yaml = StudyReader.toYaml(StudyReader.builtIn(java.util.List.of("budgets.loss=2.5 nats")));
        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isEmpty();
    }

    /** What the reader rejects for its form, the schema rejects too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: no model",
                "{model: {preset: llama-3-8b}, modle: 1}",
                "{model: {preset: llama-3-8b}, space: {bits: 4-8}}",
                "{model: {preset: llama-3-8b}, hardware: {node_nm: seven}}",
                "{model: {preset: llama-3-8b}, objectives: [los]}",
                "{model: {preset: llama-3-8b}, budgets: {energy: lots}}",
                "{model: {preset: llama-3-8b}, hardware: {operands_from: {hbm: 2}}}"
            })
    void whatIsMalformedIsInvalid(String yaml) {
        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isNotEmpty();
    }
}

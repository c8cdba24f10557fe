package org.floatscape.dse.study;

import java.util.List;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.format.ScaleFormat;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Spells a study as the reader reads it. */
public final class StudyWriter {
    private StudyWriter() {}

    /** The complete study, every key of it. */
    public static ObjectNode tree(Study study) {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("title", study.title());
        ObjectNode model = tree.putObject("model");
        study.model().preset().ifPresent(preset -> model.put("preset", preset));
        model.put("params", study.model().nParams()).put("tokens", study.model().nTokens());
        law(tree, study.law().names());
        hardware(tree.putObject("hardware"), study.hardware());
        space(tree.putObject("space"), study.space());
        ObjectNode budgets = tree.putObject("budgets");
        study.budgets().forEach((metric, budget) -> budgets.put(metric.key(), budget.text()));
        texts(
                tree.putArray("objectives"),
                study.objectives().stream().map(Metric::key).toList());
        texts(
                tree.putArray("compare"),
                study.compare().stream().map(NamedFormat::name).toList());
        return tree;
    }

    private static void law(ObjectNode tree, List<String> names) {
        if (names.size() == 1) {
            tree.put("law", names.getFirst());
        } else {
            texts(tree.putArray("law"), names);
        }
    }

    private static void hardware(ObjectNode tree, Hardware hardware) {
        hardware.library().ifPresent(library -> tree.put("library", library.name()));
        hardware.cells().ifPresent(cells -> tree.put("cells", cells));
        tree.put("node_nm", hardware.nodeNm());
        hardware.voltageV().ifPresent(voltage -> tree.put("voltage_v", voltage));
        tree.put("recipe", hardware.recipe());
        mac(tree.putObject("scaled_mac"), hardware.scaledMac());
        mac(tree.putObject("unscaled_mac"), hardware.unscaledMac());
        ObjectNode shares = tree.putObject("operands_from");
        hardware.operandsFrom().shares().forEach(shares::put);
        tree.putObject("conversion")
                .put("from", hardware.conversion().from().name())
                .put("share", hardware.conversion().share());
    }

    private static void mac(ObjectNode tree, Mac mac) {
        tree.put("architecture", mac.architecture().label())
                .put("lanes", mac.lanes())
                .put("accumulator", mac.accumulator().name());
    }

    private static void space(ObjectNode tree, Space space) {
        ints(tree.putArray("bits"), space.bits());
        ints(tree.putArray("exponent_bits"), space.exponentBits());
        ints(tree.putArray("mantissa_bits"), space.mantissaBits());
        ArrayNode blockSizes = tree.putArray("block_sizes");
        for (Group group : space.blockSizes()) {
            switch (group) {
                case Group.Block(int size) -> blockSizes.add(size);
                case Group.Channel _, Group.Tensor _ -> blockSizes.add(group.name());
            }
        }
        texts(
                tree.putArray("scale_formats"),
                space.scaleFormats().stream().map(ScaleFormat::spelling).toList());
    }

    private static void ints(ArrayNode array, IntChoices choices) {
        choices.values().forEach(array::add);
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}

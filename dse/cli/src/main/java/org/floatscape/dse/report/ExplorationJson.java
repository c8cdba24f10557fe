package org.floatscape.dse.report;

import java.util.List;
import org.floatscape.dse.evaluation.Caveat;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.recommend.Limit;
import org.floatscape.dse.recommend.Recommendation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The recommendation for programs to read. */
final class ExplorationJson {
    private ExplorationJson() {}

    static ObjectNode of(Exploration exploration) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("title", exploration.study().title());
        json.put("law", exploration.law().id());
        switch (exploration.recommendation()) {
            case Recommendation.Proven(var best, var neighbours) -> {
                json.put("outcome", "optimal");
                best(json, exploration, best, neighbours);
            }
            case Recommendation.Unproven(var best, double bound, var neighbours) -> {
                json.put("outcome", "feasible");
                json.put("bound_" + key(exploration), bound);
                best(json, exploration, best, neighbours);
            }
            case Recommendation.Infeasible(var shortfalls) -> {
                json.put("outcome", "infeasible");
                ArrayNode array = json.putArray("shortfalls");
                shortfalls.forEach(s -> limit(array.addObject(), s.limit())
                        .put("least_reachable", s.leastAmount())
                        .set("held", limits(s.held())));
            }
            case Recommendation.Unknown() -> json.put("outcome", "unknown");
        }
        json.set("limits", limits(exploration.limits()));
        ArrayNode compared = json.putArray("compared");
        exploration.compared().forEach(c -> compared(compared.addObject(), c));
        Findings.warnings(exploration).forEach(json.putArray("warnings")::add);
        return json;
    }

    private static String key(Exploration exploration) {
        var metric = exploration.study().objectives().getFirst();
        return metric.key() + "_" + metric.unit().toLowerCase(java.util.Locale.ROOT);
    }

    private static void best(
            ObjectNode json, Exploration exploration, Evaluation best, List<Recommendation.Neighbour> neighbours) {
        evaluation(json.putObject("recommended"), best);
        Findings.recommendation(exploration).forEach(json.putArray("why")::add);
        ArrayNode array = json.putArray("neighbours");
        for (var neighbour : neighbours) {
            ObjectNode node = array.addObject().put("step", neighbour.step());
            evaluation(node, neighbour.evaluation());
            node.set("breaks", limits(neighbour.broken()));
        }
    }

    private static void compared(ObjectNode node, Compared compared) {
        node.put("name", compared.name());
        evaluation(node, compared.evaluation());
        node.put("loss_is_lower_bound", compared.evaluation().accuracy().isLowerBound());
        node.put("on_front", compared.dominator().isEmpty());
        compared.dominator()
                .ifPresent(better -> node.put("dominated_by", better.format().name()));
        node.set("breaks", limits(compared.broken()));
    }

    private static void evaluation(ObjectNode node, Evaluation e) {
        node.put("format", e.format().name());
        NamedFormats.alias(e.format()).ifPresent(alias -> node.put("alias", alias));
        node.put("bits_per_element", e.format().bitsPerElement())
                .put("loss_nats", e.accuracy().lossNats())
                .put("delta_loss_nats", e.accuracy().deltaLossNats());
        if (Double.isFinite(e.accuracy().criticalTokens())) {
            node.put("critical_tokens", e.accuracy().criticalTokens());
        }
        node.put("mac_energy_pj", e.cost().macEnergyPj())
                .put("memory_energy_pj", e.cost().memoryEnergyPj())
                .put("conversion_energy_pj", e.cost().conversionEnergyPj())
                .put("energy_pj", e.cost().energyPj())
                .put("conversion_area_um2", e.cost().conversionAreaUm2())
                .put("area_um2", e.cost().areaUm2())
                .put("delay_ns", e.cost().delayNs())
                .put("unit", e.cost().unit());
        var caveats = node.putArray("caveats");
        e.accuracy().caveats().stream().map(Caveat::text).forEach(caveats::add);
    }

    private static ArrayNode limits(List<Limit> limits) {
        var array = JsonNodeFactory.instance.arrayNode();
        limits.forEach(limit -> limit(array.addObject(), limit));
        return array;
    }

    private static ObjectNode limit(ObjectNode node, Limit limit) {
        return node.put("metric", limit.metric().key())
                .put("unit", limit.metric().unit())
                .put("at_most", limit.amount())
                .put("budget", limit.budget().text());
    }
}

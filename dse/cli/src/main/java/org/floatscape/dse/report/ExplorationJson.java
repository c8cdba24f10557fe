package org.floatscape.dse.report;

import java.util.List;
import org.floatscape.dse.confidence.Standing;
import org.floatscape.dse.cost.Errors;
import org.floatscape.dse.cost.Metric;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Compared;
import org.floatscape.dse.explore.Disagreement;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.fit.Interval;
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
        Verdict verdict = exploration.verdict();
        json.put("law", verdict.law().name());
        json.put("cost_library", exploration.costLibrary());
        switch (verdict.recommendation()) {
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
        json.set("limits", limits(verdict.limits()));
        ArrayNode compared = json.putArray("compared");
        for (int i = 0; i < verdict.compared().size(); i++) {
            ObjectNode node = compared.addObject();
            compared(node, verdict.compared().get(i));
            int at = i;
            verdict.confidence().ifPresent(c -> standing(node, c.compared().get(at)));
        }
        unplaced(json.putArray("not_placed"), verdict);
        certainty(json, verdict);
        others(json.putArray("other_laws"), exploration);
        Findings.warnings(exploration).forEach(json.putArray("warnings")::add);
        return json;
    }

    private static String key(Exploration exploration) {
        var metric = exploration.study().objectives().getFirst();
        return metric.key() + "_" + metric.unit().toLowerCase(java.util.Locale.ROOT);
    }

    private static void best(
            ObjectNode json, Exploration exploration, Evaluation best, List<Recommendation.Neighbour> neighbours) {
        ObjectNode recommended = json.putObject("recommended");
        evaluation(recommended, best);
        unitErrors(recommended.putObject("unit_held_out_error"), best);
        Findings.recommendation(exploration).forEach(json.putArray("why")::add);
        ArrayNode array = json.putArray("neighbours");
        for (var neighbour : neighbours) {
            ObjectNode node = array.addObject().put("step", neighbour.step());
            evaluation(node, neighbour.evaluation());
            node.set("breaks", limits(neighbour.broken()));
        }
    }

    /** Relative, of the unit's family on syntheses that its fit had not seen. */
    private static void unitErrors(ObjectNode node, Evaluation best) {
        for (Metric metric : Metric.values()) {
            Errors errors = best.cost().errors().get(metric);
            node.putObject(metric.label())
                    .put("points", errors.points())
                    .put("median", errors.median())
                    .put("p90", errors.p90());
        }
    }

    private static void unplaced(ArrayNode array, Verdict verdict) {
        verdict.unplaced()
                .forEach(u -> array.addObject().put("format", u.format().name()).put("why", u.why()));
    }

    /** How sure the recommendation is; each format of the space has its own figures in points.csv. */
    private static void certainty(ObjectNode json, Verdict verdict) {
        verdict.confidence().ifPresent(confidence -> {
            ObjectNode node = json.putObject("certainty")
                    .put("method", confidence.samples().method())
                    .put("samples", confidence.samples().laws().size())
                    .put("seed", confidence.samples().seed())
                    .put("p_feasible", confidence.pFeasible());
            verdict.recommendation().chosen().ifPresent(best -> {
                int at = verdict.space().indexOf(best);
                node.put("p_best", confidence.pBest().get(at));
                standing(node, confidence.space().get(at));
                ArrayNode rivals = node.putArray("not_distinguishable");
                Certainty.rivals(verdict, confidence)
                        .forEach(i -> rivals.addObject()
                                .put("format", verdict.space().get(i).format().name())
                                .put("p_best", confidence.pBest().get(i)));
            });
        });
    }

    private static void standing(ObjectNode node, Standing standing) {
        node.put("p_front", standing.pFront()).put("p_finite", standing.pFinite());
        interval(node.putObject("loss_95_nats"), standing.lossNats95());
        interval(node.putObject("delta_loss_95_nats"), standing.deltaNats95());
        interval(node.putObject("above_recommended_95_nats"), standing.aboveChosenNats95());
        node.put("distinguishable_from_recommended", standing.isDistinguishable());
    }

    /** JSON has no infinity: a bound that is infinite is null. */
    private static void interval(ObjectNode node, Interval interval) {
        node.put("lower", finite(interval.lower())).put("upper", finite(interval.upper()));
    }

    private static Double finite(double bound) {
        return Double.isFinite(bound) ? bound : null;
    }

    private static void others(ArrayNode array, Exploration exploration) {
        for (Disagreement d : exploration.disagreements()) {
            ObjectNode node = array.addObject().put("law", d.other().law().name());
            d.other().recommendation().chosen().ifPresent(best -> evaluation(node.putObject("would_choose"), best));
            d.regretNats().ifPresent(nats -> node.put("decided_format_above_its_choice_nats", nats));
            d.rankTau().ifPresent(tau -> node.put("kendall_tau", tau));
            node.put("formats_shared", d.nShared());
            ArrayNode swapped = node.putArray("opposite_orders");
            d.swapped()
                    .forEach(s -> swapped.addObject()
                            .put("lower_under_deciding", s.lower())
                            .put("higher_under_deciding", s.higher())
                            .put("deciding_nats", s.decidingNats())
                            .put("other_nats", s.otherNats()));
            unplaced(node.putArray("not_placed"), d.other());
            certainty(node, d.other());
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
        Findings.caveats(e).forEach(caveats::add);
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

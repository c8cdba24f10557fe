package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.floatscape.dse.confidence.Confidence;
import org.floatscape.dse.confidence.Standing;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.explore.Verdict;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.table.CsvTable;

/** Evaluations as a table, one row each. */
final class ExplorationCsv {

    private static final List<String> COLUMNS = List.of(
            "format",
            "alias",
            "element_bits",
            "exponent_bits",
            "mantissa_bits",
            "block_size",
            "scale_format",
            "bits_per_element",
            "loss_nats",
            "delta_loss_nats",
            "critical_tokens",
            "mac_energy_pj",
            "memory_energy_pj",
            "conversion_energy_pj",
            "energy_pj",
            "conversion_area_um2",
            "area_um2",
            "delay_ns",
            "on_front",
            "within_budgets",
            "caveats");

    private static final List<String> CERTAINTY = List.of(
            "p_best",
            "p_front",
            "p_finite",
            "loss_lower95_nats",
            "loss_upper95_nats",
            "above_recommended_lower95_nats",
            "above_recommended_upper95_nats");

    private final Exploration exploration;
    private final Verdict verdict;
    private final Set<Evaluation> front;
    private final List<Map<Format, Evaluation>> others;

    private ExplorationCsv(Exploration exploration) {
        this.exploration = exploration;
        this.verdict = exploration.verdict();
        this.front = new HashSet<>(verdict.front().points());
        this.others = exploration.others().stream()
                .map(other -> other.space().stream().collect(Collectors.toMap(Evaluation::format, Function.identity())))
                .toList();
    }

    /** The space, in its own order. */
    static String points(Exploration exploration) {
        return new ExplorationCsv(exploration)
                .table("points.csv", exploration.verdict().space());
    }

    /** The front, the first objective ascending. */
    static String front(Exploration exploration) {
        return new ExplorationCsv(exploration)
                .table("front.csv", exploration.verdict().front().points());
    }

    private String table(String name, List<Evaluation> evaluations) {
        var rows = new ArrayList<CsvTable.Row>();
        for (int i = 0; i < evaluations.size(); i++) {
            rows.add(new CsvTable.Row(i + 2, cells(evaluations.get(i))));
        }
        return new CsvTable(name, columns(), rows).toCsv();
    }

    /** Certainty where the law's is known; the losses of each further law. */
    private List<String> columns() {
        var columns = new ArrayList<>(COLUMNS);
        verdict.confidence().ifPresent(_ -> columns.addAll(CERTAINTY));
        exploration.others().forEach(other -> {
            columns.add("loss_nats " + other.law().name());
            columns.add("delta_loss_nats " + other.law().name());
        });
        return columns;
    }

    private List<String> cells(Evaluation e) {
        var element = (FloatElement) e.format().element();
        var block = e.format().block().orElseThrow();
        var cells = new ArrayList<>(List.of(
                e.format().name(),
                NamedFormats.alias(e.format()).orElse(""),
                String.valueOf(element.bits()),
                String.valueOf(element.exponentBits()),
                String.valueOf(element.mantissaBits()),
                block.group() instanceof Group.Block(int size)
                        ? String.valueOf(size)
                        : block.group().name(),
                block.scale().spelling(),
                CsvTable.text(e.format().bitsPerElement()),
                CsvTable.text(e.accuracy().lossNats()),
                CsvTable.text(e.accuracy().deltaLossNats()),
                CsvTable.text(e.accuracy().criticalTokens()),
                CsvTable.text(e.cost().macEnergyPj()),
                CsvTable.text(e.cost().memoryEnergyPj()),
                CsvTable.text(e.cost().conversionEnergyPj()),
                CsvTable.text(e.cost().energyPj()),
                CsvTable.text(e.cost().conversionAreaUm2()),
                CsvTable.text(e.cost().areaUm2()),
                CsvTable.text(e.cost().delayNs()),
                String.valueOf(front.contains(e)),
                String.valueOf(verdict.limits().stream().noneMatch(limit -> limit.brokenBy(e))),
                String.join("; ", Findings.caveats(e))));
        verdict.confidence()
                .ifPresent(confidence ->
                        addCertainty(cells, confidence, verdict.space().indexOf(e)));
        for (Map<Format, Evaluation> other : others) {
            Evaluation answer = other.get(e.format());
            cells.add(answer == null ? "" : CsvTable.text(answer.accuracy().lossNats()));
            cells.add(answer == null ? "" : CsvTable.text(answer.accuracy().deltaLossNats()));
        }
        return cells;
    }

    private static void addCertainty(List<String> cells, Confidence confidence, int at) {
        Standing standing = confidence.space().get(at);
        cells.add(CsvTable.text(confidence.pBest().get(at)));
        cells.add(CsvTable.text(standing.pFront()));
        cells.add(CsvTable.text(standing.pFinite()));
        cells.add(CsvTable.text(standing.lossNats95().lower()));
        cells.add(CsvTable.text(standing.lossNats95().upper()));
        cells.add(CsvTable.text(standing.aboveChosenNats95().lower()));
        cells.add(CsvTable.text(standing.aboveChosenNats95().upper()));
    }
}

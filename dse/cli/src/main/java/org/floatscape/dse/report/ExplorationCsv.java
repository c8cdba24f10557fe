package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatscape.dse.evaluation.Caveat;
import org.floatscape.dse.evaluation.Evaluation;
import org.floatscape.dse.explore.Exploration;
import org.floatscape.dse.format.FloatElement;
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

    private final Exploration exploration;
    private final Set<Evaluation> front;

    private ExplorationCsv(Exploration exploration) {
        this.exploration = exploration;
        this.front = new HashSet<>(exploration.front().points());
    }

    /** The space, in its own order. */
    static String points(Exploration exploration) {
        return new ExplorationCsv(exploration).table("points.csv", exploration.space());
    }

    /** The front, the first objective ascending. */
    static String front(Exploration exploration) {
        return new ExplorationCsv(exploration)
                .table("front.csv", exploration.front().points());
    }

    private String table(String name, List<Evaluation> evaluations) {
        var rows = new ArrayList<CsvTable.Row>();
        for (int i = 0; i < evaluations.size(); i++) {
            rows.add(new CsvTable.Row(i + 2, cells(evaluations.get(i))));
        }
        return new CsvTable(name, COLUMNS, rows).toCsv();
    }

    private List<String> cells(Evaluation e) {
        var element = (FloatElement) e.format().element();
        var block = e.format().block().orElseThrow();
        return List.of(
                e.format().name(),
                NamedFormats.alias(e.format()).orElse(""),
                String.valueOf(element.bits()),
                String.valueOf(element.exponentBits()),
                String.valueOf(element.mantissaBits()),
                block.group() instanceof org.floatscape.dse.format.Group.Block(int size)
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
                String.valueOf(exploration.limits().stream().noneMatch(limit -> limit.brokenBy(e))),
                e.accuracy().caveats().stream().map(Caveat::text).collect(Collectors.joining("; ")));
    }
}

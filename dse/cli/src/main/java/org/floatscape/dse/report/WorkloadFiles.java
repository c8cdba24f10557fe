package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.workload.Accelerator;
import org.floatscape.dse.workload.Energy;
import org.floatscape.dse.workload.Gemm;
import org.floatscape.dse.workload.GemmCost;
import org.floatscape.dse.workload.WorkloadCost;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything {@code workload} writes. */
public final class WorkloadFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> COLUMNS = List.of(
            "format",
            "product",
            "m",
            "n",
            "k",
            "count",
            "macs",
            "off_chip_bits",
            "buffer_bits",
            "register_bits",
            "utilisation",
            "mac_energy_pj",
            "conversion_energy_pj",
            "register_energy_pj",
            "buffer_energy_pj",
            "off_chip_energy_pj",
            "energy_pj",
            "energy_per_mac_pj");

    private WorkloadFiles() {}

    /** Name to text. */
    public static Map<String, String> of(WorkloadReport report) {
        var files = new LinkedHashMap<String, String>();
        files.put("workload.csv", csv(report));
        files.put("workload.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(report)) + "\n");
        return files;
    }

    private static String csv(WorkloadReport report) {
        var rows = new ArrayList<CsvTable.Row>();
        for (WorkloadCost cost : report.costs()) {
            cost.gemms().forEach(gemm -> rows.add(row(cost.format().name(), gemm)));
        }
        return new CsvTable("workload", COLUMNS, rows).toCsv();
    }

    private static CsvTable.Row row(String format, GemmCost cost) {
        Gemm gemm = cost.gemm();
        var texts = Stream.of(
                format,
                gemm.name(),
                Long.toString(gemm.m()),
                Long.toString(gemm.n()),
                Long.toString(gemm.k()),
                Long.toString(gemm.count()));
        var numbers = DoubleStream.of(
                gemm.macs(),
                cost.traffic().offChipBits(),
                cost.traffic().bufferBits(),
                cost.traffic().registerBits(),
                cost.utilisation(),
                cost.energy().macPj(),
                cost.energy().conversionPj(),
                cost.energy().registerPj(),
                cost.energy().bufferPj(),
                cost.energy().offChipPj(),
                cost.energy().totalPj(),
                cost.energyPerMacPj());
        return new CsvTable.Row(
                0, Stream.concat(texts, numbers.mapToObj(CsvTable::text)).toList());
    }

    private static ObjectNode json(WorkloadReport report) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("workload", report.workload().title())
                .put("macs", report.workload().macs());
        report.workload().tokens().ifPresent(tokens -> json.put("tokens", tokens));
        Accelerator accelerator = report.accelerator();
        ObjectNode silicon = json.putObject("accelerator");
        silicon.put("node_nm", accelerator.node().nm())
                .put("voltage_v", accelerator.node().voltage())
                .put("rows", accelerator.rows())
                .put("columns", accelerator.columns())
                .put("buffer_bytes", accelerator.bufferBytes())
                .put("result_format", report.resultFormat())
                .put("cost_library", report.library())
                .put("cost_library_sha256", report.hardware().costLibrary().sha256())
                .put("logic_scaled_to_node", report.hardware().isScaled());
        memory(silicon.putObject("register"), accelerator.register(), accelerator);
        memory(silicon.putObject("buffer"), accelerator.buffer(), accelerator);
        memory(silicon.putObject("off_chip"), accelerator.offChip(), accelerator);
        var formats = json.putArray("formats");
        report.costs().forEach(cost -> format(formats.addObject(), cost, accelerator));
        return json;
    }

    private static void memory(ObjectNode node, Memory memory, Accelerator accelerator) {
        node.put("name", memory.name())
                .put("energy_pj_per_bit", memory.energyPjPerBit(accelerator.node()))
                .put("source", memory.source());
    }

    private static void format(ObjectNode node, WorkloadCost cost, Accelerator accelerator) {
        node.put("format", cost.format().format().name())
                .put("name", cost.format().name())
                .put("unit", cost.unit().unit())
                .put("unit_outside_calibrated_range", cost.unit().outside())
                .put("converters_outside_calibrated_range", cost.conversions().outsideText())
                .put("bits_per_element", cost.format().format().bitsPerElement());
        energy(node, cost.energy());
        node.put("energy_per_mac_pj", cost.energyPerMacPj());
        cost.energyPerTokenPj().ifPresent(pj -> node.put("energy_per_token_pj", pj));
        node.put("off_chip_bits", cost.offChipBits())
                .put("utilisation", cost.utilisation())
                .put("mac_area_um2", cost.unit().macAreaUm2())
                .put("conversion_area_um2", cost.conversionAreaUm2())
                .put("mac_delay_ns", cost.unit().delayNs())
                .put("peak_area_mm2_per_tmacs", cost.peakAreaMm2PerTmacs())
                .put("delivered_area_mm2_per_tmacs", cost.areaMm2PerTmacs());
        cost.bufferAreaMm2PerTmacs(accelerator).ifPresent(area -> node.put("buffer_area_mm2_per_tmacs", area));
    }

    private static void energy(ObjectNode node, Energy energy) {
        node.put("mac_energy_pj", energy.macPj())
                .put("conversion_energy_pj", energy.conversionPj())
                .put("register_energy_pj", energy.registerPj())
                .put("buffer_energy_pj", energy.bufferPj())
                .put("off_chip_energy_pj", energy.offChipPj())
                .put("energy_pj", energy.totalPj());
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.report.AccelergyTables;
import org.floatscape.dse.report.Counted;
import org.floatscape.dse.report.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** MAC costs for other tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes what MACs cost as a component table for another tool.",
        footer = {
            "",
            "  floatscape cost export --accelergy tables --formats mxfp4,nvfp4,bf16 --node 7",
            "",
            "For Accelergy's table-based plug-in, and so for Timeloop: floatscape_mac.csv holds energy (pJ)",
            "and area (um2) per MAC, floatscape.table.yaml names the set of tables, floatscape.lib.yaml is the",
            "class floatscape_mac, whose attributes technology (such as 7nm; the cells' name where their costs",
            "are not scaled to a node) and number_format choose a row.",
            "Add the folder to table_plug_ins.roots, and floatscape.lib.yaml to primitive_components, of",
            "accelergy_config.yaml. ERT.yaml and ART.yaml hold the same as reference tables, for those who",
            "join them to their own: a component for each format's MAC (action compute), its quantiser from",
            "bf16 and the rounder of its sums to bf16 (action convert, per element)."
        })
final class CostExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FormatsOptions formatOptions =
            new FormatsOptions("mxfp4", "nvfp4", "mxfp6_e2m3", "mxfp8", "mxint8", "fp8_e4m3", "bf16", "fp16");

    @Mixin
    private NodeOptions nodeOptions;

    @Mixin
    private UnitOptions unit;

    @Option(
            names = "--accelergy",
            paramLabel = "FOLDER",
            required = true,
            description = "Where tables for Accelergy go.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var formats = formatOptions.formats();
        var calibration = unit.calibration();
        Optional<TechnologyNode> node = nodeOptions.logicNode(calibration);
        // Tables hold no memory: where logic is not scaled, nothing asks for the node.
        var model = unit.costModel(node.orElse(TechnologyNode.NANGATE45));
        var costs = model.of(formats.stream().map(NamedFormat::format).toList());
        var conversions =
                model.conversions(formats.stream().map(NamedFormat::format).toList(), Format.parse("bf16"));
        var files = AccelergyTables.of(
                formats, costs, conversions, AccelergyTables.technology(node, calibration), model.library());
        new OutputFolder(output, unit.inputs()).write(files);
        var out = spec.commandLine().getOut();
        AccelergyTables.outside(formats, costs, conversions).forEach(out::println);
        out.printf(
                "%s written to %s: %s%n",
                Counted.text(formats.size(), "format"),
                output,
                files.keySet().stream().collect(Collectors.joining(", ")));
        out.flush();
        return 0;
    }
}

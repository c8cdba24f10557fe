package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.floatscape.dse.evaluation.CostModel;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.report.OutputFolder;
import org.floatscape.dse.report.WorkloadFiles;
import org.floatscape.dse.report.WorkloadReport;
import org.floatscape.dse.report.WorkloadText;
import org.floatscape.dse.workload.Accelerator;
import org.floatscape.dse.workload.Workload;
import org.floatscape.dse.workload.WorkloadCost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a model costs to run or to train in a format. */
@Command(
        name = "workload",
        mixinStandardHelpOptions = true,
        description = "Energy per MAC and per token, memory traffic and silicon of a model's matrix products.",
        footer = {
            "",
            "  floatscape workload llama-3-8b --format mxfp4,bf16 --phase training --sequence 8192 --batch 16",
            "  floatscape workload path/to/config.json --format nvfp4 --phase decode --batch 64 --node 7 -o out",
            "  floatscape workload llama-3-8b --format mxfp4 --library mylib.yaml --cells mycells --node 28",
            "",
            "Formats are set against the last of them.",
            "",
            "Every product C[m x n] = A[m x k] B[k x n] has both operands in the format, quantised along k,",
            "and its result in --result. FLOPs are 2 per MAC. Counted off chip: elements and scales of A, B",
            "and C, but for attention scores, which a fused kernel keeps on chip; the square of scores is",
            "counted whole; and, once for each operand that is quantised, writing its quantised copy (to the",
            "buffer what stays on chip). Not counted: norms, softmax, embedding lookup, optimiser, recomputation,",
            "buses, leakage; reading the wide original, as what makes it is taken to quantise it; writes of the",
            "accumulators' registers.",
            "",
            "Conversion: in training both operands of every product are quantised once, from --result (or",
            "FP32 where that is no plain float); otherwise A alone, since weights and, in decoding, keys and",
            "values lie ready; and each result off chip is rescaled where the format has one scale per channel",
            "or tensor, and rounded from FP32. The quantiser compares, works out the group's scale, divides,",
            "rounds. mm2 per TMAC/s counts as many converters as keep up with a full array.",
            "",
            "Tiling, with |A|, |B|, |C| the bits of the matrices, M half of the buffer (the other half",
            "streams) and an output-stationary array of r x c units; of two ways the one that moves less off",
            "chip, then in the buffer:",
            "  1. A tile tm x tn of C in M as 32-bit partial sums: t = floor(sqrt(M/32)), tm = min(m, t),",
            "     tn = min(n, t); where m < t tn = min(n, floor(M/32m)), and the like where n < t.",
            "     Off chip: |A| ceil(n/tn) + |B| ceil(m/tm) + |C|. Buffer: the same fills, the array's reads",
            "     |A| ceil(n/c) + |B| ceil(m/r), partial sums 2 x 32 m n ceil(k/kc), where",
            "     kc = M / (bits per element x (tm + tn)).",
            "  2. A or B whole in M, if it fits, with one strip of the other. Off chip: |A| + |B| + |C|, the",
            "     least possible. Buffer: |A| + |B|, the array's reads, 2 |C|.",
            "  Registers: each MAC's two elements, written once.",
            "  To these the quantised copies add |A|, |B| or both.",
            "mm2 per TMAC/s: MAC units and converters, one operation per critical path; `delivered` divides by",
            "how full the shapes keep the array, and takes memory to keep up.",
            "",
            "Exit codes: 0 costed, 2 bad input; then nothing is written."
        })
final class WorkloadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkloadSource source;

    @Mixin
    private FormatsOptions formatOptions = new FormatsOptions("mxfp4", "nvfp4", "mxfp8", "bf16");

    @Option(
            names = "--result",
            paramLabel = "FORMAT",
            defaultValue = "bf16",
            description = "Format in which results leave the array. Default: ${DEFAULT-VALUE}")
    private String result;

    @Mixin
    private AcceleratorOptions silicon;

    @Mixin
    private UnitOptions unit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where workload.csv and workload.json go. Default: they are not written.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        var workload = source.workload();
        var accelerator = silicon.accelerator(unit.calibration());
        var folder = output == null ? null : new OutputFolder(output, inputs());
        var model = unit.costModel(accelerator.node());
        var report = new WorkloadReport(
                workload, accelerator, result, model.hardware(), model.library(), costs(workload, accelerator, model));
        if (folder != null) {
            folder.write(WorkloadFiles.of(report));
        }
        var out = spec.commandLine().getOut();
        out.print(WorkloadText.of(report));
        if (folder != null) {
            out.printf("%nWritten to %s: workload.csv, workload.json%n", output);
        }
        out.flush();
        return 0;
    }

    private List<Path> inputs() {
        return Stream.of(source.inputs(), silicon.inputs(), unit.inputs())
                .flatMap(List::stream)
                .toList();
    }

    private List<WorkloadCost> costs(Workload workload, Accelerator accelerator, CostModel model) {
        var resultFormat = Format.parse(result);
        return formatOptions.formats().stream()
                .map(format -> WorkloadCost.of(workload, format, model, resultFormat, accelerator))
                .toList();
    }
}

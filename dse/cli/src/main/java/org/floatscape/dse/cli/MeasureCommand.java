package org.floatscape.dse.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.measure.Measurements;
import org.floatscape.dse.report.MeasurementFiles;
import org.floatscape.dse.report.MeasurementText;
import org.floatscape.dse.report.OutputFolder;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.TensorFile;
import org.floatscape.dse.tensor.TensorSelection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What formats do to the tensors of a model. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = "Measures the error that formats make on the tensors of files, bit-exactly.",
        footer = {
            "",
            "  floatscape measure weights.safetensors --formats mxfp4,nvfp4,e4m3:b128:fp32 -o out",
            "",
            "Elements must be F32, F16 or BF16. Blocks and channels run along the last dimension.",
            "SQNR is 10 log10(sum x^2 / sum (x - y)^2). zero: results that are 0. satur.: inputs beyond the",
            "largest value of their group. subn.: results below the smallest normal value of their group.",
            "'floatscape formats' lists the formats.",
            "",
            "Exit codes: 0 measured, 2 bad input; then nothing is written."
        })
final class MeasureCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of tensors: .safetensors or .npy.")
    private List<Path> files;

    @Option(
            names = {"-f", "--formats"},
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "mxfp4,nvfp4,mxfp6_e2m3,mxfp8,mxint8,fp8_e4m3",
            description = "Formats to measure. Default: ${DEFAULT-VALUE}")
    private List<String> formatNames;

    @Mixin
    private TensorOptions options;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where measurements.csv and measurements.json go. Default: they are not written.")
    private Path output;

    @Option(names = "--all", description = "Prints every tensor, not only those with the lowest SQNR.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        var formats = formatNames.stream().map(NamedFormat::parse).toList();
        try (Arena arena = Arena.ofConfined()) {
            var tensors = TensorSelection.of(map(arena), options.patterns());
            var folder = output == null ? null : new OutputFolder(output);
            var measurements = measure(tensors, formats);
            if (folder != null) {
                folder.write(MeasurementFiles.of(measurements));
            }
            print(MeasurementText.of(measurements, all));
            if (folder != null) {
                print("\nWritten to %s: measurements.csv, measurements.json\n".formatted(output));
            }
        }
        return 0;
    }

    private List<StoredTensor> map(Arena arena) throws IOException {
        var tensors = new ArrayList<StoredTensor>();
        for (Path file : files) {
            tensors.addAll(TensorFile.map(file, arena).tensors());
        }
        return tensors;
    }

    private Measurements measure(List<StoredTensor> tensors, List<NamedFormat> formats) {
        try (var progress = new Progress("Measuring", tensors, 1)) {
            return Measurements.of(tensors, formats, options.seed(), options.nThreads(), progress::start);
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}

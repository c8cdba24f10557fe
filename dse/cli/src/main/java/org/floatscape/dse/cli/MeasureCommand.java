package org.floatscape.dse.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.input.InputException;
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
            "SQNR is 10 log10(sum x^2 / sum (x - y)^2). zero: results that are 0. satur.: inputs more than half",
            "a spacing beyond the largest value of their group. subn.: results below its smallest normal value.",
            "'floatscape formats' lists the formats.",
            "--histogram counts elements by binade, and blocks by crest: their largest magnitude over their RMS.",
            "",
            "Exit codes: 0 measured, 2 bad input; then nothing is written."
        })
final class MeasureCommand implements Callable<Integer> {

    private static final int DEFAULT_CREST_BLOCK = 32;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of tensors: .safetensors or .npy.")
    private List<Path> files;

    @Mixin
    private FormatsOptions formatOptions =
            new FormatsOptions("mxfp4", "nvfp4", "mxfp6_e2m3", "mxfp8", "mxint8", "fp8_e4m3");

    @Mixin
    private TensorOptions options;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where measurements.csv and measurements.json go, which hold MSE and cosine too, and with"
                    + " --histogram histograms.csv. Default: they are not written.")
    private Path output;

    @Option(names = "--histogram", description = "Also shows how magnitudes, and the crests of blocks, are spread.")
    private boolean histogram;

    @Option(
            names = "--crest-block",
            paramLabel = "ELEMENTS",
            description = "Elements of the blocks of --histogram. Default: " + DEFAULT_CREST_BLOCK)
    private Long crestBlock;

    @Option(names = "--all", description = "Prints every tensor, not only those with the lowest SQNR.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        var formats = formatOptions.formats();
        var block = crestBlock();
        try (Arena arena = Arena.ofConfined()) {
            var tensors = TensorSelection.of(map(arena), options.patterns());
            var folder = output == null ? null : new OutputFolder(output, files);
            if (folder != null) {
                folder.check(MeasurementFiles.names(histogram));
            }
            var measurements = measure(tensors, formats, block);
            if (folder != null) {
                var written = MeasurementFiles.of(measurements);
                folder.write(written);
                print(MeasurementText.of(measurements, all));
                print("\nWritten to %s: %s\n".formatted(output, String.join(", ", written.keySet())));
            } else {
                print(MeasurementText.of(measurements, all));
            }
        }
        return 0;
    }

    /** The size of the blocks whose crests are wanted; empty for none. */
    private OptionalLong crestBlock() {
        if (crestBlock == null) {
            return histogram ? OptionalLong.of(DEFAULT_CREST_BLOCK) : OptionalLong.empty();
        }
        if (!histogram) {
            throw new InputException("--crest-block " + crestBlock, "only --histogram has blocks; add it");
        }
        if (crestBlock < 1) {
            throw new InputException("--crest-block " + crestBlock, "a block must have at least 1 element");
        }
        return OptionalLong.of(crestBlock);
    }

    private List<StoredTensor> map(Arena arena) throws IOException {
        var tensors = new ArrayList<StoredTensor>();
        for (Path file : files) {
            tensors.addAll(TensorFile.map(file, arena).tensors());
        }
        return tensors;
    }

    private Measurements measure(List<StoredTensor> tensors, List<NamedFormat> formats, OptionalLong block) {
        try (var progress = new Progress("Measuring", tensors, 1)) {
            return Measurements.of(tensors, formats, block, options.seed(), options.nThreads(), progress::start);
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}

package org.floatscape.dse.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.measure.Encoder;
import org.floatscape.dse.measure.Quantizer;
import org.floatscape.dse.report.QuantizationText;
import org.floatscape.dse.tensor.Staging;
import org.floatscape.dse.tensor.Target;
import org.floatscape.dse.tensor.TensorFile;
import org.floatscape.dse.tensor.TensorSelection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What tensors become in a format, as files. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        description = "Writes what tensors become in a format: float32 values, and if asked for codes and scales.",
        footer = {
            "",
            "  floatscape quantize in.npy --format mxfp4 -o out.npy --codes codes.npy --scales scales.npy",
            "  floatscape quantize model.safetensors --format nvfp4 --tensors '*proj.weight' -o q.safetensors",
            "",
            "Elements must be F32, F16 or BF16. Blocks and channels run along the last dimension. A .safetensors",
            "output keeps the tensors that are not named as they are.",
            "Codes: one per item, U8, U16 or U32, in the shape of the tensor. Scales: one per block, channel or",
            "tensor; F32, F16, bits of BF16 as U16, or codes as U8.",
            "",
            "Exit codes: 0 written, 2 bad input; then nothing is written."
        })
final class QuantizeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "File of tensors: .npy or .safetensors.")
    private Path input;

    @Option(
            names = {"-f", "--format"},
            required = true,
            paramLabel = "FORMAT",
            description = "Such as mxfp4 or e4m3:b128:fp32; 'floatscape formats' lists them.")
    private String formatName;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where the float32 values go, bit for bit as the kernels give them: .npy or .safetensors.")
    private Path output;

    @Option(names = "--codes", paramLabel = "FILE", description = "Where the codes go: .npy or .safetensors.")
    private Path codes;

    @Option(names = "--scales", paramLabel = "FILE", description = "Where the scales go: .npy or .safetensors.")
    private Path scales;

    @Mixin
    private TensorOptions options;

    @Override
    public Integer call() throws IOException {
        var format = Format.parse(formatName);
        try (Arena arena = Arena.ofConfined();
                var staging = new Staging(List.of(input))) {
            var file = TensorFile.map(input, arena);
            var selected = TensorSelection.of(file.tensors(), options.patterns());
            var values = staging.target(output, selected.size());
            var codesTarget = target(staging, codes, selected.size());
            var scalesTarget = target(staging, scales, selected.size());
            boolean encodes = codes != null || scales != null;
            Map<String, Float> magnitudes = Map.of();
            try (var progress = new Progress("Quantizing", selected, encodes ? 2 : 1)) {
                if (encodes) {
                    magnitudes = new Encoder(format, options.seed(), options.nThreads(), progress::start)
                            .write(selected, codesTarget, scalesTarget);
                }
                new Quantizer(format, options.seed(), options.nThreads(), progress::start)
                        .write(file, selected, values);
            }
            staging.commit();
            print(QuantizationText.of(format, options.seed(), selected, output, magnitudes));
        }
        return 0;
    }

    /** @param file null where it is not asked for */
    private static Optional<Target> target(Staging staging, Path file, int nTensors) throws IOException {
        return file == null ? Optional.empty() : Optional.of(staging.target(file, nTensors));
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}

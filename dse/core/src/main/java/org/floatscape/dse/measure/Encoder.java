package org.floatscape.dse.measure;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.Target;
import org.floatscape.dse.tensor.TensorFileException;
import org.floatscape.dse.tensor.TensorFileWriter;
import org.floatscape.dse.tensor.TensorHeader;
import org.floatscape.ffi.Codec;
import org.floatscape.ffi.EncodedTensor;
import org.floatscape.ffi.QuantSpec;
import org.floatscape.ffi.Quantization;

/**
 * Writes the codes and scales of what tensors become in a format.
 *
 * @param seed     key of stochastic rounding
 * @param nThreads at least 1; no byte depends on it
 * @param onStart  told of each tensor before it is encoded
 */
public record Encoder(Format format, long seed, int nThreads, Consumer<StoredTensor> onStart) {

    /** Under which, followed by the tensor's name, the metadata of scales gives what the second level follows from. */
    private static final String MAGNITUDE_KEY = "floatscape.tensor_magnitude.";

    /**
     * Writes a file of codes, one of scales, or both.
     *
     * @return where the format has two levels of scale, by tensor: its largest magnitude, which the second follows from
     * @throws InputException if the kernels refuse the format, if scales are asked for and the format has none, or if
     *     a result has no code
     */
    public Map<String, Float> write(
            List<StoredTensor> tensors, Optional<Target> codesTarget, Optional<Target> scalesTarget)
            throws IOException {
        QuantSpec spec = Specs.of(format, seed);
        if (scalesTarget.isPresent() && format.block().isEmpty()) {
            throw new InputException(
                    "--scales " + scalesTarget.get().file(), "%s has no scale".formatted(format.name()));
        }
        var magnitudes = magnitudes(tensors);
        try (Arena arena = Arena.ofConfined()) {
            var files = new Files(tensors, magnitudes, arena);
            var codes = files.create(codesTarget, header -> Codes.codesHeader(format, header));
            var scales = files.create(
                    scalesTarget, header -> Codes.scalesHeader(format.block().orElseThrow(), header));
            for (int t = 0; t < tensors.size(); t++) {
                onStart.accept(tensors.get(t));
                int index = t;
                encode(spec, tensors.get(t), codes.map(list -> list.get(index)), scales.map(list -> list.get(index)));
            }
        }
        return magnitudes;
    }

    private void encode(
            QuantSpec spec, StoredTensor source, Optional<StoredTensor> codes, Optional<StoredTensor> scales) {
        try (Arena scratch = Arena.ofConfined()) {
            EncodedTensor encoded;
            try {
                encoded = Codec.encode(spec, source.rows(scratch), nThreads, scratch);
            } catch (IllegalArgumentException e) {
                throw new TensorFileException(
                        source.file(),
                        source.name(),
                        "a result is NaN or Inf, and %s has no code for it; without --codes and --scales it is kept"
                                .formatted(format.name()));
            }
            codes.ifPresent(target -> Codes.unpack(encoded, format.element().bits(), target.data()));
            scales.ifPresent(target -> target.data().copyFrom(encoded.scales()));
        }
    }

    private Map<String, Float> magnitudes(List<StoredTensor> tensors) {
        boolean twoLevels = format.block()
                .filter(b -> b.scale() instanceof ScaleFormat.TwoLevel)
                .isPresent();
        var magnitudes = new LinkedHashMap<String, Float>();
        if (twoLevels) {
            for (StoredTensor tensor : tensors) {
                try (Arena scratch = Arena.ofConfined()) {
                    magnitudes.put(tensor.name(), Quantization.maxMagnitude(tensor.rows(scratch), nThreads));
                }
            }
        }
        return magnitudes;
    }

    /** Makes the output files for the same tensors. */
    private final class Files {
        private final List<StoredTensor> tensors;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Arena arena;

        Files(List<StoredTensor> tensors, Map<String, Float> magnitudes, Arena arena) {
            this.tensors = tensors;
            this.arena = arena;
            metadata.put(Quantizer.FORMAT_KEY, format.name());
            magnitudes.forEach((name, magnitude) -> metadata.put(MAGNITUDE_KEY + name, magnitude.toString()));
        }

        Optional<List<StoredTensor>> create(Optional<Target> target, Function<TensorHeader, TensorHeader> header)
                throws IOException {
            if (target.isEmpty()) {
                return Optional.empty();
            }
            var headers = tensors.stream()
                    .map(tensor -> header.apply(tensor.header()))
                    .toList();
            return Optional.of(TensorFileWriter.create(target.get(), headers, metadata, arena));
        }
    }
}

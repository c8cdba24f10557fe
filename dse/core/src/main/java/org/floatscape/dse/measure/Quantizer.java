package org.floatscape.dse.measure;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.Container;
import org.floatscape.dse.tensor.Staging;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.StoredType;
import org.floatscape.dse.tensor.TensorFile;
import org.floatscape.dse.tensor.TensorFileException;
import org.floatscape.dse.tensor.TensorFileWriter;
import org.floatscape.ffi.QuantSpec;
import org.floatscape.ffi.Quantization;

/**
 * Writes what the tensors of a file become in a format, as float32 with the bits that the kernels give.
 *
 * @param seed     key of stochastic rounding
 * @param nThreads at least 1; no byte depends on it
 * @param onStart  told of each tensor before it is quantized
 */
public record Quantizer(Format format, long seed, int nThreads, Consumer<StoredTensor> onStart) {

    /** Under which the metadata of a .safetensors file names the format. */
    static final String FORMAT_KEY = "floatscape.format";

    /**
     * Stages a file of the values. A .safetensors file also gets the metadata of {@code input} and those of its tensors
     * that are not selected, as they are.
     *
     * @throws InputException if the kernels refuse the format, or if {@code target} is an .npy file and more than one
     *     tensor is selected
     */
    public void write(TensorFile input, List<StoredTensor> selected, Path target, Staging staging) throws IOException {
        QuantSpec spec = Specs.of(format, seed);
        var container = Container.of(target);
        checkCount(target, container, selected);
        Set<String> quantized = selected.stream().map(StoredTensor::name).collect(Collectors.toSet());
        var written = container == Container.NPY ? selected : input.tensors();
        var headers = written.stream()
                .map(tensor -> quantized.contains(tensor.name()) ? tensor.header().as(StoredType.F32) : tensor.header())
                .toList();
        var metadata = new LinkedHashMap<>(input.metadata());
        metadata.put(FORMAT_KEY, format.name());
        try (Arena arena = Arena.ofConfined()) {
            var results = TensorFileWriter.create(staging.part(target), container, headers, metadata, arena);
            for (int t = 0; t < written.size(); t++) {
                if (quantized.contains(written.get(t).name())) {
                    quantize(spec, written.get(t), results.get(t));
                } else {
                    results.get(t).data().copyFrom(written.get(t).data());
                }
            }
        }
    }

    private void quantize(QuantSpec spec, StoredTensor source, StoredTensor result) {
        onStart.accept(source);
        try (Arena scratch = Arena.ofConfined()) {
            Quantization.fakeQuantize(spec, source.rows(scratch), result.target(), nThreads);
        }
    }

    /** An .npy file holds one tensor. */
    static void checkCount(Path target, Container container, List<StoredTensor> selected) {
        if (container == Container.NPY && selected.size() > 1) {
            throw new TensorFileException(
                    target,
                    "an .npy file holds one tensor, %d are to be written; name a .safetensors file, or one tensor with --tensors"
                            .formatted(selected.size()));
        }
    }
}

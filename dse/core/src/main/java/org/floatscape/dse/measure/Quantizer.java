package org.floatscape.dse.measure;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.Container;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.StoredType;
import org.floatscape.dse.tensor.Target;
import org.floatscape.dse.tensor.TensorFile;
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
     * Writes a file of the values. A .safetensors file also gets the metadata of {@code input} and those of its tensors
     * that are not selected, as they are.
     *
     * @throws InputException if the kernels refuse the format
     */
    public void write(TensorFile input, List<StoredTensor> selected, Target target) throws IOException {
        QuantSpec spec = Specs.of(format, seed);
        Set<String> quantized = selected.stream().map(StoredTensor::name).collect(Collectors.toSet());
        var written = target.container() == Container.NPY ? selected : input.tensors();
        var headers = written.stream()
                .map(tensor ->
                        quantized.contains(tensor.name()) ? tensor.header().as(StoredType.F32) : tensor.header())
                .toList();
        var metadata = new LinkedHashMap<>(input.metadata());
        metadata.put(FORMAT_KEY, format.name());
        try (Arena arena = Arena.ofConfined()) {
            var results = TensorFileWriter.create(target, headers, metadata, arena);
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
}

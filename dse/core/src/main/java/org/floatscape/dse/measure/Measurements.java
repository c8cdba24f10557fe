package org.floatscape.dse.measure;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.format.Rounding;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.ffi.ErrorStatistics;
import org.floatscape.ffi.Histogram;
import org.floatscape.ffi.Measurement;
import org.floatscape.ffi.QuantSpec;
import org.floatscape.ffi.Tensor;

/**
 * What formats do to tensors.
 *
 * @param tensors one entry per tensor
 * @param total   of all tensors together, one entry per format
 * @param seed    the key of stochastic rounding, unsigned
 */
public record Measurements(List<TensorMeasurement> tensors, List<FormatMeasurement> total, long seed) {

    public Measurements {
        tensors = List.copyOf(tensors);
        total = List.copyOf(total);
    }

    /**
     * Quantizes each tensor to each format, with up to 64 formats in one read of a tensor.
     *
     * @param formats  at least one
     * @param histogramBlock elements of a block whose crest is counted; empty for no histograms
     * @param seed     key of stochastic rounding
     * @param nThreads at least 1; the result does not depend on it
     * @param onStart  told of each tensor before it is measured
     * @throws InputException if the kernels refuse a format
     */
    public static Measurements of(
            List<StoredTensor> tensors,
            List<NamedFormat> formats,
            OptionalLong histogramBlock,
            long seed,
            int nThreads,
            Consumer<StoredTensor> onStart) {
        var specs =
                formats.stream().map(named -> Specs.of(named.format(), seed)).toList();
        var measured = new ArrayList<TensorMeasurement>(tensors.size());
        for (StoredTensor tensor : tensors) {
            onStart.accept(tensor);
            measured.add(measure(tensor, formats, specs, histogramBlock, nThreads));
        }
        var total = new ArrayList<FormatMeasurement>(formats.size());
        for (int f = 0; f < formats.size(); f++) {
            total.add(total(measured, f));
        }
        return new Measurements(measured, total, seed);
    }

    private static TensorMeasurement measure(
            StoredTensor tensor,
            List<NamedFormat> formats,
            List<QuantSpec> specs,
            OptionalLong histogramBlock,
            int nThreads) {
        List<ErrorStatistics> statistics;
        Optional<Histogram> histogram = Optional.empty();
        try (Arena scratch = Arena.ofConfined()) {
            Tensor rows = tensor.rows(scratch);
            statistics = Measurement.statistics(specs, rows, nThreads);
            if (histogramBlock.isPresent()) {
                histogram = Optional.of(Histogram.of(rows, histogramBlock.getAsLong(), nThreads));
            }
        }
        var measured = new ArrayList<FormatMeasurement>(formats.size());
        for (int f = 0; f < formats.size(); f++) {
            NamedFormat format = formats.get(f);
            measured.add(new FormatMeasurement(
                    format, StorageBits.perElement(format.format(), tensor.header()), statistics.get(f)));
        }
        return new TensorMeasurement(tensor.file(), tensor.header(), measured, histogram);
    }

    /** Whether results depend on the seed. */
    public boolean stochastic() {
        return total.stream().anyMatch(measured -> measured.format().format().rounding() == Rounding.SR);
    }

    /** Of all tensors together, where asked for. */
    public Optional<Histogram> histogram() {
        return tensors.stream()
                .map(TensorMeasurement::histogram)
                .flatMap(Optional::stream)
                .reduce(Histogram::plus);
    }

    /** Of the format of index {@code f}; every tensor weighs by its elements. */
    private static FormatMeasurement total(List<TensorMeasurement> tensors, int f) {
        double bits = 0;
        double nElements = 0;
        ErrorStatistics sum = null;
        for (TensorMeasurement measured : tensors) {
            FormatMeasurement one = measured.formats().get(f);
            bits += one.bitsPerElement() * measured.tensor().nElements();
            nElements += measured.tensor().nElements();
            sum = sum == null ? one.statistics() : sum.plus(one.statistics());
        }
        return new FormatMeasurement(tensors.getFirst().formats().get(f).format(), bits / nElements, sum);
    }
}

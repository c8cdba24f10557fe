package org.floatscape.dse.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.format.Rounding;
import org.floatscape.dse.tensor.StoredTensor;
import org.floatscape.dse.tensor.TensorFileException;

/** What was quantized, for a terminal. */
public final class QuantizationText {
    private QuantizationText() {}

    /**
     * @param seed       key of stochastic rounding, unsigned
     * @param magnitudes of a format with two levels of scale: the largest magnitude of each tensor
     */
    public static String of(
            Format format, long seed, List<StoredTensor> tensors, Path output, Map<String, Float> magnitudes) {
        double nElements = tensors.stream()
                .mapToDouble(tensor -> tensor.header().nElements())
                .sum();
        var text = new StringBuilder(Figures.format(
                "%s to %s (%s elements): %s%n",
                tensors.size() == 1 ? "1 tensor" : tensors.size() + " tensors",
                NamedFormats.label(format),
                Figures.count(nElements),
                output));
        if (format.rounding() == Rounding.SR) {
            text.append("@sr: seed ").append(Long.toUnsignedString(seed)).append('\n');
        }
        if (!magnitudes.isEmpty()) {
            text.append("\nLargest magnitude of each tensor, from which the float32 scale follows:\n");
            var table = new TextTable("tensor", "magnitude", "float32 bits");
            magnitudes.forEach((name, magnitude) -> table.row(
                    TensorFileException.printable(name),
                    magnitude.toString(),
                    Figures.format("0x%08x", Float.floatToRawIntBits(magnitude))));
            text.append(table.text());
        }
        return text.toString();
    }
}

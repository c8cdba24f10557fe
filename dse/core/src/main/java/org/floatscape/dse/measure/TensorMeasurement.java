package org.floatscape.dse.measure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.floatscape.dse.tensor.TensorHeader;
import org.floatscape.ffi.Histogram;

/**
 * What formats did to a tensor.
 *
 * @param formats   one per format, in the order asked for
 * @param histogram of its magnitudes and block crests, where asked for
 */
public record TensorMeasurement(
        Path file, TensorHeader tensor, List<FormatMeasurement> formats, Optional<Histogram> histogram) {

    public TensorMeasurement {
        formats = List.copyOf(formats);
    }
}

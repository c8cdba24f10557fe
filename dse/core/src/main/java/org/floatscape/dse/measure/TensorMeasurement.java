package org.floatscape.dse.measure;

import java.nio.file.Path;
import java.util.List;
import org.floatscape.dse.tensor.TensorHeader;

/**
 * What formats did to a tensor.
 *
 * @param formats one per format, in the order asked for
 */
public record TensorMeasurement(Path file, TensorHeader tensor, List<FormatMeasurement> formats) {

    public TensorMeasurement {
        formats = List.copyOf(formats);
    }
}

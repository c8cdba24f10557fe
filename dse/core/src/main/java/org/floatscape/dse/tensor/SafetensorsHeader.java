package org.floatscape.dse.tensor;

import java.util.List;
import java.util.Map;

/**
 * The JSON at the start of a .safetensors file, as it stands there: offsets are not checked yet.
 *
 * @param metadata the texts under {@code __metadata__}
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    /**
     * What the header says of one tensor.
     *
     * @param begin of its bytes, from the end of the header on
     * @param end   behind its last byte
     */
    record Entry(TensorHeader tensor, long begin, long end) {}
}

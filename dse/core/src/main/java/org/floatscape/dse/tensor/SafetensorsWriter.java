package org.floatscape.dse.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The header of a .safetensors file with its length, filled up with blanks so that data starts at a multiple of 8. */
final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();

    /** Where the file's texts stand among its tensors. */
    static final String METADATA = "__metadata__";

    private SafetensorsWriter() {}

    /** @param tensors in the order of their data */
    static byte[] header(List<TensorHeader> tensors, Map<String, String> metadata) {
        var json = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = json.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long at = 0;
        for (TensorHeader tensor : tensors) {
            ObjectNode node = json.putObject(tensor.name());
            node.put("dtype", tensor.type().name());
            tensor.shape().forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(at).add(at + tensor.nBytes());
            at += tensor.nBytes();
        }
        byte[] text = JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(text.length, Long.BYTES) * Long.BYTES;
        var header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }
}

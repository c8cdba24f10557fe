package org.floatscape.dse.report;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run was made of. The one output that differs between equal runs: it says when and where.
 *
 * @param versions   of Floatscape, Java and libraries
 * @param isa        instruction set of the native kernels, such as {@code avx2}
 * @param laws       the accuracy laws, the deciding one first
 * @param costLibrary id of the cost library, with its hash
 * @param inputs     SHA-256 of every input, by name
 * @param seed       of the search
 * @param startedAt  ISO 8601
 * @param wallSeconds from start to the end of the exploration
 * @param host       name of the machine
 */
public record Manifest(
        Map<String, String> versions,
        String isa,
        List<String> laws,
        String costLibrary,
        Map<String, String> inputs,
        long seed,
        String startedAt,
        double wallSeconds,
        String host) {

    ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        ObjectNode versionNode = json.putObject("versions");
        versions.forEach(versionNode::put);
        json.put("isa", isa);
        laws.forEach(json.putArray("laws")::add);
        json.put("cost_library", costLibrary);
        ObjectNode inputNode = json.putObject("input_sha256");
        inputs.forEach(inputNode::put);
        return json.put("seed", seed)
                .put("started_at", startedAt)
                .put("wall_seconds", wallSeconds)
                .put("host", host);
    }
}

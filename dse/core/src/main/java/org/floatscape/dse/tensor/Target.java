package org.floatscape.dse.tensor;

import java.nio.file.Path;

/**
 * A tensor file to be written.
 *
 * @param file where it will be
 * @param part where it is until then
 */
public record Target(Path file, Container container, Path part) {}

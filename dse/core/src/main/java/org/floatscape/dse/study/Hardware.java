package org.floatscape.dse.study;

/**
 * The silicon.
 *
 * @param nodeNm          process node, nm
 * @param scaledMac       unit for formats with a shared scale
 * @param unscaledMac     unit for formats without one
 * @param operandsFrom    which memory operands come from
 */
public record Hardware(double nodeNm, Mac scaledMac, Mac unscaledMac, MemoryShares operandsFrom) {}

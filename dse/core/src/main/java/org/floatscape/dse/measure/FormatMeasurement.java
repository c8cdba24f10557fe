package org.floatscape.dse.measure;

import org.floatscape.dse.format.NamedFormat;
import org.floatscape.ffi.ErrorStatistics;

/**
 * What one format did to a tensor, or to several together.
 *
 * @param format         under the name the user gave it
 * @param bitsPerElement storage in this format, the tensor's own number of scales included; what a tensor has only one
 *     of is not counted
 */
public record FormatMeasurement(NamedFormat format, double bitsPerElement, ErrorStatistics statistics) {}

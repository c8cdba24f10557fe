package org.floatscape.dse.tensor;

import java.util.List;

/**
 * The three facts in the header of an .npy file.
 *
 * @param descr type of the elements, such as {@code <f4}
 */
record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {}

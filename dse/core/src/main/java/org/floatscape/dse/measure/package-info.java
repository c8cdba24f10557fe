/** What formats do to tensors, measured by the native kernels. */
package org.floatscape.dse.measure;

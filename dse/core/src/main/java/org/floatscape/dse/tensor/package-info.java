/** Tensors in files: .npy and .safetensors, mapped into memory, held strictly to their rules. */
package org.floatscape.dse.tensor;

/* fs_vector_body.h - the vector kernels, written once over the operations of fs_vector_<isa>.h and compiled once
 * by each fs_kernels_<isa>.c. Every function is static: no copy made for one instruction set can be linked into
 * another's callers. */
#include "fs_vector_magnitudes.h"
#include "fs_vector_random.h"
#include "fs_vector_statistics.h"

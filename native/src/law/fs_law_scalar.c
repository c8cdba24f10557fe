/* fs_law_scalar.c - the law kernels: the definition. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-vectorize")
#endif
#define KERNELS fs_law_kernels_scalar
#include "law_loops.h"

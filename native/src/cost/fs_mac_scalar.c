/* fs_mac_scalar.c - the cost kernels: the definition. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-vectorize")
#endif
#define SCALAR
#define KERNELS fs_mac_kernels_scalar
#include "mac_loops.h"

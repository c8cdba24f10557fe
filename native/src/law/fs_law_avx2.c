/* fs_law_avx2.c - the law kernels, compiled for this file's instruction set. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-trapping-math") /* changes no value; without it selections are branches */
#endif
#define KERNELS fs_law_kernels_avx2
#include "law_loops.h"

/* fs_mac_avx2.c - the cost kernels, compiled for this file's instruction set. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-trapping-math", "no-unswitch-loops") /* change no value; without them selections are branches */
#endif
#define KERNELS fs_mac_kernels_avx2
#include "mac_loops.h"

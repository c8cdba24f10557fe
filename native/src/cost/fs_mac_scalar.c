/* fs_mac_scalar.c - the cost kernels: the definition. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-trapping-math", "no-unswitch-loops") /* change no value; without them selections are branches */
#endif
#define KERNELS fs_mac_kernels_scalar
#include "mac_loops.h"

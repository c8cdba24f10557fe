#include "fs_kernels.h"
const struct fs_kernels fs_kernels_avx512;

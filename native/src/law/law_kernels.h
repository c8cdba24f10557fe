/* law_kernels.h - the scaling-law kernels of one instruction set. */
#ifndef FS_LAW_KERNELS_H
#define FS_LAW_KERNELS_H
#include <stdint.h>
#include "floatscape.h"

/* A sum of products of powers, as fs_power_law takes it. */
struct fs_law {
    int32_t n_columns;
    const int32_t *kinds;
    int32_t n_inner;
    int32_t n_terms;
    const double *coefficients;
    const double *exponents;
    double outer_exponent;
    double floor;
};

struct fs_law_kernels {
    /* 1 where every value was in the domain of its column, else 0. Arguments are trusted otherwise. */
    int (*losses)(const struct fs_law *law, int64_t n, const double *columns, int64_t stride, double *loss);
};

extern const struct fs_law_kernels fs_law_kernels_scalar;
extern const struct fs_law_kernels fs_law_kernels_avx2;
extern const struct fs_law_kernels fs_law_kernels_avx512;
#endif

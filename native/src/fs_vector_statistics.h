/* fs_vector_statistics.h - what rounding does to one strip. */
#ifndef FS_VECTOR_STATISTICS_H
#define FS_VECTOR_STATISTICS_H
#include "fs_vector_quantize.h"

#define VECTORS (16 / LANES) /* vectors that hold the 16 lanes of a strip */

static double sum_squares(const float *x, int64_t n) {
    vf sum[VECTORS];
    for (int j = 0; j < VECTORS; j++) sum[j] = vf_set(0);
    int64_t i = 0;
    for (; i + 16 <= n; i += 16)
        for (int j = 0; j < VECTORS; j++) {
            vf v = vf_load(x + i + j * LANES);
            sum[j] = vf_fma(v, v, sum[j]);
        }
    for (int j = 0; i < n; i += LANES, j++) {
        vf v = n - i >= LANES ? vf_load(x + i) : vf_load_n(x + i, n - i);
        sum[j] = vf_fma(v, v, sum[j]);
    }
    return sum_16(sum);
}

struct sums {
    vf y2[VECTORS], e2[VECTORS], max_error;
    vi n_zero, n_saturated, n_below_normal; /* per lane */
};

INLINE void add_vector(struct sums *s, int j, vf x, vf y, vf saturation, vf min_normal, int may_saturate) {
    const vf sign = floats(vi_set(FS_SIGN_MASK));
    vf e = vf_sub(x, y);
    s->y2[j] = vf_fma(y, y, s->y2[j]);
    s->e2[j] = vf_fma(e, e, s->e2[j]);
    s->max_error = vf_max(vf_andnot(sign, e), s->max_error);
    s->n_zero = vi_increment(s->n_zero, vf_equal(y, vf_set(0)));
    s->n_below_normal = vi_increment(s->n_below_normal, vf_less(vf_andnot(sign, y), min_normal));
    if (may_saturate) s->n_saturated = vi_increment(s->n_saturated, vf_greater(vf_andnot(sign, x), saturation));
}

/* The whole 16s; the limits of elements i .. change every group_size, or with every element for a size of 1. */
INLINE int64_t add_vectors(struct sums *s, const float *src, const float *dst, int64_t n, const float *saturation, const float *min_normal,
                           int64_t group_size, int may_saturate) {
    int64_t i = 0;
    if (group_size == 1) {
        for (; i + 16 <= n; i += 16)
            for (int j = 0; j < VECTORS; j++) {
                int64_t k = i + j * LANES;
                add_vector(s, j, vf_load(src + k), vf_load(dst + k), vf_load(saturation + k), vf_load(min_normal + k), may_saturate);
            }
        return i;
    }
    for (int64_t group = 0; i + 16 <= n; group++) {
        vf above = vf_set(saturation[group]), below = vf_set(min_normal[group]);
        int64_t end = (group + 1) * group_size < n ? (group + 1) * group_size : n;
        for (; i + 16 <= end; i += 16)
            for (int j = 0; j < VECTORS; j++) add_vector(s, j, vf_load(src + i + j * LANES), vf_load(dst + i + j * LANES), above, below, may_saturate);
    }
    return i;
}

static void accumulate(const float *src, const float *dst, int64_t n, const float *saturation, const float *min_normal,
                       int64_t group_size, int may_saturate, struct fs_strip *strip) {
    struct sums s = {.max_error = vf_set(0), .n_zero = vi_set(0), .n_saturated = vi_set(0), .n_below_normal = vi_set(0)};
    for (int j = 0; j < VECTORS; j++) s.y2[j] = s.e2[j] = vf_set(0);
    int64_t i = may_saturate ? add_vectors(&s, src, dst, n, saturation, min_normal, group_size, 1)
                             : add_vectors(&s, src, dst, n, saturation, min_normal, group_size, 0);
    int padding = 0, padding_below = 0;
    for (int j = 0; i < n; i += LANES, j++) {
        int64_t rest = n - i < LANES ? n - i : LANES;
        vf above = group_size == 1 ? vf_load_n(saturation + i, rest) : vf_set(saturation[i / group_size]);
        vf below = group_size == 1 ? vf_load_n(min_normal + i, rest) : vf_set(min_normal[i / group_size]);
        add_vector(&s, j, vf_load_n(src + i, rest), vf_load_n(dst + i, rest), above, below, may_saturate);
        /* Lanes past the end count as zeros; below a limit of 0 nothing is. */
        padding += LANES - (int)rest;
        padding_below += group_size == 1 ? 0 : LANES - (int)rest;
    }
    strip->y2 = sum_16(s.y2);
    strip->e2 = sum_16(s.e2);
    strip->max_error = vf_largest(s.max_error);
    strip->n = n;
    strip->n_zero += vi_sum(s.n_zero) - padding;
    strip->n_saturated += vi_sum(s.n_saturated);
    strip->n_below_normal += vi_sum(s.n_below_normal) - padding_below;
}

#endif

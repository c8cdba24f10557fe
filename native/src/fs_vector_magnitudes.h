/* fs_vector_magnitudes.h - largest magnitudes, and narrower inputs made float32. */
#ifndef FS_VECTOR_MAGNITUDES_H
#define FS_VECTOR_MAGNITUDES_H
#include "fs_vector_round.h"

/* Far enough ahead for the memory to answer, near enough to stay in L1. */
#define PREFETCH_FLOATS 1024

static uint32_t max_magnitude(const float *src, int64_t n) {
    const vi mask = vi_set(FS_MAGNITUDE_MASK);
    vi m[4] = {vi_set(0), vi_set(0), vi_set(0), vi_set(0)};
    int64_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        for (int j = 0; j < 4 * LANES; j += 16) prefetch(src + i + PREFETCH_FLOATS + j);
        for (int j = 0; j < 4; j++) m[j] = vi_max(m[j], vi_and(bits(vf_load(src + i + j * LANES)), mask));
    }
    for (; i + LANES <= n; i += LANES) m[0] = vi_max(m[0], vi_and(bits(vf_load(src + i)), mask));
    if (i < n) m[1] = vi_max(m[1], vi_and(bits(vf_load_n(src + i, n - i)), mask));
    return vi_largest(vi_max(vi_max(m[0], m[1]), vi_max(m[2], m[3])));
}

/* Magnitudes of one group, not yet reduced. */
INLINE vi group_vector(const float *group, int64_t length, vi mask) {
    vi m = vi_set(0);
    int64_t i = 0;
    for (; i + LANES <= length; i += LANES) m = vi_max(m, vi_and(bits(vf_load(group + i)), mask));
    if (i < length) m = vi_max(m, vi_and(bits(vf_load_n(group + i, length - i)), mask));
    return m;
}

INLINE void eight_groups(const float *src, int64_t group_size, vi mask, uint32_t *amax_bits) {
    vi m[8];
    for (int k = 0; k < 8; k++) {
        const float *group = src + k * group_size;
        for (int64_t ahead = 0; ahead < group_size; ahead += 16) prefetch(group + PREFETCH_FLOATS + ahead);
        m[k] = group_vector(group, group_size, mask);
    }
    vi_largest_of_eight(m, amax_bits);
}

static void group_magnitudes(const float *src, int64_t n, int64_t group_size, uint32_t *amax_bits) {
    const vi mask = vi_set(FS_MAGNITUDE_MASK);
    int64_t i = 0;
    if (group_size == 16)
        for (; i + 8 * 16 <= n; i += 8 * 16, amax_bits += 8) eight_groups(src + i, 16, mask, amax_bits);
    else if (group_size == 32)
        for (; i + 8 * 32 <= n; i += 8 * 32, amax_bits += 8) eight_groups(src + i, 32, mask, amax_bits);
    else if (group_size <= 256 && group_size % LANES == 0)
        for (; i + 8 * group_size <= n; i += 8 * group_size, amax_bits += 8) eight_groups(src + i, group_size, mask, amax_bits);
    for (; i < n; i += group_size) *amax_bits++ = vi_largest(group_vector(src + i, n - i < group_size ? n - i : group_size, mask));
}

INLINE vf widen_vector(int32_t dtype, const uint16_t *p) { return dtype == FS_DTYPE_F16 ? vf_widen_f16(p) : vf_widen_bf16(p); }

static void widen(int32_t dtype, const void *src, float *dst, int64_t n) {
    const uint16_t *halves = src;
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) vf_store(dst + i, widen_vector(dtype, halves + i));
    if (i < n) {
        uint16_t rest[LANES] = {0};
        memcpy(rest, halves + i, (size_t)(n - i) * sizeof *rest);
        vf_store_n(dst + i, widen_vector(dtype, rest), n - i);
    }
}

#endif

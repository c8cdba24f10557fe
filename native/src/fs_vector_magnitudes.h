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

/* One group's magnitudes, not yet reduced; whole vectors of 8. */
INLINE v8 group_vector(const float *group, int64_t length) {
    v8 m = v8_magnitudes(group);
    for (int64_t i = 8; i < length; i += 8) m = v8_max(m, v8_magnitudes(group + i));
    return m;
}

INLINE int64_t groups_of(const float *src, int64_t n, int64_t group_size, uint32_t *amax_bits) {
    int64_t i = 0;
    for (; i + 8 * group_size <= n; i += 8 * group_size, amax_bits += 8) {
        v8 m[8];
        for (int k = 0; k < 8; k++) m[k] = group_vector(src + i + k * group_size, group_size);
        v8_largest_of_eight(m, amax_bits);
    }
    return i;
}

static void group_magnitudes(const float *src, int64_t n, int64_t group_size, uint32_t *amax_bits) {
    int64_t done = 0;
    switch (group_size) {
    case 16: done = groups_of(src, n, 16, amax_bits); break;
    case 32: done = groups_of(src, n, 32, amax_bits); break;
    case 64: done = groups_of(src, n, 64, amax_bits); break;
    case 128: done = groups_of(src, n, 128, amax_bits); break;
    default: break;
    }
    for (int64_t i = done; i < n; i += group_size) amax_bits[i / group_size] = max_magnitude(src + i, n - i < group_size ? n - i : group_size);
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

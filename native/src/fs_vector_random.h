/* fs_vector_random.h - the bits of stochastic rounding, Philox4x32-10 on vectors of counters. */
#ifndef FS_VECTOR_RANDOM_H
#define FS_VECTOR_RANDOM_H
#include "fs_philox.h"

/* Counters in the low halves of 64-bit lanes: a product's two halves are then where the next round wants them.
 * The upper halves hold rubbish, which nothing reads. */
struct round_keys {
    vi k0[FS_PHILOX_ROUNDS], k1[FS_PHILOX_ROUNDS];
};

INLINE void philox_round(vi c[4], vi k0, vi k1) {
    vi p0 = vi_mul_wide(vi_set(FS_PHILOX_M0), c[0]), p1 = vi_mul_wide(vi_set(FS_PHILOX_M1), c[2]);
    c[0] = vi_xor3(vi_high_halves(p1), c[1], k0);
    c[1] = p1;
    c[2] = vi_xor3(vi_high_halves(p0), c[3], k1);
    c[3] = p0;
}

/* The 128 elements of one group. */
INLINE void random_group(const struct round_keys *keys, uint64_t group, uint32_t *random) {
    const vi low = vi_set(0xffff), zero = vi_set(0);
    for (int lane = 0; lane < FS_PHILOX_LANES; lane += LANES) {
        vi first = vi_counters(group * FS_PHILOX_LANES + (uint64_t)lane);
        vi second = vi_counters(group * FS_PHILOX_LANES + (uint64_t)lane + 1);
        /* Two at a time hide each other's multiplications. */
        vi even[4] = {first, vi_high_halves(first), zero, zero}, odd[4] = {second, vi_high_halves(second), zero, zero};
        for (int round = 0; round < FS_PHILOX_ROUNDS; round++) {
            philox_round(even, keys->k0[round], keys->k1[round]);
            philox_round(odd, keys->k0[round], keys->k1[round]);
        }
        for (int word = 0; word < 4; word++) {
            vi w = vi_join_halves(even[word], odd[word]);
            vi_store(random + (2 * word) * FS_PHILOX_LANES + lane, vi_and(w, low));
            vi_store(random + (2 * word + 1) * FS_PHILOX_LANES + lane, vi_shift_right(w, 16));
        }
    }
}

static void random_bits(uint64_t seed, uint64_t first_index, uint32_t *random, int64_t n) {
    uint32_t group[FS_PHILOX_GROUP];
    struct round_keys keys;
    for (int round = 0; round < FS_PHILOX_ROUNDS; round++) {
        keys.k0[round] = vi_set((uint32_t)seed + (uint32_t)round * FS_PHILOX_W0);
        keys.k1[round] = vi_set((uint32_t)(seed >> 32) + (uint32_t)round * FS_PHILOX_W1);
    }
    for (int64_t i = 0; i < n;) {
        uint64_t index = first_index + (uint64_t)i;
        int64_t skip = (int64_t)(index % FS_PHILOX_GROUP), take = FS_PHILOX_GROUP - skip;
        if (take > n - i) take = n - i;
        if (take == FS_PHILOX_GROUP) {
            random_group(&keys, index / FS_PHILOX_GROUP, random + i);
        } else {
            random_group(&keys, index / FS_PHILOX_GROUP, group);
            memcpy(random + i, group + skip, (size_t)take * sizeof *random);
        }
        i += take;
    }
}

#endif

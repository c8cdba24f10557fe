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

/* Chains of rounds side by side hide each other's multiplications: as many as the registers hold. */
#define CHAINS (LANES / 4)

/* Words of the counters first, first + 1, ... of CHAINS / 2 times LANES of them; random: where the first one's go. Chains 2 k
 * and 2 k + 1 hold the even and odd ones of LANES counters. */
INLINE void random_words(const struct round_keys *keys, uint64_t first, uint32_t *random) {
    const vi low = vi_set(0xffff), zero = vi_set(0);
    vi c[CHAINS][4];
    for (int k = 0; k < CHAINS; k++) {
        vi counters = vi_counters(first + (uint64_t)(k / 2 * LANES + k % 2));
        c[k][0] = counters, c[k][1] = vi_high_halves(counters), c[k][2] = zero, c[k][3] = zero;
    }
    for (int round = 0; round < FS_PHILOX_ROUNDS; round++)
        for (int k = 0; k < CHAINS; k++) philox_round(c[k], keys->k0[round], keys->k1[round]);
    for (int k = 0; k < CHAINS; k += 2) {
        int counter = k / 2 * LANES;
        uint32_t *group = random + counter / FS_PHILOX_LANES * FS_PHILOX_GROUP + counter % FS_PHILOX_LANES;
        for (int word = 0; word < 4; word++) {
            vi w = vi_join_halves(c[k][word], c[k + 1][word]);
            vi_store(group + 2 * word * FS_PHILOX_LANES, vi_and(w, low));
            vi_store(group + (2 * word + 1) * FS_PHILOX_LANES, vi_shift_right(w, 16));
        }
    }
}

/* Elements of whole groups that are worked out at once. */
#define RANDOM_STEP (CHAINS / 2 * LANES > FS_PHILOX_LANES ? CHAINS / 2 * LANES / FS_PHILOX_LANES * FS_PHILOX_GROUP : FS_PHILOX_GROUP)

INLINE void random_step(const struct round_keys *keys, uint64_t group, uint32_t *random) {
    for (int counter = 0; counter < RANDOM_STEP / FS_PHILOX_GROUP * FS_PHILOX_LANES; counter += CHAINS / 2 * LANES)
        random_words(keys, group * FS_PHILOX_LANES + (uint64_t)counter, random + counter);
}

static void random_bits(uint64_t seed, uint64_t first_index, uint32_t *random, int64_t n) {
    uint32_t some[RANDOM_STEP];
    struct round_keys keys;
    for (int round = 0; round < FS_PHILOX_ROUNDS; round++) {
        keys.k0[round] = vi_set((uint32_t)seed + (uint32_t)round * FS_PHILOX_W0);
        keys.k1[round] = vi_set((uint32_t)(seed >> 32) + (uint32_t)round * FS_PHILOX_W1);
    }
    for (int64_t i = 0; i < n;) {
        uint64_t index = first_index + (uint64_t)i;
        int64_t skip = (int64_t)(index % FS_PHILOX_GROUP), take = RANDOM_STEP - skip;
        if (take > n - i) take = n - i;
        if (take == RANDOM_STEP) {
            random_step(&keys, index / FS_PHILOX_GROUP, random + i);
        } else {
            random_step(&keys, index / FS_PHILOX_GROUP, some);
            memcpy(random + i, some + skip, (size_t)take * sizeof *random);
        }
        i += take;
    }
}

#endif

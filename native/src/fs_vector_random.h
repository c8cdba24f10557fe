/* fs_vector_random.h - the bits of stochastic rounding, Philox4x32-10 on vectors of counters. */
#ifndef FS_VECTOR_RANDOM_H
#define FS_VECTOR_RANDOM_H
#include "fs_kernels.h"
#include "fs_philox.h"

/* Counters in the low halves of 64-bit lanes: a product's two halves are then where the next round wants them.
 * The upper halves hold rubbish, which nothing reads. */
INLINE void philox_round(vi c[4], vi k0, vi k1) {
    vi p0 = vi_mul_wide(vi_set(FS_PHILOX_M0), c[0]), p1 = vi_mul_wide(vi_set(FS_PHILOX_M1), c[2]);
    c[0] = vi_xor3(vi_high_halves(p1), c[1], k0);
    c[1] = p1;
    c[2] = vi_xor3(vi_high_halves(p0), c[3], k1);
    c[3] = p0;
}

/* The first two rounds of counters whose upper words are all the same: what comes of it alone, and of the zeros beside it, is
 * one number for all lanes. */
INLINE void philox_start(vi c[4], vi counters, uint32_t upper, const uint32_t *k0, const uint32_t *k1) {
    uint64_t p0 = (uint64_t)FS_PHILOX_M0 * (upper ^ k0[0]);
    vi q0 = vi_mul_wide(vi_set(FS_PHILOX_M0), counters), q1 = vi_mul_wide(vi_set(FS_PHILOX_M1), vi_xor(vi_high_halves(q0), vi_set(k1[0])));
    c[0] = vi_xor(vi_high_halves(q1), vi_set(k0[1]));
    c[1] = q1;
    c[2] = vi_xor(q0, vi_set((uint32_t)(p0 >> 32) ^ k1[1]));
    c[3] = vi_set((uint32_t)p0);
}

/* Chains of rounds side by side hide each other's multiplications: as many as the registers hold. */
#define CHAINS (LANES / 4)

/* Elements of whole groups that are worked out at once. */
#define RANDOM_STEP (CHAINS / 2 * LANES > FS_PHILOX_LANES ? CHAINS / 2 * LANES / FS_PHILOX_LANES * FS_PHILOX_GROUP : FS_PHILOX_GROUP)

/* Where elements' random bits come from. */
struct random_source {
    const uint32_t *given; /* from element 0 on; NULL: those of the seed */
    uint64_t first_index; /* of element 0 */
    uint64_t step;        /* whose bits are held, in RANDOM_STEPs */
    _Alignas(64) uint32_t bits[RANDOM_STEP];
    uint32_t k0[FS_PHILOX_ROUNDS], k1[FS_PHILOX_ROUNDS];
};

static void random_open(const struct fs_work *w, struct random_source *r) {
    r->given = w->random;
    r->first_index = w->first_index;
    r->step = UINT64_MAX;
    for (uint32_t round = 0; round < FS_PHILOX_ROUNDS; round++) {
        r->k0[round] = (uint32_t)w->plan->format.seed + round * FS_PHILOX_W0;
        r->k1[round] = (uint32_t)(w->plan->format.seed >> 32) + round * FS_PHILOX_W1;
    }
}

/* To the element n further on. */
INLINE void random_advance(struct random_source *r, int64_t n) {
    r->first_index += (uint64_t)n;
    if (r->given != NULL) r->given += n;
}

/* Words of the counters first, first + 1, ... of CHAINS / 2 times LANES of them; random: where the first one's go. Chains 2 k
 * and 2 k + 1 hold the even and odd ones of LANES counters. */
INLINE void random_words(const struct random_source *r, uint64_t first, uint32_t *random) {
    const vi low = vi_set(0xffff);
    vi c[CHAINS][4];
    for (int k = 0; k < CHAINS; k++) philox_start(c[k], vi_counters(first + (uint64_t)(k / 2 * LANES + k % 2)), (uint32_t)(first >> 32), r->k0, r->k1);
    for (int round = 2; round < FS_PHILOX_ROUNDS; round++)
        for (int k = 0; k < CHAINS; k++) philox_round(c[k], vi_set(r->k0[round]), vi_set(r->k1[round]));
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

/* Random bits of element i and of those after it, *n of them at most; *n becomes how many follow each other here. */
INLINE const uint32_t *random_bits(struct random_source *r, int64_t i, int64_t *n) {
    if (r->given != NULL) return r->given + i;
    uint64_t index = r->first_index + (uint64_t)i, step = index / RANDOM_STEP;
    int64_t at = (int64_t)(index % RANDOM_STEP);
    if (step != r->step)
        for (int counter = 0; counter < RANDOM_STEP / FS_PHILOX_GROUP * FS_PHILOX_LANES; counter += CHAINS / 2 * LANES)
            random_words(r, step * (RANDOM_STEP / FS_PHILOX_GROUP) * FS_PHILOX_LANES + (uint64_t)counter, r->bits + counter);
    r->step = step;
    if (*n > RANDOM_STEP - at) *n = RANDOM_STEP - at;
    return r->bits + at;
}

#endif

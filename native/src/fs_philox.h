/* fs_philox.h - an element's random bits. */
#ifndef FS_PHILOX_H
#define FS_PHILOX_H
#include <stdint.h>

/* Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3 (SC11); Philox4x32-10. */
#define FS_PHILOX_M0 0xD2511F53u
#define FS_PHILOX_M1 0xCD9E8D57u
#define FS_PHILOX_W0 0x9E3779B9u
#define FS_PHILOX_W1 0xBB67AE85u
#define FS_PHILOX_ROUNDS 10

/* 16 counters make 128 elements: lane = index mod 16, halfword = (index mod 128) / 16. Vectors of up to 16
 * counters then need no shuffle. */
#define FS_PHILOX_GROUP 128
#define FS_PHILOX_LANES 16

static inline void fs_philox(uint64_t seed, uint64_t counter, uint32_t out[4]) {
    uint32_t c0 = (uint32_t)counter, c1 = (uint32_t)(counter >> 32), c2 = 0, c3 = 0;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < FS_PHILOX_ROUNDS; round++) {
        uint64_t p0 = (uint64_t)FS_PHILOX_M0 * c0, p1 = (uint64_t)FS_PHILOX_M1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += FS_PHILOX_W0;
        k1 += FS_PHILOX_W1;
    }
    out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* The 16-bit random integer of the element with this index. */
static inline uint32_t fs_random_bits(uint64_t seed, uint64_t index) {
    uint32_t words[4], half = (uint32_t)(index % FS_PHILOX_GROUP / FS_PHILOX_LANES);
    fs_philox(seed, index / FS_PHILOX_GROUP * FS_PHILOX_LANES + index % FS_PHILOX_LANES, words);
    return words[half / 2] >> (half % 2 * 16) & 0xffff;
}

#endif

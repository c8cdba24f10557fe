/* fs_philox.h - where an element's random bits are; the generator itself is each instruction set's. */
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

#endif

/* fs_kernels.h - one row per instruction set. Adding one = its files and one row in fs_dispatch.c. */
#ifndef FS_KERNELS_H
#define FS_KERNELS_H
#include "floatscape.h"
#include "fs_plan.h"

#define FS_TILE 2048 /* elements of a tile that is looked at twice or needs a buffer: 8 KiB, three of them stay in L1 */
#define FS_PART 1024 /* elements whose scales are worked out while as many are quantized */

#define FS_SURVEY_LANES 64 /* float32 sums of a strip's squares */

/* Elements to quantize, float32 in and out. */
struct fs_work {
    const struct fs_plan *plan;
    const struct fs_tensor_scale *tensor;
    const uint32_t *amax_bits; /* the largest magnitude of each group; NULL: to be found */
    int64_t group_size;        /* elements; the last group may be short */
    const float *src;
    float *dst; /* may be src */
    int64_t n;
    const uint32_t *random; /* one 16-bit integer per element; NULL: those of the format's seed */
    int flags;
    uint64_t first_index; /* of src[0], for its random bits */
};
#define FS_STREAM 1   /* dst is best written past the caches */
#define FS_UNSCALED 2 /* stop before the multiplication by post; FS_PATH_POW2 results stay multiplied */
#define FS_OWN_AMAX 4 /* no element of a group is larger than its amax */

/* One strip to quantize and to compare with what it was. */
struct fs_measure {
    struct fs_work work; /* dst: room for n results, which may be left unwritten */
    const float *saturation, *min_normal; /* one per limit_size elements, see fs_limits */
    int64_t limit_size;  /* 1, or a multiple of 16 */
    int may_saturate;    /* 0: every element is well inside saturation */
};

/* The work on one tile, float32 in and out. Kernels trust their arguments: the files that call them have
 * checked them. No alignment is needed anywhere; nothing outside [0, n) is read or written. */
struct fs_kernels {
    int32_t isa; /* FS_ISA_* */

    /* Largest magnitude bits of src[0, n). */
    uint32_t (*max_magnitude)(const float *src, int64_t n);

    /* The same for every group of group_size elements; the last may be short. */
    void (*group_magnitudes)(const float *src, int64_t n, int64_t group_size, uint32_t *amax_bits);

    /* dst = src quantized. */
    void (*quantize)(const struct fs_work *work);

    /* The limits of n_groups groups; returns 0 if every group is well inside its saturation. */
    int (*limits)(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits,
                  int64_t n_groups, float *saturation, float *min_normal);

    /* Widen n values of FS_DTYPE_F16 or FS_DTYPE_BF16. */
    void (*widen)(int32_t dtype, const void *src, float *dst, int64_t n);

    /* Sum of squares of one strip, n <= FS_STATS_STRIP, in the order fs_stats states, and its largest magnitude. */
    double (*survey)(const float *x, int64_t n, uint32_t *amax_bits);

    /* Quantizes one strip and adds the counts to *strip, whose sums it sets (x2 apart). The caller has seen that the
     * magnitudes suit float32 sums. */
    void (*measure)(const struct fs_measure *m, struct fs_strip *strip);
};

extern const struct fs_kernels fs_kernels_scalar;
extern const struct fs_kernels fs_kernels_avx2;
extern const struct fs_kernels fs_kernels_avx512;

/* The kernels in use; NULL where FLOATSCAPE_ISA cannot be served. */
const struct fs_kernels *fs_kernels(void);

/* Puts these kernels in use; fs_select_isa for callers, any table for tests. */
void fs_use_kernels(const struct fs_kernels *kernels);

#endif

/* fs_vector_quantize.h - loops over groups, and which of them runs. */
#ifndef FS_VECTOR_QUANTIZE_H
#define FS_VECTOR_QUANTIZE_H
#include "fs_vector_grids.h"
#include "fs_vector_magnitudes.h"
#include "fs_vector_random.h"

/* Does the work, whose groups have these constants. random: NULL but for stochastic rounding. */
typedef void kernel(const struct fs_work *w, const struct grids *grids, struct random_source *random);

static void by_definition(const struct fs_work *w, int64_t group, int64_t first, int64_t n, struct random_source *random) {
    struct fs_grid grid;
    fs_grid_make(w->plan, w->tensor, w->amax_bits == NULL ? max_magnitude(w->src + first, n) : w->amax_bits[group], &grid);
    if (w->flags & FS_UNSCALED) grid.post = 1;
    for (int64_t end = first + n; first < end; first += n) {
        n = end - first;
        const uint32_t *r = random == NULL ? NULL : random_bits(random, first, &n);
        for (int64_t i = 0; i < n; i++) w->dst[first + i] = fs_quantize_one(w->plan, &grid, w->src[first + i], r == NULL ? 0 : r[i]);
    }
}

/* Elements of one group. */
INLINE void quantize_group(const struct constants *c, const struct group *g, const float *src, float *dst, const uint32_t *random, int64_t n, int stream,
                           int core, int rounding, int scaling, int policy) {
    int stochastic = rounding == ROUND_STOCHASTIC;
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        vi r = stochastic ? vi_load(random + i) : vi_set(0);
        vf y = quantize_vector(vf_load(src + i), r, c, g, core, rounding, scaling, policy);
        if (stream) prefetch(src + i + PREFETCH_FLOATS), vf_stream(dst + i, y);
        else vf_store(dst + i, y);
    }
    if (i < n) {
        vi r = stochastic ? vi_load_n(random + i, n - i) : vi_set(0);
        vf_store_n(dst + i, quantize_vector(vf_load_n(src + i, n - i), r, c, g, core, rounding, scaling, policy), n - i);
    }
}

/* The inner loop makes no calls, so that all constants stay in registers. */
INLINE void quantize_groups(const struct fs_work *w, const struct grids *grids, struct random_source *random, int stream, int core, int rounding, int scaling, int policy) {
    const struct constants c = constants_of(w->plan);
    const struct group shared = shared_group(grids);
    const int64_t size = w->group_size, end = w->n;
    const float *src = w->src;
    float *dst = w->dst;
    for (int64_t i = 0, k = 0; i < end; i += size, k++) {
        for (; i < end && !is_odd(grids, k); i += size, k++) {
            struct group g = group_of(shared, grids, k, scaling);
            int64_t n = end - i >= size ? size : end - i;
            if (rounding != ROUND_STOCHASTIC) {
                quantize_group(&c, &g, src + i, dst + i, NULL, n, stream, core, rounding, scaling, policy);
                continue;
            }
            for (int64_t j = i, piece, last = i + n; j < last; j += piece) {
                piece = last - j;
                const uint32_t *bits = random_bits(random, j, &piece);
                quantize_group(&c, &g, src + j, dst + j, bits, piece, stream, core, rounding, scaling, policy);
            }
        }
        if (i < end) by_definition(w, k, i, end - i < size ? end - i : size, random);
    }
}

/* The groups of n vectors, the first of which starts group first. */
INLINE void groups_of_vectors(int n, struct group *g, const struct group *shared, const struct grids *grids, int64_t first, int64_t size, int scaling) {
    for (int k = 0; k < n; k++) g[k] = k * LANES % size == 0 ? group_of(*shared, grids, first + k * LANES / size, scaling) : g[k - 1];
}

/* Elements of whole groups whose scales are worked out together: vectors of groups if that leaves them in L1. */
INLINE int64_t part_size(int64_t group_size) {
    if (group_size >= FS_TILE) return group_size;
    int64_t elements = group_size * LANES > FS_TILE ? FS_TILE : group_size * LANES > FS_PART ? group_size * LANES : FS_PART;
    int64_t groups = elements / group_size;
    return group_size * (groups < GRIDS ? groups : GRIDS);
}

/* n vectors. Those a distance ahead are fetched meanwhile. */
INLINE void quantize_finite_at(int n, const struct constants *c, const struct group *g, const float *src, float *dst, const uint32_t *bits, int64_t ahead,
                               int stream, int rounding, int scaling, int policy) {
    vf x[FINITE];
    for (int k = 0; k < n; k++) x[k] = vf_load(src + k * LANES);
    for (int k = 0; k < n; k++) prefetch(src + k * LANES + ahead);
    if (rounding == ROUND_EVEN) quantize_finite(n, x, c, g, scaling, policy);
    else
        for (int k = 0; k < n; k++) {
            vi r = rounding == ROUND_STOCHASTIC ? vi_load(bits + k * LANES) : vi_set(0);
            x[k] = quantize_vector(x[k], r, c, &g[k], FS_CORE_MAGIC, rounding, scaling, policy);
        }
    for (int k = 0; k < n; k++)
        if (stream) vf_stream(dst + k * LANES, x[k]);
        else vf_store(dst + k * LANES, x[k]);
}

/* Whole groups without a NaN or an Inf, none of them odd. size: theirs, 16 or 32, or 64 for any multiple of it. */
INLINE void quantize_finite_groups(const struct fs_work *w, const struct grids *grids, struct random_source *random, int stream, int64_t size, int rounding,
                                   int scaling, int policy) {
    const struct constants c = constants_of(w->plan);
    const struct group shared = shared_group(grids);
    const float *src = w->src;
    float *dst = w->dst;
    /* The next part is in L1 already. */
    const int64_t ahead = w->group_size > FS_TILE ? FS_TILE : 2 * part_size(w->group_size);
    struct group g[FINITE];
    int64_t i = 0;
    /* All n follow each other: the call starts at a multiple of as many, and so do the steps that bits are made in. */
#define BITS(n) (rounding == ROUND_STOCHASTIC ? random_bits(random, i, &(int64_t){n}) : NULL)
    for (int64_t group = 0; size == 64 && i < w->n; group++) {
        groups_of_vectors(FINITE, g, &shared, grids, group, size, scaling);
        for (const int64_t end = i + w->group_size; i < end; i += FINITE * LANES)
            quantize_finite_at(FINITE, &c, g, src + i, dst + i, BITS(FINITE * LANES), ahead, stream, rounding, scaling, policy);
    }
    for (; i + FINITE * LANES <= w->n; i += FINITE * LANES) {
        groups_of_vectors(FINITE, g, &shared, grids, i / size, size, scaling);
        quantize_finite_at(FINITE, &c, g, src + i, dst + i, BITS(FINITE * LANES), ahead, stream, rounding, scaling, policy);
    }
    for (; i < w->n; i += LANES) {
        g[0] = group_of(shared, grids, i / size, scaling);
        quantize_finite_at(1, &c, g, src + i, dst + i, BITS(LANES), ahead, stream, rounding, scaling, policy);
    }
#undef BITS
}

#define KERNEL_OF(name, loop, ...)                                                                        \
    static void name(const struct fs_work *w, const struct grids *grids, struct random_source *random) {  \
        int stream = (w->flags & FS_STREAM) && ((uintptr_t)w->dst & 15) == 0;                             \
        if (stream) loop(w, grids, random, 1, __VA_ARGS__);                                               \
        else loop(w, grids, random, 0, __VA_ARGS__);                                                      \
    }
#define KERNEL(name, core, rounding, scaling, policy) KERNEL_OF(name, quantize_groups, core, rounding, scaling, policy)

/* Each combination named here is one loop; what is not named runs in a more general one. ALL_SIZES: three more for groups
 * that are whole and finite. */
#define ALL_SIZES(name, rounding, scaling, policy)                                    \
    KERNEL(name, FS_CORE_MAGIC, rounding, scaling, policy)                            \
    FINITE_SIZES(name, rounding, scaling, policy)
#define FINITE_SIZES(name, rounding, scaling, policy)                                 \
    KERNEL_OF(name##_by_16, quantize_finite_groups, 16, rounding, scaling, policy)     \
    KERNEL_OF(name##_by_32, quantize_finite_groups, 32, rounding, scaling, policy)     \
    KERNEL_OF(name##_by_64, quantize_finite_groups, 64, rounding, scaling, policy)
#define GENERAL_SCALES(name, core, rounding)                        \
    KERNEL(name##_folded, core, rounding, SCALE_FOLDED, GENERAL)  \
    KERNEL(name##_multiply, core, rounding, SCALE_MULTIPLY, GENERAL) \
    KERNEL(name##_divide, core, rounding, SCALE_DIVIDE, GENERAL)

ALL_SIZES(even_folded_simple, ROUND_EVEN, SCALE_FOLDED, SIMPLE)
KERNEL(even_folded_overflow, FS_CORE_MAGIC, ROUND_EVEN, SCALE_FOLDED, OVERFLOW)
KERNEL(even_folded_plus, FS_CORE_MAGIC, ROUND_EVEN, SCALE_FOLDED, PLUS_ZERO)
ALL_SIZES(even_multiply_simple, ROUND_EVEN, SCALE_MULTIPLY, SIMPLE)
FINITE_SIZES(even_multiply_bounded, ROUND_EVEN, SCALE_MULTIPLY, BOUNDED)
ALL_SIZES(even_multiply_zero_in, ROUND_EVEN, SCALE_MULTIPLY, ZERO_IN)
FINITE_SIZES(even_multiply_zero_in_bounded, ROUND_EVEN, SCALE_MULTIPLY, ZERO_IN_BOUNDED)
ALL_SIZES(even_quotient_bounded, ROUND_EVEN, SCALE_QUOTIENT, BOUNDED)
KERNEL(even_quotient_simple, FS_CORE_MAGIC, ROUND_EVEN, SCALE_QUOTIENT, SIMPLE)
KERNEL(even_quotient, FS_CORE_MAGIC, ROUND_EVEN, SCALE_QUOTIENT, GENERAL)
GENERAL_SCALES(even, FS_CORE_MAGIC, ROUND_EVEN)
ALL_SIZES(fixed_folded, ROUND_FIXED, SCALE_FOLDED, SIMPLE)
ALL_SIZES(fixed_multiply, ROUND_FIXED, SCALE_MULTIPLY, SIMPLE)
GENERAL_SCALES(m0, FS_CORE_MAGIC, ROUND_EVEN_M0)
KERNEL(away_folded_simple, FS_CORE_MAGIC, ROUND_AWAY, SCALE_FOLDED, SIMPLE)
KERNEL(away_quotient_bounded, FS_CORE_MAGIC, ROUND_AWAY, SCALE_QUOTIENT, BOUNDED)
KERNEL(away_quotient, FS_CORE_MAGIC, ROUND_AWAY, SCALE_QUOTIENT, GENERAL)
GENERAL_SCALES(away, FS_CORE_MAGIC, ROUND_AWAY)
KERNEL(zero_folded_simple, FS_CORE_MAGIC, ROUND_ZERO, SCALE_FOLDED, SIMPLE)
GENERAL_SCALES(zero, FS_CORE_MAGIC, ROUND_ZERO)
KERNEL(directed_folded_simple, FS_CORE_MAGIC, ROUND_DIRECTED, SCALE_FOLDED, SIMPLE)
GENERAL_SCALES(directed, FS_CORE_MAGIC, ROUND_DIRECTED)
ALL_SIZES(stochastic_folded_simple, ROUND_STOCHASTIC, SCALE_FOLDED, SIMPLE)
GENERAL_SCALES(stochastic, FS_CORE_MAGIC, ROUND_STOCHASTIC)
KERNEL(pattern_natural, FS_CORE_INTEGER, ROUND_EVEN, SCALE_FOLDED, NATURAL)
KERNEL(pattern_even_simple, FS_CORE_INTEGER, ROUND_EVEN, SCALE_FOLDED, SIMPLE)
GENERAL_SCALES(pattern_even, FS_CORE_INTEGER, ROUND_EVEN)
GENERAL_SCALES(pattern_away, FS_CORE_INTEGER, ROUND_AWAY)
GENERAL_SCALES(pattern_zero, FS_CORE_INTEGER, ROUND_ZERO)
GENERAL_SCALES(pattern_directed, FS_CORE_INTEGER, ROUND_DIRECTED)
GENERAL_SCALES(pattern_stochastic, FS_CORE_INTEGER, ROUND_STOCHASTIC)
KERNEL(qpytorch_folded, FS_CORE_QPYTORCH, ROUND_QPYTORCH, SCALE_FOLDED, SIMPLE)
KERNEL(qpytorch_multiply, FS_CORE_QPYTORCH, ROUND_QPYTORCH, SCALE_MULTIPLY, SIMPLE)
KERNEL(qpytorch_divide, FS_CORE_QPYTORCH, ROUND_QPYTORCH, SCALE_DIVIDE, SIMPLE)
KERNEL(qpytorch_quotient, FS_CORE_QPYTORCH, ROUND_QPYTORCH, SCALE_QUOTIENT, SIMPLE)
KERNEL(qpytorch_quotient_bounded, FS_CORE_QPYTORCH, ROUND_QPYTORCH, SCALE_QUOTIENT, BOUNDED)

/* ---------------------------------------------------------------- selection */

static enum rounding rounding_of(const struct fs_plan *p) {
    switch (p->format.rounding) {
    case FS_ROUND_NEAREST_EVEN:
        if (p->is_integer) return ROUND_FIXED;
        return p->core == FS_CORE_MAGIC && p->mantissa_bits == 0 ? ROUND_EVEN_M0 : ROUND_EVEN;
    case FS_ROUND_NEAREST_AWAY: return ROUND_AWAY;
    case FS_ROUND_TOWARD_ZERO: return ROUND_ZERO;
    case FS_ROUND_STOCHASTIC: return ROUND_STOCHASTIC;
    case FS_ROUND_QPYTORCH: return ROUND_QPYTORCH;
    default: return ROUND_DIRECTED;
    }
}

/* own_amax: the stated largest magnitudes are the data's. */
static enum policy policy_of(const struct fs_plan *p, int own_amax) {
    int special = p->overflow_value != 0;
    if (p->core == FS_CORE_INTEGER && special && p->format.specials == FS_SPECIALS_IEEE && !p->flush && !p->plus_zero) return NATURAL;
    if (p->flush || p->max_pos != p->max_neg || (special && (p->plus_zero || p->format.rounding != FS_ROUND_NEAREST_EVEN))) return GENERAL;
    if (fs_is_te(p)) return special || p->plus_zero ? GENERAL : ZERO_IN;
    if (special) return OVERFLOW;
    if (p->plus_zero) return PLUS_ZERO;
    return p->format.scale == FS_SCALE_F32 && own_amax ? BOUNDED : SIMPLE;
}

/* SIMPLE, BOUNDED, OVERFLOW, PLUS_ZERO, ZERO_IN, GENERAL, NATURAL */
#define N_POLICIES 7
#define ONE(all) {all, all, all, all, all, all, all}
#define SIMPLE_OR(simple, general) {simple, simple, general, general, general, general, general}
#define BOUNDED_OR(bounded, general) {general, bounded, general, general, general, general, general}
#define SCALES(name, folded, quotient) {folded, ONE(name##_multiply), ONE(name##_divide), quotient}

/* [rounding][scaling][policy], up to ROUND_FIXED. */
static kernel *const magic_kernels[][4][N_POLICIES] = {
    {{even_folded_simple, even_folded_simple, even_folded_overflow, even_folded_plus, even_folded, even_folded, even_folded},
     {even_multiply_simple, even_multiply_simple, even_multiply, even_multiply, even_multiply_zero_in, even_multiply, even_multiply},
     ONE(even_divide),
     {even_quotient_simple, even_quotient_bounded, even_quotient, even_quotient, even_quotient, even_quotient, even_quotient}},
    SCALES(m0, ONE(m0_folded), ONE(m0_divide)),
    SCALES(away, SIMPLE_OR(away_folded_simple, away_folded), BOUNDED_OR(away_quotient_bounded, away_quotient)),
    SCALES(zero, SIMPLE_OR(zero_folded_simple, zero_folded), ONE(zero_divide)),
    SCALES(directed, SIMPLE_OR(directed_folded_simple, directed_folded), ONE(directed_divide)),
    SCALES(stochastic, SIMPLE_OR(stochastic_folded_simple, stochastic_folded), ONE(stochastic_divide)),
    {ONE(fixed_folded), ONE(fixed_multiply), ONE(even_divide), ONE(even_divide)},
};

static kernel *const pattern_kernels[][4][N_POLICIES] = {
    {{pattern_even_simple, pattern_even_simple, pattern_even_folded, pattern_even_folded, pattern_even_folded, pattern_even_folded, pattern_natural},
     ONE(pattern_even_multiply), ONE(pattern_even_divide), ONE(pattern_even_divide)},
    SCALES(pattern_even, ONE(pattern_even_folded), ONE(pattern_even_divide)),
    SCALES(pattern_away, ONE(pattern_away_folded), ONE(pattern_away_divide)),
    SCALES(pattern_zero, ONE(pattern_zero_folded), ONE(pattern_zero_divide)),
    SCALES(pattern_directed, ONE(pattern_directed_folded), ONE(pattern_directed_divide)),
    SCALES(pattern_stochastic, ONE(pattern_stochastic_folded), ONE(pattern_stochastic_divide)),
};

/* [scaling][BOUNDED or not] */
static kernel *const qpytorch_kernels[4][2] = {
    {qpytorch_folded, qpytorch_folded},
    {qpytorch_multiply, qpytorch_multiply},
    {qpytorch_divide, qpytorch_divide},
    {qpytorch_quotient, qpytorch_quotient_bounded},
};

static kernel *kernel_of(const struct fs_plan *p, enum scaling scaling, int own_amax) {
    switch (p->core) {
    case FS_CORE_MAGIC: return magic_kernels[rounding_of(p)][scaling][policy_of(p, own_amax)];
    case FS_CORE_INTEGER: return pattern_kernels[rounding_of(p)][scaling][policy_of(p, own_amax)];
    case FS_CORE_QPYTORCH: return qpytorch_kernels[scaling][own_amax && p->format.scale == FS_SCALE_F32];
    default: return NULL;
    }
}

/* The kernel for whole finite groups of 16, 32 or a multiple of 64 that equals this one, where nothing has to be clamped if
 * bounded. */
static kernel *finite_kernel_of(kernel *k, int64_t group_size, int bounded) {
#define SIZES(name) {name##_by_16, name##_by_32, name##_by_64}
    static const struct {
        kernel *general, *finite[2][3]; /* [bounded] */
    } all[] = {
        {even_folded_simple, {SIZES(even_folded_simple), SIZES(even_folded_simple)}},
        {even_multiply_simple, {SIZES(even_multiply_simple), SIZES(even_multiply_bounded)}},
        {even_multiply_zero_in, {SIZES(even_multiply_zero_in), SIZES(even_multiply_zero_in_bounded)}},
        {even_quotient_bounded, {SIZES(even_quotient_bounded), SIZES(even_quotient_bounded)}},
        {stochastic_folded_simple, {SIZES(stochastic_folded_simple), SIZES(stochastic_folded_simple)}},
        {fixed_folded, {SIZES(fixed_folded), SIZES(fixed_folded)}},
        {fixed_multiply, {SIZES(fixed_multiply), SIZES(fixed_multiply)}},
    };
    int size = group_size == 16 ? 0 : group_size == 32 ? 1 : group_size % 64 == 0 ? 2 : -1;
    for (size_t i = 0; size >= 0 && i < sizeof all / sizeof *all; i++)
        if (all[i].general == k) return all[i].finite[bounded][size];
    return k;
}

#endif

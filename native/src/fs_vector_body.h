/* fs_vector_body.h - the vector kernels, written once over the operations of fs_vector_<isa>.h and compiled once
 * by each fs_kernels_<isa>.c. Every function is static: no copy made for one instruction set can be linked into
 * another's callers. What a result must be is said by fs_round.c alone. */
#include <float.h>
#include <math.h>
#include "fs_kernels.h"
#include "fs_philox.h"

/* ------------------------------------------------------------------ rounding */

/* What a specialised loop leaves out. Values of the macros' arguments, known at compile time. */
#define SIMPLE 0    /* saturating, signs of zeros kept, both signs clamped alike */
#define OVERFLOW 1  /* and overflow becomes Inf or NaN */
#define PLUS_ZERO 2 /* and zeros become +0 */
#define GENERAL 3   /* any policy */

#define ROUND_EVEN 0
#define ROUND_EVEN_M0 1 /* without mantissa bits the exponent field decides ties */
#define ROUND_AWAY 2
#define ROUND_ZERO 3
#define ROUND_DIRECTED 4
#define ROUND_STOCHASTIC 5

#define SCALE_FOLDED 0 /* none, or a power of two moved into the grid's constants */
#define SCALE_MULTIPLY 1
#define SCALE_DIVIDE 2
#define SCALE_DIVIDE_FAST 3

struct constants {
    vf sign, exponent;
    vi magic;    /* (23 - M) << 23 */
    vf overflow; /* what overflow becomes */
    vf zero_out, zero_in; /* -0 leaves a zero's sign, +0 makes it +0 */
    vf down;     /* sign bit: directed rounding goes down */
    /* integer and QPyTorch cores */
    vi half, below_half, kept, odd;
    int drop;
    vf smallest_normal; /* QPyTorch: 2^emin */
    vi top, top_mantissa;
};

struct group {
    vi min_bits;
    vf max_pos, max_neg, overflow_above, flush_below, pre, post, inverse, inverse_low, clamp_low, clamp_high;
};

INLINE struct constants constants_of(const struct fs_plan *p) {
    int drop = 23 - p->mantissa_bits;
    uint32_t mask = drop > 0 && drop < 24 ? (1u << drop) - 1 : 0, half = drop > 0 && drop < 24 ? 1u << (drop - 1) : 0;
    int modelopt_or_plus = p->plus_zero && p->core != FS_CORE_QPYTORCH;
    int te = p->format.scale == FS_SCALE_E4M3_F32 && p->format.scale_rule == FS_RULE_TE;
    uint32_t top_field = (uint32_t)(127 + (1 << (p->format.exponent_bits > 0 ? p->format.exponent_bits - 1 : 0)));
    return (struct constants){
        .sign = floats(vi_set(FS_SIGN_MASK)),
        .exponent = floats(vi_set(FS_INF_BITS)),
        .magic = vi_set((uint32_t)drop << 23),
        .overflow = vf_set(isnan(p->overflow_value) ? fs_float(FS_NAN_BITS) : INFINITY),
        .zero_out = vf_set(modelopt_or_plus ? 0.0f : -0.0f),
        .zero_in = vf_set(te ? 0.0f : -0.0f),
        .down = floats(vi_set(p->format.rounding == FS_ROUND_DOWN ? FS_SIGN_MASK : 0)),
        .half = vi_set(half),
        .below_half = vi_set(half > 0 ? half - 1 : 0),
        .kept = vi_set(~mask),
        .odd = vi_set(half > 0 ? 1 : 0),
        .drop = drop,
        .smallest_normal = vf_set(p->core == FS_CORE_QPYTORCH ? ldexpf(1, p->min_exponent) : 0),
        .top = vi_set(top_field << 23),
        .top_mantissa = vi_set(~mask & 0x7fffff),
    };
}

INLINE struct group group_of(const struct fs_plan *p, const struct fs_grid *g) {
    return (struct group){
        .min_bits = vi_set(g->min_bits),
        .max_pos = vf_set(g->max_pos),
        .max_neg = vf_set(g->max_neg),
        .overflow_above = vf_set(p->overflow_value == 0 ? INFINITY : g->overflow_above),
        .flush_below = vf_set(p->flush ? g->min_normal : 0),
        .pre = vf_set(g->pre),
        .post = vf_set(g->post),
        .inverse = vf_set(g->inverse),
        .inverse_low = vf_set(g->inverse_low),
        .clamp_low = vf_set(-g->clamp),
        .clamp_high = vf_set(g->clamp),
    };
}

/* Correctly rounded x / pre without a division (Markstein 1990, theorem 8: with y the rounded 1 / b and q within one
 * unit of a / b, q + y (a - b q) rounds as a / b does, if the remainder is exact). The second part of the inverse
 * brings the first guess within one unit. fs_scale.c allows this only where an inexact remainder (x below 2^-102)
 * is so far below the smallest value of the format that it cannot show; the clamp keeps Inf - Inf away. */
INLINE vf divide(vf x, const struct group *g) {
    x = vf_max(g->clamp_low, vf_min(g->clamp_high, x));
    vf q = vf_fma(x, g->inverse, vf_mul(x, g->inverse_low));
    return vf_fma(vf_fnma(q, g->pre, x), g->inverse, q);
}

/* Magnitudes a on the grid: adding 2^(e - M + 23) leaves float32 no bits below the spacing 2^(e - M), so the sum
 * rounds to nearest even; where another neighbour is wanted the sum moves by one unit. A NaN passes through. */
INLINE vf round_magic(vf a, vf sign, const struct constants *c, const struct group *g, int rounding, vi random) {
    vi e = vi_max(vi_and(bits(a), bits(c->exponent)), g->min_bits);
    vf t = floats(vi_add(e, c->magic));
    vf sum = vf_add(a, t), r = vf_sub(sum, t);
    switch (rounding) {
    case ROUND_EVEN: return r;
    case ROUND_EVEN_M0: {
        /* Ties went up; they go down where the exponent field is even, so its distance from the lowest odd. */
        vm tie = vf_equal(vf_sub(r, a), vf_mul(t, vf_set(0x1p-24f)));
        vm odd = vi_nonzero(vi_and(vi_xor(e, g->min_bits), vi_set(1u << 23)));
        return vf_sub(floats(vi_decrement(bits(sum), vm_and(tie, odd))), t);
    }
    case ROUND_AWAY: {
        vm tie = vf_equal(vf_sub(a, r), vf_mul(t, vf_set(0x1p-24f)));
        return vf_sub(floats(vi_increment(bits(sum), tie)), t);
    }
    case ROUND_ZERO: return vf_sub(floats(vi_decrement(bits(sum), vf_greater(r, a))), t);
    case ROUND_DIRECTED: {
        vm inward = vf_negative(floats(vi_xor(bits(sign), bits(c->down))));
        vi moved = vi_decrement(bits(sum), vm_and(inward, vf_greater(r, a)));
        return vf_sub(floats(vi_increment(moved, vm_andnot(inward, vf_less(r, a)))), t);
    }
    default: {
        vi low = vi_decrement(bits(sum), vf_greater(r, a));
        vf rest = vf_sub(a, vf_sub(floats(low), t));
        /* rest / spacing + random / 2^16 >= 1; the spacing is 2^-23 t. */
        vf unit = floats(vi_sub(bits(t), vi_set(39u << 23)));
        vf threshold = vf_mul(vf_of_int(vi_sub(vi_set(0x10000), random)), unit);
        return vf_sub(floats(vi_increment(low, vf_not_less(rest, threshold))), t);
    }
    }
}

/* The exponent range of float32: the pattern itself is rounded, carries run into the exponent as they should. */
INLINE vf round_integer(vf a, vf sign, const struct constants *c, int rounding, vi random) {
    vi u = bits(a), add;
    switch (rounding) {
    case ROUND_EVEN: add = vi_add(c->below_half, vi_and(vi_shift_right(u, c->drop), c->odd)); break;
    case ROUND_AWAY: add = c->half; break;
    case ROUND_ZERO: add = vi_set(0); break;
    case ROUND_DIRECTED: {
        vm inward = vf_negative(floats(vi_xor(bits(sign), bits(c->down))));
        add = bits(vf_clear(inward, floats(vi_xor(c->kept, vi_set(~0u)))));
        break;
    }
    default: add = c->drop >= 16 ? vi_shift_left(random, c->drop - 16) : vi_shift_right(random, 16 - c->drop);
    }
    vf r = floats(vi_and(vi_add(u, add), c->kept));
    return vf_select(vi_greater(u, vi_set(FS_INF_BITS)), floats(vi_or(u, vi_set(0x400000))), r);
}

INLINE vf round_qpytorch(vf x, const struct constants *c, const struct group *g) {
    vf sign = vf_and(x, c->sign), shift = vf_or(c->smallest_normal, sign);
    vm small = vi_greater(g->min_bits, vi_and(bits(x), bits(c->exponent)));
    vi w = vi_and(vi_add(bits(vf_select(small, vf_add(x, shift), x)), c->half), c->kept);
    vm above = vi_greater(vi_and(w, bits(c->exponent)), c->top);
    vf top = vf_or(sign, floats(vi_or(c->top, c->top_mantissa)));
    return vf_select(small, vf_sub(floats(w), shift), vf_select(above, top, floats(w)));
}

INLINE vf quantize_vector(vf x, vi random, const struct constants *c, const struct group *g, int core, int rounding,
                          int scale, int policy) {
    if (policy == GENERAL) x = vf_add(x, c->zero_in);
    vf sign = vf_and(x, c->sign); /* before scaling: divide loses that of a zero */
    if (scale == SCALE_MULTIPLY) x = vf_mul(x, g->pre);
    if (scale == SCALE_DIVIDE) x = vf_div(x, g->pre);
    if (scale == SCALE_DIVIDE_FAST) x = divide(x, g);
    vf y;
    if (core == FS_CORE_QPYTORCH) {
        y = round_qpytorch(x, c, g);
    } else {
        vf a = vf_andnot(c->sign, x);
        vf largest = policy == GENERAL ? vf_select(vf_negative(sign), g->max_neg, g->max_pos) : g->max_pos;
        a = vf_min(largest, a);
        a = core == FS_CORE_MAGIC ? round_magic(a, sign, c, g, rounding, random) : round_integer(a, sign, c, rounding, random);
        if (policy == OVERFLOW || policy == GENERAL) a = vf_select(vf_greater(a, g->overflow_above), c->overflow, a);
        if (policy == GENERAL) a = vf_clear(vf_less(a, g->flush_below), a);
        y = vf_or(a, sign);
    }
    if (scale != SCALE_FOLDED) y = vf_mul(y, g->post);
    if (policy == PLUS_ZERO || policy == GENERAL) y = vf_add(y, c->zero_out);
    return y;
}

/* -------------------------------------------------------------------- loops */

#define KERNEL_ARGS                                                                                            \
    const struct fs_plan *plan, const struct fs_grid *grids, int64_t group_size, const float *src, float *dst, \
        int64_t n, const uint32_t *random, int stream
typedef void kernel(KERNEL_ARGS);

/* Far enough ahead for the memory to answer, near enough to stay in L1. */
#define PREFETCH_FLOATS 1024

INLINE void quantize_group(const struct constants *c, const struct group *g, const float *src, float *dst, int64_t n,
                           const uint32_t *random, int stream, int core, int rounding, int scale, int policy) {
    int stochastic = rounding == ROUND_STOCHASTIC;
    int64_t i = 0;
    if (stream && ((uintptr_t)dst & 15) == 0) {
        for (; i + LANES <= n; i += LANES) {
            prefetch(src + i + PREFETCH_FLOATS);
            vi r = stochastic ? vi_load(random + i) : vi_set(0);
            vf_stream(dst + i, quantize_vector(vf_load(src + i), r, c, g, core, rounding, scale, policy));
        }
    } else {
        for (; i + LANES <= n; i += LANES) {
            vi r = stochastic ? vi_load(random + i) : vi_set(0);
            vf_store(dst + i, quantize_vector(vf_load(src + i), r, c, g, core, rounding, scale, policy));
        }
    }
    if (i < n) {
        vi r = stochastic ? vi_load_n(random + i, n - i) : vi_set(0);
        vf_store_n(dst + i, quantize_vector(vf_load_n(src + i, n - i), r, c, g, core, rounding, scale, policy), n - i);
    }
}

static void odd_group(KERNEL_ARGS) {
    (void)group_size, (void)stream;
    for (int64_t i = 0; i < n; i++) dst[i] = fs_quantize_one(plan, grids, src[i], random == NULL ? 0 : random[i]);
}

static kernel divide_group;

INLINE void quantize_groups(KERNEL_ARGS, int core, int rounding, int scale, int policy) {
    struct constants c = constants_of(plan);
    for (int64_t i = 0; i < n; i += group_size, grids++) {
        int64_t length = n - i < group_size ? n - i : group_size;
        const uint32_t *r = random == NULL ? NULL : random + i;
        if (__builtin_expect(grids->path == FS_PATH_NAN || grids->reference, 0)) {
            odd_group(plan, grids, length, src + i, dst + i, length, r, 0);
        } else if (scale == SCALE_DIVIDE_FAST && __builtin_expect(grids->inverse == 0, 0)) {
            divide_group(plan, grids, length, src + i, dst + i, length, r, 0);
        } else {
            struct group g = group_of(plan, grids);
            quantize_group(&c, &g, src + i, dst + i, length, r, stream, core, rounding, scale, policy);
        }
    }
}

#define KERNEL(name, core, rounding, scale, policy) \
    static void name(KERNEL_ARGS) {                 \
        quantize_groups(plan, grids, group_size, src, dst, n, random, stream, core, rounding, scale, policy); \
    }

#define FOUR_POLICIES(name, core, rounding, scale)           \
    KERNEL(name##_simple, core, rounding, scale, SIMPLE)     \
    KERNEL(name##_overflow, core, rounding, scale, OVERFLOW) \
    KERNEL(name##_plus, core, rounding, scale, PLUS_ZERO)    \
    KERNEL(name##_general, core, rounding, scale, GENERAL)

FOUR_POLICIES(even_folded, FS_CORE_MAGIC, ROUND_EVEN, SCALE_FOLDED)
FOUR_POLICIES(even_multiply, FS_CORE_MAGIC, ROUND_EVEN, SCALE_MULTIPLY)
FOUR_POLICIES(even_divide, FS_CORE_MAGIC, ROUND_EVEN, SCALE_DIVIDE)
FOUR_POLICIES(even_fast, FS_CORE_MAGIC, ROUND_EVEN, SCALE_DIVIDE_FAST)
FOUR_POLICIES(away_folded, FS_CORE_MAGIC, ROUND_AWAY, SCALE_FOLDED)
FOUR_POLICIES(away_fast, FS_CORE_MAGIC, ROUND_AWAY, SCALE_DIVIDE_FAST)
FOUR_POLICIES(zero_folded, FS_CORE_MAGIC, ROUND_ZERO, SCALE_FOLDED)
FOUR_POLICIES(directed_folded, FS_CORE_MAGIC, ROUND_DIRECTED, SCALE_FOLDED)
FOUR_POLICIES(stochastic_folded, FS_CORE_MAGIC, ROUND_STOCHASTIC, SCALE_FOLDED)
FOUR_POLICIES(integer_even, FS_CORE_INTEGER, ROUND_EVEN, SCALE_FOLDED)
FOUR_POLICIES(integer_away, FS_CORE_INTEGER, ROUND_AWAY, SCALE_FOLDED)
FOUR_POLICIES(integer_zero, FS_CORE_INTEGER, ROUND_ZERO, SCALE_FOLDED)
FOUR_POLICIES(integer_directed, FS_CORE_INTEGER, ROUND_DIRECTED, SCALE_FOLDED)
FOUR_POLICIES(integer_stochastic, FS_CORE_INTEGER, ROUND_STOCHASTIC, SCALE_FOLDED)

#define OTHER_SCALES(name, core, rounding)                              \
    KERNEL(name##_multiply_general, core, rounding, SCALE_MULTIPLY, GENERAL) \
    KERNEL(name##_divide_general, core, rounding, SCALE_DIVIDE, GENERAL)

KERNEL(m0_folded, FS_CORE_MAGIC, ROUND_EVEN_M0, SCALE_FOLDED, GENERAL)
KERNEL(m0_fast, FS_CORE_MAGIC, ROUND_EVEN_M0, SCALE_DIVIDE_FAST, GENERAL)
OTHER_SCALES(m0, FS_CORE_MAGIC, ROUND_EVEN_M0)
OTHER_SCALES(away, FS_CORE_MAGIC, ROUND_AWAY)
OTHER_SCALES(zero, FS_CORE_MAGIC, ROUND_ZERO)
OTHER_SCALES(directed, FS_CORE_MAGIC, ROUND_DIRECTED)
OTHER_SCALES(stochastic, FS_CORE_MAGIC, ROUND_STOCHASTIC)
OTHER_SCALES(integer_even, FS_CORE_INTEGER, ROUND_EVEN)
OTHER_SCALES(integer_away, FS_CORE_INTEGER, ROUND_AWAY)
OTHER_SCALES(integer_zero, FS_CORE_INTEGER, ROUND_ZERO)
OTHER_SCALES(integer_directed, FS_CORE_INTEGER, ROUND_DIRECTED)
OTHER_SCALES(integer_stochastic, FS_CORE_INTEGER, ROUND_STOCHASTIC)
KERNEL(qpytorch_folded, FS_CORE_QPYTORCH, 0, SCALE_FOLDED, SIMPLE)
KERNEL(qpytorch_fast, FS_CORE_QPYTORCH, 0, SCALE_DIVIDE_FAST, SIMPLE)
OTHER_SCALES(qpytorch, FS_CORE_QPYTORCH, 0)

/* ---------------------------------------------------------------- selection */

static int rounding_of(const struct fs_plan *p) {
    switch (p->format.rounding) {
    case FS_ROUND_NEAREST_EVEN: return p->core == FS_CORE_MAGIC && p->mantissa_bits == 0 ? ROUND_EVEN_M0 : ROUND_EVEN;
    case FS_ROUND_NEAREST_AWAY: return ROUND_AWAY;
    case FS_ROUND_TOWARD_ZERO: return ROUND_ZERO;
    case FS_ROUND_STOCHASTIC: return ROUND_STOCHASTIC;
    default: return ROUND_DIRECTED;
    }
}

static int policy_of(const struct fs_plan *p) {
    int te = p->format.scale == FS_SCALE_E4M3_F32 && p->format.scale_rule == FS_RULE_TE;
    if (p->flush || te || p->max_pos != p->max_neg || (p->overflow_value != 0 && p->plus_zero)) return GENERAL;
    return p->overflow_value != 0 ? OVERFLOW : p->plus_zero ? PLUS_ZERO : SIMPLE;
}

#define POLICIES(name) {name##_simple, name##_overflow, name##_plus, name##_general}
#define GENERAL_ONLY(name) {name, name, name, name}

/* [rounding][scale][policy] */
static kernel *const magic_kernels[6][4][4] = {
    {POLICIES(even_folded), POLICIES(even_multiply), POLICIES(even_divide), POLICIES(even_fast)},
    {GENERAL_ONLY(m0_folded), GENERAL_ONLY(m0_multiply_general), GENERAL_ONLY(m0_divide_general), GENERAL_ONLY(m0_fast)},
    {POLICIES(away_folded), GENERAL_ONLY(away_multiply_general), GENERAL_ONLY(away_divide_general), POLICIES(away_fast)},
    {POLICIES(zero_folded), GENERAL_ONLY(zero_multiply_general), GENERAL_ONLY(zero_divide_general), GENERAL_ONLY(zero_divide_general)},
    {POLICIES(directed_folded), GENERAL_ONLY(directed_multiply_general), GENERAL_ONLY(directed_divide_general), GENERAL_ONLY(directed_divide_general)},
    {POLICIES(stochastic_folded), GENERAL_ONLY(stochastic_multiply_general), GENERAL_ONLY(stochastic_divide_general), GENERAL_ONLY(stochastic_divide_general)},
};

#define INTEGER_SCALES(name) \
    {POLICIES(name), GENERAL_ONLY(name##_multiply_general), GENERAL_ONLY(name##_divide_general), GENERAL_ONLY(name##_divide_general)}
static kernel *const integer_kernels[6][4][4] = {
    INTEGER_SCALES(integer_even), INTEGER_SCALES(integer_even), INTEGER_SCALES(integer_away),
    INTEGER_SCALES(integer_zero), INTEGER_SCALES(integer_directed), INTEGER_SCALES(integer_stochastic),
};
static kernel *const qpytorch_kernels[4] = {qpytorch_folded, qpytorch_multiply_general, qpytorch_divide_general, qpytorch_fast};

static kernel *kernel_of(const struct fs_plan *p, int scale) {
    switch (p->core) {
    case FS_CORE_MAGIC: return magic_kernels[rounding_of(p)][scale][policy_of(p)];
    case FS_CORE_INTEGER: return integer_kernels[rounding_of(p)][scale][policy_of(p)];
    case FS_CORE_QPYTORCH: return qpytorch_kernels[scale];
    default: return odd_group;
    }
}

static void divide_group(KERNEL_ARGS) {
    kernel_of(plan, SCALE_DIVIDE)(plan, grids, group_size, src, dst, n, random, stream);
}

static int scale_of(const struct fs_plan *p) {
    switch (p->format.scale) {
    case FS_SCALE_NONE:
    case FS_SCALE_E8M0: return SCALE_FOLDED;
    case FS_SCALE_E4M3: return SCALE_MULTIPLY;
    case FS_SCALE_E4M3_F32: return p->format.scale_rule == FS_RULE_MODELOPT ? SCALE_DIVIDE_FAST : SCALE_MULTIPLY;
    default: return p->is_integer ? SCALE_MULTIPLY : SCALE_DIVIDE_FAST;
    }
}

static void quantize(KERNEL_ARGS) {
    if (plan->core == FS_CORE_REFERENCE || plan->core == FS_CORE_E8M0) {
        for (int64_t i = 0; i < n; i += group_size, grids++) {
            int64_t length = n - i < group_size ? n - i : group_size;
            odd_group(plan, grids, length, src + i, dst + i, length, random == NULL ? NULL : random + i, 0);
        }
        return;
    }
    kernel_of(plan, scale_of(plan))(plan, grids, group_size, src, dst, n, random, stream);
    if (stream) fence();
}

/* --------------------------------------------------------------- magnitudes */

static uint32_t max_magnitude(const float *src, int64_t n) {
    const vi mask = vi_set(FS_MAGNITUDE_MASK);
    vi m[4] = {vi_set(0), vi_set(0), vi_set(0), vi_set(0)};
    int64_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        prefetch(src + i + PREFETCH_FLOATS);
        if (LANES > 8) prefetch(src + i + PREFETCH_FLOATS + 32);
        for (int j = 0; j < 4; j++) m[j] = vi_max(m[j], vi_and(bits(vf_load(src + i + j * LANES)), mask));
    }
    for (; i + LANES <= n; i += LANES) m[0] = vi_max(m[0], vi_and(bits(vf_load(src + i)), mask));
    if (i < n) m[1] = vi_max(m[1], vi_and(bits(vf_load_n(src + i, n - i)), mask));
    return vi_largest(vi_max(vi_max(m[0], m[1]), vi_max(m[2], m[3])));
}

static void group_magnitudes(const float *src, int64_t n, int64_t group_size, uint32_t *amax_bits) {
    const vi mask = vi_set(FS_MAGNITUDE_MASK);
    for (int64_t start = 0; start < n; start += group_size) {
        const float *group = src + start;
        int64_t length = n - start < group_size ? n - start : group_size, i = 0;
        vi m = vi_set(0);
        for (; i + LANES <= length; i += LANES) {
            prefetch(group + i + PREFETCH_FLOATS);
            m = vi_max(m, vi_and(bits(vf_load(group + i)), mask));
        }
        if (i < length) m = vi_max(m, vi_and(bits(vf_load_n(group + i, length - i)), mask));
        *amax_bits++ = vi_largest(m);
    }
}

/* ------------------------------------------------------------------- random */

/* Counters in the low halves of 64-bit lanes: a product's two halves are then where the next round wants them.
 * The upper halves hold rubbish, which nothing reads. */
INLINE void philox(vi c0, vi c1, uint64_t seed, vi out[4]) {
    vi c2 = vi_set(0), c3 = vi_set(0);
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    const vi m0 = vi_set(FS_PHILOX_M0), m1 = vi_set(FS_PHILOX_M1);
    for (int round = 0; round < FS_PHILOX_ROUNDS; round++) {
        vi p0 = vi_mul_wide(m0, c0), p1 = vi_mul_wide(m1, c2);
        c0 = vi_xor(vi_high_halves(p1), vi_xor(c1, vi_set(k0)));
        c1 = p1;
        c2 = vi_xor(vi_high_halves(p0), vi_xor(c3, vi_set(k1)));
        c3 = p0;
        k0 += FS_PHILOX_W0;
        k1 += FS_PHILOX_W1;
    }
    out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* The 128 elements of one group. */
static void random_group(uint64_t seed, uint64_t group, uint32_t *random) {
    const vi low = vi_set(0xffff);
    for (int lane = 0; lane < FS_PHILOX_LANES; lane += LANES) {
        vi even[4], odd[4];
        vi first = vi_counters(group * FS_PHILOX_LANES + (uint64_t)lane);
        vi second = vi_counters(group * FS_PHILOX_LANES + (uint64_t)lane + 1);
        philox(first, vi_high_halves(first), seed, even);
        philox(second, vi_high_halves(second), seed, odd);
        for (int word = 0; word < 4; word++) {
            vi w = vi_join_halves(even[word], odd[word]);
            vi_store(random + (2 * word) * FS_PHILOX_LANES + lane, vi_and(w, low));
            vi_store(random + (2 * word + 1) * FS_PHILOX_LANES + lane, vi_shift_right(w, 16));
        }
    }
}

static void random_bits(uint64_t seed, uint64_t first_index, uint32_t *random, int64_t n) {
    uint32_t group[FS_PHILOX_GROUP];
    for (int64_t i = 0; i < n;) {
        uint64_t index = first_index + (uint64_t)i;
        int64_t skip = (int64_t)(index % FS_PHILOX_GROUP), take = FS_PHILOX_GROUP - skip;
        if (take > n - i) take = n - i;
        if (take == FS_PHILOX_GROUP) {
            random_group(seed, index / FS_PHILOX_GROUP, random + i);
        } else {
            random_group(seed, index / FS_PHILOX_GROUP, group);
            memcpy(random + i, group + skip, (size_t)take * sizeof *random);
        }
        i += take;
    }
}

/* -------------------------------------------------------------------- widen */

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

/* --------------------------------------------------------------- statistics */

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
    int n_zero, n_saturated, n_below_normal;
};

INLINE void add_vector(struct sums *s, int j, vf x, vf y, vf saturation, vf min_normal) {
    const vf sign = floats(vi_set(FS_SIGN_MASK));
    vf e = vf_sub(x, y), magnitude = vf_andnot(sign, y);
    s->y2[j] = vf_fma(y, y, s->y2[j]);
    s->e2[j] = vf_fma(e, e, s->e2[j]);
    s->max_error = vf_max(vf_andnot(sign, e), s->max_error);
    s->n_zero += vm_count(vf_equal(y, vf_set(0)));
    s->n_saturated += vm_count(vf_greater(vf_andnot(sign, x), saturation));
    s->n_below_normal += vm_count(vf_less(magnitude, min_normal));
}

static void accumulate(const float *src, const float *dst, int64_t n, const float *saturation, const float *min_normal,
                       int64_t group_size, struct fs_strip *strip) {
    struct sums s = {.max_error = vf_set(0)};
    for (int j = 0; j < VECTORS; j++) s.y2[j] = s.e2[j] = vf_set(0);
    int64_t i = 0;
    for (int64_t end = group_size == 1 ? n : 0; i + 16 <= end; i += 16)
        for (int j = 0; j < VECTORS; j++) {
            int64_t k = i + j * LANES;
            add_vector(&s, j, vf_load(src + k), vf_load(dst + k), vf_load(saturation + k), vf_load(min_normal + k));
        }
    for (; group_size > 1 && i + 16 <= n;) {
        vf above = vf_set(saturation[i / group_size]), below = vf_set(min_normal[i / group_size]);
        int64_t end = (i / group_size + 1) * group_size;
        for (end = end < n ? end : n; i + 16 <= end; i += 16)
            for (int j = 0; j < VECTORS; j++) add_vector(&s, j, vf_load(src + i + j * LANES), vf_load(dst + i + j * LANES), above, below);
    }
    for (int j = 0; i < n; i += LANES, j++) {
        int64_t rest = n - i < LANES ? n - i : LANES;
        vf above = vf_set(saturation[i / group_size]), below = vf_set(min_normal[i / group_size]);
        if (group_size == 1) above = rest == LANES ? vf_load(saturation + i) : vf_load_n(saturation + i, rest);
        if (group_size == 1) below = rest == LANES ? vf_load(min_normal + i) : vf_load_n(min_normal + i, rest);
        vf x = rest == LANES ? vf_load(src + i) : vf_load_n(src + i, rest), y = rest == LANES ? vf_load(dst + i) : vf_load_n(dst + i, rest);
        int padding = LANES - (int)rest;
        add_vector(&s, j, x, y, above, below);
        /* Lanes past the end counted as zeros; below a limit of 0 nothing is. */
        s.n_zero -= padding;
        if (padding > 0 && group_size > 1) s.n_below_normal -= padding;
    }
    strip->y2 = sum_16(s.y2);
    strip->e2 = sum_16(s.e2);
    strip->max_error = vf_largest(s.max_error);
    strip->n = n;
    strip->n_zero += s.n_zero;
    strip->n_saturated += s.n_saturated;
    strip->n_below_normal += s.n_below_normal;
}

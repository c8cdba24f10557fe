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
#define ZERO_IN 4   /* and a zero of either sign is +0 before anything else */

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
        .smallest_normal = floats(vi_set(p->constants.min_bits)),
        .top = vi_set(top_field << 23),
        .top_mantissa = vi_set(~mask & 0x7fffff),
    };
}

/* The constants of consecutive groups, one array each, so that a vector of groups is worked out at once. min_bits to
 * flush_below differ from group to group only where a scale is folded in; else theirs is [0]. */
#define GRIDS 128
struct grids {
    uint32_t odd[GRIDS]; /* not 0: this group needs the definition's arithmetic */
    uint32_t min_bits[GRIDS];
    float max_pos[GRIDS], max_neg[GRIDS], overflow_above[GRIDS], flush_below[GRIDS];
    float pre[GRIDS], post[GRIDS], inverse[GRIDS], inverse_low[GRIDS], clamp[GRIDS];
};

INLINE struct group group_of(const struct grids *g, int64_t i, int scale) {
    int64_t k = scale == SCALE_FOLDED ? i : 0;
    return (struct group){
        .min_bits = vi_set(g->min_bits[k]),
        .max_pos = vf_set(g->max_pos[k]),
        .max_neg = vf_set(g->max_neg[k]),
        .overflow_above = vf_set(g->overflow_above[k]),
        .flush_below = vf_set(g->flush_below[k]),
        .pre = vf_set(g->pre[i]),
        .post = vf_set(g->post[i]),
        .inverse = vf_set(g->inverse[i]),
        .inverse_low = vf_set(g->inverse_low[i]),
        .clamp_low = vf_set(-g->clamp[i]),
        .clamp_high = vf_set(g->clamp[i]),
    };
}

/* Correctly rounded x / pre without a division (Markstein 1990, theorem 8: with y the rounded 1 / b and q within one
 * unit of a / b, q + y (a - b q) rounds as a / b does, if the remainder is exact). The second part of the inverse
 * brings the first guess within one unit. fast_division allows this only where an inexact remainder (x below 2^-102)
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
    if (policy == GENERAL || policy == ZERO_IN) x = vf_add(x, c->zero_in);
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

#define KERNEL_ARGS                                                                                               \
    const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits,                  \
        const struct grids *grids, int64_t group_size, const float *src, float *dst, int64_t n, const uint32_t *random, \
        int flags
typedef void kernel(KERNEL_ARGS);

/* Far enough ahead for the memory to answer, near enough to stay in L1. */
#define PREFETCH_FLOATS 1024

/* whole: n is a multiple of LANES. */
INLINE void quantize_group(const struct constants *c, const struct group *g, const float *src, float *dst, int64_t n,
                           const uint32_t *random, int stream, int whole, int core, int rounding, int scale, int policy) {
    int stochastic = rounding == ROUND_STOCHASTIC;
    for (int64_t i = 0; i < n; i += LANES) {
        int64_t rest = n - i;
        int partial = !whole && __builtin_expect(rest < LANES, 0);
        vf x = partial ? vf_load_n(src + i, rest) : vf_load(src + i);
        vi r = !stochastic ? vi_set(0) : partial ? vi_load_n(random + i, rest) : vi_load(random + i);
        vf y = quantize_vector(x, r, c, g, core, rounding, scale, policy);
        if (partial) vf_store_n(dst + i, y, rest);
        else if (stream) prefetch(src + i + PREFETCH_FLOATS), vf_stream(dst + i, y);
        else vf_store(dst + i, y);
    }
}

static void odd_group(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, uint32_t amax_bits, const float *src, float *dst,
                      int64_t n, const uint32_t *random, int flags) {
    struct fs_grid grid;
    fs_grid_make(plan, tensor, amax_bits, &grid);
    if (flags & FS_UNSCALED) grid.post = 1;
    for (int64_t i = 0; i < n; i++) dst[i] = fs_quantize_one(plan, &grid, src[i], random == NULL ? 0 : random[i]);
}

static kernel divide_group;

/* One group with its own way of division: the kernel for it takes the constants of [0]. */
static void divided_group(KERNEL_ARGS, int64_t k) {
    struct grids one;
    one.odd[0] = 0;
    one.min_bits[0] = grids->min_bits[0], one.max_pos[0] = grids->max_pos[0], one.max_neg[0] = grids->max_neg[0];
    one.overflow_above[0] = grids->overflow_above[0], one.flush_below[0] = grids->flush_below[0];
    one.pre[0] = grids->pre[k], one.post[0] = grids->post[k];
    divide_group(plan, tensor, amax_bits + k, &one, group_size, src, dst, n, random, flags);
}

/* fixed: the group size where it is known at compile time and n is a multiple of it; the loop over it unrolls. */
INLINE void quantize_groups_of(KERNEL_ARGS, int64_t fixed, int core, int rounding, int scale, int policy) {
    struct constants c = constants_of(plan);
    if (fixed > 0) group_size = fixed;
    for (int64_t i = 0, k = 0; i < n; i += group_size, k++) {
        int64_t length = fixed > 0 || n - i >= group_size ? group_size : n - i;
        const uint32_t *r = random == NULL ? NULL : random + i;
        if (__builtin_expect(grids->odd[k] != 0, 0)) {
            odd_group(plan, tensor, amax_bits[k], src + i, dst + i, length, r, flags);
        } else if (scale == SCALE_DIVIDE_FAST && __builtin_expect(grids->inverse[k] == 0, 0)) {
            divided_group(plan, tensor, amax_bits, grids, length, src + i, dst + i, length, r, flags, k);
        } else {
            struct group g = group_of(grids, k, scale);
            int stream = (flags & FS_STREAM) && ((uintptr_t)(dst + i) & 15) == 0;
            quantize_group(&c, &g, src + i, dst + i, length, r, stream, fixed > 0, core, rounding, scale, policy);
        }
    }
}

#define KERNEL(name, fixed, core, rounding, scale, policy)                                                            \
    static void name(KERNEL_ARGS) {                                                                                   \
        quantize_groups_of(plan, tensor, amax_bits, grids, group_size, src, dst, n, random, flags, fixed, core, rounding, \
                           scale, policy);                                                                            \
    }

/* Each combination named here is one loop; what is not named runs in a more general one. */
#define THREE_SCALES(name, core, rounding)                               \
    KERNEL(name##_folded, 0, core, rounding, SCALE_FOLDED, GENERAL)      \
    KERNEL(name##_multiply, 0, core, rounding, SCALE_MULTIPLY, GENERAL)  \
    KERNEL(name##_divide, 0, core, rounding, SCALE_DIVIDE, GENERAL)

#define THREE_SIZES(name, scale, policy)                                    \
    KERNEL(name, 0, FS_CORE_MAGIC, ROUND_EVEN, scale, policy)               \
    KERNEL(name##_by_16, 16, FS_CORE_MAGIC, ROUND_EVEN, scale, policy)      \
    KERNEL(name##_by_32, 32, FS_CORE_MAGIC, ROUND_EVEN, scale, policy)

THREE_SIZES(even_folded_simple, SCALE_FOLDED, SIMPLE)
THREE_SIZES(even_folded_plus, SCALE_FOLDED, PLUS_ZERO)
THREE_SIZES(even_multiply_simple, SCALE_MULTIPLY, SIMPLE)
THREE_SIZES(even_multiply_plus, SCALE_MULTIPLY, PLUS_ZERO)
THREE_SIZES(even_multiply_zero_in, SCALE_MULTIPLY, ZERO_IN)
THREE_SIZES(even_fast_simple, SCALE_DIVIDE_FAST, SIMPLE)
KERNEL(even_folded_overflow, 0, FS_CORE_MAGIC, ROUND_EVEN, SCALE_FOLDED, OVERFLOW)
KERNEL(even_fast, 0, FS_CORE_MAGIC, ROUND_EVEN, SCALE_DIVIDE_FAST, GENERAL)
THREE_SCALES(even, FS_CORE_MAGIC, ROUND_EVEN)
THREE_SCALES(m0, FS_CORE_MAGIC, ROUND_EVEN_M0)
KERNEL(m0_fast, 0, FS_CORE_MAGIC, ROUND_EVEN_M0, SCALE_DIVIDE_FAST, GENERAL)
KERNEL(away_folded_simple, 0, FS_CORE_MAGIC, ROUND_AWAY, SCALE_FOLDED, SIMPLE)
KERNEL(away_fast, 0, FS_CORE_MAGIC, ROUND_AWAY, SCALE_DIVIDE_FAST, GENERAL)
THREE_SCALES(away, FS_CORE_MAGIC, ROUND_AWAY)
KERNEL(zero_folded_simple, 0, FS_CORE_MAGIC, ROUND_ZERO, SCALE_FOLDED, SIMPLE)
THREE_SCALES(zero, FS_CORE_MAGIC, ROUND_ZERO)
KERNEL(directed_folded_simple, 0, FS_CORE_MAGIC, ROUND_DIRECTED, SCALE_FOLDED, SIMPLE)
THREE_SCALES(directed, FS_CORE_MAGIC, ROUND_DIRECTED)
KERNEL(stochastic_folded_simple, 0, FS_CORE_MAGIC, ROUND_STOCHASTIC, SCALE_FOLDED, SIMPLE)
THREE_SCALES(stochastic, FS_CORE_MAGIC, ROUND_STOCHASTIC)
KERNEL(integer_even_folded_overflow, 0, FS_CORE_INTEGER, ROUND_EVEN, SCALE_FOLDED, OVERFLOW)
THREE_SCALES(integer_even, FS_CORE_INTEGER, ROUND_EVEN)
THREE_SCALES(integer_away, FS_CORE_INTEGER, ROUND_AWAY)
THREE_SCALES(integer_zero, FS_CORE_INTEGER, ROUND_ZERO)
THREE_SCALES(integer_directed, FS_CORE_INTEGER, ROUND_DIRECTED)
THREE_SCALES(integer_stochastic, FS_CORE_INTEGER, ROUND_STOCHASTIC)
/* Not GENERAL: its addition to the input would quiet a NaN whose payload counts. */
KERNEL(qpytorch_folded, 0, FS_CORE_QPYTORCH, 0, SCALE_FOLDED, SIMPLE)
KERNEL(qpytorch_multiply, 0, FS_CORE_QPYTORCH, 0, SCALE_MULTIPLY, GENERAL)
KERNEL(qpytorch_divide, 0, FS_CORE_QPYTORCH, 0, SCALE_DIVIDE, GENERAL)
KERNEL(qpytorch_fast, 0, FS_CORE_QPYTORCH, 0, SCALE_DIVIDE_FAST, SIMPLE)

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
    if (te && !p->flush && p->max_pos == p->max_neg && p->overflow_value == 0 && !p->plus_zero) return ZERO_IN;
    if (p->flush || te || p->max_pos != p->max_neg || (p->overflow_value != 0 && p->plus_zero)) return GENERAL;
    return p->overflow_value != 0 ? OVERFLOW : p->plus_zero ? PLUS_ZERO : SIMPLE;
}

/* SIMPLE, OVERFLOW, PLUS_ZERO, GENERAL, ZERO_IN */
#define ONE(all) {all, all, all, all, all}
#define SIMPLE_OR(simple, general) {simple, general, general, general, general}
#define SCALES(name, folded, fast) {folded, ONE(name##_multiply), ONE(name##_divide), fast}

/* [rounding][scale][policy]; scales as SCALE_FOLDED ... SCALE_DIVIDE_FAST */
static kernel *const magic_kernels[6][4][5] = {
    {{even_folded_simple, even_folded_overflow, even_folded_plus, even_folded, even_folded},
     {even_multiply_simple, even_multiply, even_multiply_plus, even_multiply, even_multiply_zero_in},
     ONE(even_divide),
     SIMPLE_OR(even_fast_simple, even_fast)},
    SCALES(m0, ONE(m0_folded), ONE(m0_fast)),
    SCALES(away, SIMPLE_OR(away_folded_simple, away_folded), ONE(away_fast)),
    SCALES(zero, SIMPLE_OR(zero_folded_simple, zero_folded), ONE(zero_divide)),
    SCALES(directed, SIMPLE_OR(directed_folded_simple, directed_folded), ONE(directed_divide)),
    SCALES(stochastic, SIMPLE_OR(stochastic_folded_simple, stochastic_folded), ONE(stochastic_divide)),
};

static kernel *const integer_kernels[6][4][5] = {
    {{integer_even_folded, integer_even_folded_overflow, integer_even_folded, integer_even_folded, integer_even_folded},
     ONE(integer_even_multiply), ONE(integer_even_divide), ONE(integer_even_divide)},
    SCALES(integer_even, ONE(integer_even_folded), ONE(integer_even_divide)),
    SCALES(integer_away, ONE(integer_away_folded), ONE(integer_away_divide)),
    SCALES(integer_zero, ONE(integer_zero_folded), ONE(integer_zero_divide)),
    SCALES(integer_directed, ONE(integer_directed_folded), ONE(integer_directed_divide)),
    SCALES(integer_stochastic, ONE(integer_stochastic_folded), ONE(integer_stochastic_divide)),
};

static kernel *const qpytorch_kernels[4] = {qpytorch_folded, qpytorch_multiply, qpytorch_divide, qpytorch_fast};

static kernel *kernel_of(const struct fs_plan *p, int scale) {
    switch (p->core) {
    case FS_CORE_MAGIC: return magic_kernels[rounding_of(p)][scale][policy_of(p)];
    case FS_CORE_INTEGER: return integer_kernels[rounding_of(p)][scale][policy_of(p)];
    case FS_CORE_QPYTORCH: return qpytorch_kernels[scale];
    default: return NULL;
    }
}

/* The same kernel for whole groups of 16 or 32. */
static kernel *kernel_of_size(kernel *k, int64_t group_size) {
    static const struct {
        kernel *any, *by_16, *by_32;
    } sizes[] = {
        {even_folded_simple, even_folded_simple_by_16, even_folded_simple_by_32},
        {even_folded_plus, even_folded_plus_by_16, even_folded_plus_by_32},
        {even_multiply_simple, even_multiply_simple_by_16, even_multiply_simple_by_32},
        {even_multiply_plus, even_multiply_plus_by_16, even_multiply_plus_by_32},
        {even_multiply_zero_in, even_multiply_zero_in_by_16, even_multiply_zero_in_by_32},
        {even_fast_simple, even_fast_simple_by_16, even_fast_simple_by_32},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].any == k) return group_size == 16 ? sizes[i].by_16 : group_size == 32 ? sizes[i].by_32 : k;
    return k;
}

static void divide_group(KERNEL_ARGS) {
    kernel_of(plan, SCALE_DIVIDE)(plan, tensor, amax_bits, grids, group_size, src, dst, n, random, flags);
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

/* ------------------------------------------------------------------- scales */

INLINE vi vi_zero_where(vm m, vi v) { return bits(vf_clear(m, floats(v))); }
INLINE vi vi_select(vm m, vi yes, vi no) { return bits(vf_select(m, floats(yes), floats(no))); }

/* x >= 0, at most about 2^64, to nearest even on a narrow scale's grid, saturating: narrow_round of fs_scale.c. */
INLINE vf narrow(vf x, int min_exponent, int mantissa_bits, float max) {
    vi e = vi_max(vi_and(bits(x), vi_set(FS_INF_BITS)), vi_set((uint32_t)(min_exponent + 127) << 23));
    vf t = floats(vi_add(e, vi_set((uint32_t)(23 - mantissa_bits) << 23)));
    return vf_min(vf_sub(vf_add(x, t), t), vf_set(max));
}

/* E8M0: e8m0_exponent of fs_scale.c, times 2^23. Blocks of zeros take a shift of 0: results are
 * zeros with any. */
INLINE void pow2_grids(const struct fs_plan *p, vi amax, struct grids *g, int64_t i) {
    const struct fs_constants *c = &p->constants;
    const vi exponent = vi_set(FS_INF_BITS), mantissa = vi_set(0x7fffff);
    uint32_t max = fs_bits((float)p->scale_max);
    vm zero = vi_greater(vi_set(1), amax);
    vi a = amax;
    if (p->format.scale_rule == FS_RULE_EVEN) {
        int m = p->format.element == FS_ELEMENT_FLOAT ? p->format.mantissa_bits : p->format.integer_bits - 2;
        a = vi_add(a, vi_set(1u << (22 - m)));
    }
    vi shift = vi_sub(vi_and(a, exponent), vi_set(max & FS_INF_BITS));
    vi one = vi_set(1u << 23), above = vi_set(0);
    if (p->format.scale_rule == FS_RULE_CEIL) above = vi_and(one, bits(vf_select(vi_greater(vi_and(a, mantissa), vi_set(0)), floats(one), vf_set(0))));
    if (p->format.scale_rule == FS_RULE_RCEIL)
        above = vi_and(one, bits(vf_select(vi_greater(vi_and(a, mantissa), vi_set(max & 0x7fffff)), floats(one), vf_set(0))));
    shift = vi_zero_where(zero, vi_add(shift, above));
    int lowest = c->lowest_shift > -127 ? c->lowest_shift : -127, highest = c->highest_shift < 127 ? c->highest_shift : 127;
    const vi yes = vi_set(1), no = vi_set(0);
    vi odd = vi_select(vi_greater(vi_set((uint32_t)lowest << 23), shift), yes, no);
    odd = vi_or(odd, vi_select(vi_greater(shift, vi_set((uint32_t)highest << 23)), yes, no));
    odd = vi_or(odd, vi_select(vi_greater(amax, vi_set(0x7f7fffff)), yes, no));
    odd = vi_or(odd, vi_select(vi_greater(vi_set(1u << 23), amax), yes, no)); /* subnormal */
    /* A stated amax of 0 need not be the data's. */
    vi_store(g->odd + i, p->format.group == FS_GROUP_BLOCK ? vi_zero_where(zero, odd) : odd);
    vi_store(g->min_bits + i, vi_add(vi_set(c->min_bits), shift));
    vf_store(g->max_pos + i, floats(vi_add(vi_set(fs_bits(c->max_pos)), shift)));
    vf_store(g->max_neg + i, c->max_neg == 0 ? vf_set(0) : floats(vi_add(vi_set(fs_bits(c->max_neg)), shift)));
    vf_store(g->overflow_above + i, c->overflow_above > FLT_MAX ? vf_set(INFINITY) : floats(vi_add(vi_set(fs_bits(c->overflow_above)), shift)));
    vf_store(g->flush_below + i, c->flush_below == 0 ? vf_set(0) : floats(vi_add(vi_set(fs_bits(c->flush_below)), shift)));
}

/* The scale itself: e4m3_f32_scale and direct_scale of fs_scale.c. */
INLINE vf scale_values(const struct fs_plan *p, const struct fs_tensor_scale *t, vf amax) {
    const vf max = vf_set((float)p->scale_max), largest = vf_set(FLT_MAX), lowest = vf_set(0x1p-6f), full = vf_set(448);
    if (p->format.scale == FS_SCALE_E4M3_F32) {
        vf level = vf_set(t->amax_scale);
        if (p->format.scale_rule == FS_RULE_TE) return narrow(vf_min(vf_mul(amax, level), full), -6, 3, 448);
        if (p->format.scale_rule == FS_RULE_TORCHAO) return narrow(vf_min(vf_max(vf_div(vf_div(amax, max), level), lowest), full), -6, 3, 448);
        vf s = vf_div(amax, vf_mul(max, level));
        return narrow(vf_min(vf_select(vf_equal(s, vf_set(0)), vf_set(1), s), full), -6, 3, 448);
    }
    vf s = vf_div(amax, max);
    if (p->format.scale == FS_SCALE_E4M3) return narrow(vf_min(vf_max(s, lowest), full), -6, 3, 448);
    s = vf_min(s, largest);
    vf smallest = vf_set(0);
    if (p->format.scale == FS_SCALE_UE5M3) s = narrow(vf_min(s, vf_set(114688)), -14, 3, 114688), smallest = vf_set(0x1p-17f);
    if (p->format.scale == FS_SCALE_F16) s = narrow(vf_min(s, vf_set(65504)), -14, 10, 65504), smallest = vf_set(0x1p-24f);
    if (p->format.scale == FS_SCALE_BF16) {
        vi u = bits(s);
        u = vi_and(vi_add(vi_add(u, vi_set(0x7fff)), vi_and(vi_shift_right(u, 16), vi_set(1))), vi_set(0xffff0000));
        s = vf_min(floats(u), floats(vi_set(0x7f7f0000))), smallest = vf_set(0x1p-133f);
    }
    vm none = vf_equal(s, vf_set(0));
    s = vf_select(vm_and(none, vf_greater(amax, vf_set(0))), smallest, s);
    return vf_select(vf_equal(s, vf_set(0)), vf_set(1), s);
}

/* e4m3_f32_path and direct_path of fs_scale.c. */
INLINE void float_grids(const struct fs_plan *p, const struct fs_tensor_scale *t, vi amax, struct grids *g, int64_t i) {
    const vf largest = vf_set(FLT_MAX), one = vf_set(1);
    vf s = scale_values(p, t, floats(amax)), post = s, pre;
    int two_levels = p->format.scale == FS_SCALE_E4M3_F32, rule = p->format.scale_rule;
    if (two_levels) post = vf_min(vf_mul(s, vf_set(t->post)), largest);
    if (two_levels && rule == FS_RULE_TE) pre = vf_min(vf_div(one, post), largest);
    else if (two_levels && rule == FS_RULE_TORCHAO) pre = vf_min(vf_div(vf_set(fminf(1 / t->post, FLT_MAX)), s), largest);
    else if (two_levels || !(p->is_integer || p->format.scale == FS_SCALE_E4M3)) pre = post;
    else pre = vf_min(vf_div(one, s), largest);

    const vi yes = vi_set(1), no = vi_set(0);
    vi odd = vi_select(vi_greater(amax, vi_set(0x7f7fffff)), yes, no);
    /* A division by a subnormal number or 0 is left to the definition. */
    odd = vi_or(odd, vi_select(vf_less(pre, vf_set(FLT_MIN)), yes, no));
    vi_store(g->odd + i, t->nan ? yes : odd);
    vf_store(g->pre + i, pre);
    vf_store(g->post + i, post);
    vf_store(g->inverse + i, vf_set(0));
    if (!p->constants.fast_division) return;
    vf inverse = vf_div(one, pre), low = vf_mul(vf_fnma(inverse, pre, one), inverse);
    vm outside = vf_greater(vf_set(0x1p-60f), pre), above = vf_greater(pre, vf_set(0x1p60f));
    vf_store(g->inverse + i, vf_clear(above, vf_clear(outside, inverse)));
    vf_store(g->inverse_low + i, low);
    vf_store(g->clamp + i, vf_mul(pre, vf_set(p->constants.division_clamp)));
}

/* Constants of n <= GRIDS groups; the arrays are filled in whole vectors. */
static void make_grids(const struct fs_plan *p, const struct fs_tensor_scale *t, const uint32_t *amax_bits, int64_t n, struct grids *g) {
    for (int64_t i = 0; i < n; i += LANES) {
        vi amax = n - i >= LANES ? vi_load(amax_bits + i) : vi_load_n(amax_bits + i, n - i);
        if (p->format.scale == FS_SCALE_E8M0) pow2_grids(p, amax, g, i);
        else float_grids(p, t, amax, g, i);
    }
}

/* The constants as they are; only a power-of-two scale has others in its groups. */
static void plain_grid(const struct fs_constants *c, struct grids *g) {
    g->odd[0] = 0;
    g->min_bits[0] = c->min_bits;
    g->max_pos[0] = c->max_pos, g->max_neg[0] = c->max_neg;
    g->overflow_above[0] = c->overflow_above, g->flush_below[0] = c->flush_below;
}

/* No vector kernel: one group after the other by definition. */
static void quantize_by_definition(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits, int64_t group_size,
                                   const float *src, float *dst, int64_t n, const uint32_t *random, int flags) {
    for (int64_t i = 0; i < n; i += group_size)
        odd_group(plan, tensor, *amax_bits++, src + i, dst + i, n - i < group_size ? n - i : group_size, random == NULL ? NULL : random + i, flags);
}

static void quantize(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits, int64_t group_size, const float *src,
                     float *dst, int64_t n, const uint32_t *random, int flags) {
    int pow2 = plan->format.scale == FS_SCALE_E8M0;
    kernel *k = kernel_of(plan, scale_of(plan));
    if (k == NULL || (pow2 && plan->core != FS_CORE_MAGIC) || plan->max_pos == 0) {
        quantize_by_definition(plan, tensor, amax_bits, group_size, src, dst, n, random, flags);
        return;
    }
    kernel *whole = kernel_of_size(k, group_size);
    struct grids grids;
    plain_grid(&plan->constants, &grids);
    if (plan->format.scale == FS_SCALE_NONE) {
        k(plan, tensor, amax_bits, &grids, n, src, dst, n, random, flags);
    } else {
        int64_t tile = group_size > INT64_MAX / GRIDS ? INT64_MAX : GRIDS * group_size;
        for (int64_t i = 0; i < n; i += tile, amax_bits += GRIDS) {
            int64_t length = n - i < tile ? n - i : tile, n_groups = (length - 1) / group_size + 1;
            make_grids(plan, tensor, amax_bits, n_groups, &grids);
            for (int64_t j = 0; (flags & FS_UNSCALED) && j < n_groups; j++) grids.post[j] = 1;
            (length % group_size == 0 ? whole : k)(plan, tensor, amax_bits, &grids, group_size, src + i, dst + i, length,
                                                   random == NULL ? NULL : random + i, flags);
            if (n - i <= tile) break;
        }
    }
    if (flags & FS_STREAM) fence();
}

static void limits_by_definition(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, uint32_t amax_bits, float *saturation, float *min_normal) {
    struct fs_grid grid;
    fs_grid_make(plan, tensor, amax_bits, &grid);
    struct fs_limits l = fs_limits_make(plan, &grid);
    *saturation = l.saturation;
    *min_normal = l.min_normal;
}

static void limits(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits, int64_t n_groups, float *saturation,
                   float *min_normal) {
    int pow2 = plan->format.scale == FS_SCALE_E8M0, exact = plan->saturation <= FLT_MAX && plan->min_normal >= FLT_MIN;
    int vector = exact && plan->format.scale != FS_SCALE_NONE && (!pow2 || plan->core == FS_CORE_MAGIC);
    uint32_t min_bits = plan->constants.min_bits;
    struct grids grids;
    for (int64_t i = 0; i < n_groups; i += GRIDS) {
        int64_t n = n_groups - i < GRIDS ? n_groups - i : GRIDS;
        if (vector) make_grids(plan, tensor, amax_bits + i, n, &grids);
        for (int64_t j = 0; j < n; j++) {
            int32_t shift = vector && pow2 ? (int32_t)(grids.min_bits[j] - min_bits) >> 23 : 0;
            if (!vector || grids.odd[j] || (pow2 && (amax_bits[i + j] == 0 || shift < -100))) {
                limits_by_definition(plan, tensor, amax_bits[i + j], &saturation[i + j], &min_normal[i + j]);
                continue;
            }
            float by = pow2 ? fs_float((uint32_t)(shift + 127) << 23) : grids.post[j], lowest = (float)plan->min_normal * by;
            saturation[i + j] = (float)plan->saturation * by;
            min_normal[i + j] = lowest > 0 ? lowest : 0x1p-149f;
        }
    }
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

/* ------------------------------------------------------------------- random */

/* Counters in the low halves of 64-bit lanes: a product's two halves are then where the next round wants them.
 * The upper halves hold rubbish, which nothing reads. */
struct round_keys {
    vi k0[FS_PHILOX_ROUNDS], k1[FS_PHILOX_ROUNDS];
};

INLINE void philox_round(vi c[4], vi k0, vi k1) {
    vi p0 = vi_mul_wide(vi_set(FS_PHILOX_M0), c[0]), p1 = vi_mul_wide(vi_set(FS_PHILOX_M1), c[2]);
    c[0] = vi_xor(vi_high_halves(p1), vi_xor(c[1], k0));
    c[1] = p1;
    c[2] = vi_xor(vi_high_halves(p0), vi_xor(c[3], k1));
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
    vi n_zero, n_saturated, n_below_normal; /* per lane */
};

INLINE void add_vector(struct sums *s, int j, vf x, vf y, vf saturation, vf min_normal, int may_saturate) {
    const vf sign = floats(vi_set(FS_SIGN_MASK));
    vf e = vf_sub(x, y);
    s->y2[j] = vf_fma(y, y, s->y2[j]);
    s->e2[j] = vf_fma(e, e, s->e2[j]);
    s->max_error = vf_max(vf_andnot(sign, e), s->max_error);
    s->n_zero = vi_increment(s->n_zero, vf_equal(y, vf_set(0)));
    s->n_below_normal = vi_increment(s->n_below_normal, vf_less(vf_andnot(sign, y), min_normal));
    if (may_saturate) s->n_saturated = vi_increment(s->n_saturated, vf_greater(vf_andnot(sign, x), saturation));
}

/* The whole 16s; the limits of elements i .. change every group_size, or with every element for a size of 1. */
INLINE int64_t add_vectors(struct sums *s, const float *src, const float *dst, int64_t n, const float *saturation, const float *min_normal,
                           int64_t group_size, int may_saturate) {
    int64_t i = 0;
    if (group_size == 1) {
        for (; i + 16 <= n; i += 16)
            for (int j = 0; j < VECTORS; j++) {
                int64_t k = i + j * LANES;
                add_vector(s, j, vf_load(src + k), vf_load(dst + k), vf_load(saturation + k), vf_load(min_normal + k), may_saturate);
            }
        return i;
    }
    for (int64_t group = 0; i + 16 <= n; group++) {
        vf above = vf_set(saturation[group]), below = vf_set(min_normal[group]);
        int64_t end = (group + 1) * group_size < n ? (group + 1) * group_size : n;
        for (; i + 16 <= end; i += 16)
            for (int j = 0; j < VECTORS; j++) add_vector(s, j, vf_load(src + i + j * LANES), vf_load(dst + i + j * LANES), above, below, may_saturate);
    }
    return i;
}

static void accumulate(const float *src, const float *dst, int64_t n, const float *saturation, const float *min_normal,
                       int64_t group_size, int may_saturate, struct fs_strip *strip) {
    struct sums s = {.max_error = vf_set(0), .n_zero = vi_set(0), .n_saturated = vi_set(0), .n_below_normal = vi_set(0)};
    for (int j = 0; j < VECTORS; j++) s.y2[j] = s.e2[j] = vf_set(0);
    int64_t i = may_saturate ? add_vectors(&s, src, dst, n, saturation, min_normal, group_size, 1)
                             : add_vectors(&s, src, dst, n, saturation, min_normal, group_size, 0);
    int padding = 0, padding_below = 0;
    for (int j = 0; i < n; i += LANES, j++) {
        int64_t rest = n - i < LANES ? n - i : LANES;
        vf above = group_size == 1 ? vf_load_n(saturation + i, rest) : vf_set(saturation[i / group_size]);
        vf below = group_size == 1 ? vf_load_n(min_normal + i, rest) : vf_set(min_normal[i / group_size]);
        add_vector(&s, j, vf_load_n(src + i, rest), vf_load_n(dst + i, rest), above, below, may_saturate);
        /* Lanes past the end count as zeros; below a limit of 0 nothing is. */
        padding += LANES - (int)rest;
        padding_below += group_size == 1 ? 0 : LANES - (int)rest;
    }
    strip->y2 = sum_16(s.y2);
    strip->e2 = sum_16(s.e2);
    strip->max_error = vf_largest(s.max_error);
    strip->n = n;
    strip->n_zero += vi_sum(s.n_zero) - padding;
    strip->n_saturated += vi_sum(s.n_saturated);
    strip->n_below_normal += vi_sum(s.n_below_normal) - padding_below;
}

/* fs_vector_round.h - one vector through the format: scaled, rounded, clamped, scaled back. What a result must be is
 * said by fs_round.c alone. */
#ifndef FS_VECTOR_ROUND_H
#define FS_VECTOR_ROUND_H
#include <math.h>
#include "fs_kernels.h"

/* The arguments of a kernel, known at compile time. */
enum rounding {
    ROUND_EVEN,
    ROUND_EVEN_M0, /* without mantissa bits the exponent field decides ties */
    ROUND_AWAY,
    ROUND_ZERO,
    ROUND_DIRECTED,
    ROUND_STOCHASTIC,
    ROUND_FIXED, /* integers to nearest even: one spacing for all, any bounds, zeros +0 */
    ROUND_QPYTORCH,
};

enum scaling {
    SCALE_FOLDED, /* none, or a power of two moved into the grid's constants */
    SCALE_MULTIPLY,
    SCALE_DIVIDE,
    SCALE_QUOTIENT, /* divide without dividing, see quotient */
};

/* What a loop may leave out. */
enum policy {
    SIMPLE,    /* saturating, zeros keep their signs, both signs clamped alike */
    BOUNDED,   /* and nothing to clamp: no magnitude lies beyond the largest value by half a spacing */
    OVERFLOW,  /* overflow becomes Inf or NaN; to nearest even only */
    PLUS_ZERO, /* zeros become +0 */
    ZERO_IN,   /* a zero of either sign is +0 before anything else */
    GENERAL,   /* any */
    NATURAL,   /* the pattern of a magnitude beyond the largest is that of Inf */
    ZERO_IN_BOUNDED, /* ZERO_IN, and nothing to clamp: of whole finite groups alone */
};

struct constants {
    vf exponent;
    vf magic;    /* 2^(23 - M) */
    vf fixed;    /* 1.5 2^(23 - M) */
    vf overflow; /* what overflow becomes */
    vf zero_out, zero_in; /* -0 leaves a zero's sign, +0 makes it +0 */
    vf down;            /* sign bit: directed rounding goes down */
    /* cores that round the pattern */
    vi half, below_half, kept, odd;
    int drop;
    vi top, top_magnitude; /* QPyTorch */
    vf smallest_normal;
};

/* Vectors that quantize_finite works on at most. */
#define FINITE 4

/* One group's numbers. */
struct group {
    vf binade; /* the lowest: 2^min_exponent */
    vf max_pos, max_neg, overflow_from, overflow_above, flush_below;
    vf pre, post, inverse, inverse_rest, clamp;
};

INLINE struct constants constants_of(const struct fs_plan *p) {
    int drop = 23 - p->mantissa_bits;
    uint32_t mask = drop > 0 && drop < 24 ? (1u << drop) - 1 : 0, half = drop > 0 && drop < 24 ? 1u << (drop - 1) : 0;
    uint32_t top_field = (uint32_t)(127 + (1 << (p->format.exponent_bits > 0 ? p->format.exponent_bits - 1 : 0)));
    float magic = fs_float((uint32_t)(drop + 127) << 23);
    return (struct constants){
        .exponent = floats(vi_set(FS_INF_BITS)),
        .magic = vf_set(magic),
        .fixed = vf_set(1.5f * magic),
        .overflow = vf_set(isnan(p->overflow_value) ? fs_float(FS_NAN_BITS) : INFINITY),
        .zero_out = vf_set(p->plus_zero ? 0.0f : -0.0f),
        .zero_in = vf_set(fs_is_te(p) ? 0.0f : -0.0f),
        .down = floats(vi_set(p->format.rounding == FS_ROUND_DOWN ? FS_SIGN_MASK : 0)),
        .half = vi_set(half),
        .below_half = vi_set(half > 0 ? half - 1 : 0),
        .kept = vi_set(~mask),
        .odd = vi_set(half > 0 ? 1 : 0),
        .drop = drop,
        .top = vi_set(top_field << 23),
        .top_magnitude = vi_set(top_field << 23 | (~mask & 0x7fffff)),
        .smallest_normal = floats(vi_set(p->constants.min_bits)),
    };
}

INLINE vf magnitude(vf x) { return vf_andnot(floats(vi_set(FS_SIGN_MASK)), x); }

/* Correctly rounded a / pre without a division, where that decides anything: on which side of a boundary between two
 * values of the format the quotient lies. 1 / pre is inverse + inverse_rest to within 2^-47 of itself, and one rounding ends
 * the sum. So it could lie on the other side of a boundary than the rounded quotient only where a / pre is that close to a
 * midpoint beside the boundary, and the finitely many such pairs of mantissas are all tried by quotient_test.c.
 * fs_constants.fast_division says where nothing underflows. */
INLINE vf quotient(vf a, const struct group *g) { return vf_fma(a, g->inverse, vf_mul(a, g->inverse_rest)); }

/* Magnitudes a on the grid: adding t = 2^(e - M + 23) leaves float32 no bits below the spacing 2^(e - M), so the sum
 * rounds as float32 does. e is a's exponent or the lowest: subnormals need no path of their own. t, the product of
 * 2^e and magic, is not formed: a multiply-add rounds once. NaN passes through. */
INLINE vf round_magic(vf a, vf x, const struct constants *c, const struct group *g, int rounding, vi random) {
    vf binade = floats(vi_max(vi_and(bits(a), bits(c->exponent)), bits(g->binade))), magic = c->magic, sum;
    switch (rounding) {
    case ROUND_EVEN: sum = vf_fma(binade, magic, a); break;
    case ROUND_EVEN_M0: {
        /* Ties went up; they go down where the exponent field is even, so its distance from the lowest odd. */
        sum = vf_fma(binade, magic, a);
        vm tie = vf_equal(vf_sub(vf_fnma(binade, magic, sum), a), vf_mul(binade, vf_set(0.5f)));
        vm odd = vi_nonzero(vi_and(vi_xor(bits(binade), bits(g->binade)), vi_set(1u << 23)));
        sum = floats(vi_decrement(bits(sum), vm_and(tie, odd)));
        break;
    }
    case ROUND_AWAY: sum = sum_away(a, binade, magic); break;
    case ROUND_ZERO: sum = sum_toward_zero(a, binade, magic); break;
    case ROUND_DIRECTED: sum = sum_directed(a, binade, magic, vf_negative(floats(vi_xor(bits(x), bits(c->down))))); break;
    default: sum = sum_random(a, binade, magic, random);
    }
    return vf_fnma(binade, magic, sum);
}

/* The same to nearest even for values of either sign: half of t more and no sum leaves its binade. Zeros come out +0. */
INLINE vf round_signed(vf v, const struct constants *c, const struct group *g) {
    vf binade = floats(vi_max(vi_and(bits(v), bits(c->exponent)), bits(g->binade)));
    return vf_fnma(binade, c->fixed, vf_fma(binade, c->fixed, v));
}

/* The exponent range of float32: the pattern itself is rounded, carries run into the exponent as they should: to Inf too,
 * and past a sign bit above. */
INLINE vf round_pattern(vf a, vf x, const struct constants *c, int rounding, vi random) {
    vi u = bits(a), add;
    switch (rounding) {
    case ROUND_EVEN: add = vi_add(c->below_half, vi_and(vi_shift_right(u, c->drop), c->odd)); break;
    case ROUND_AWAY: add = c->half; break;
    case ROUND_ZERO: add = vi_set(0); break;
    case ROUND_DIRECTED: {
        vm inward = vf_negative(floats(vi_xor(bits(x), bits(c->down))));
        add = bits(vf_clear(inward, floats(vi_xor(c->kept, vi_set(~0u)))));
        break;
    }
    default: add = c->drop >= 16 ? vi_shift_left(random, c->drop - 16) : vi_shift_right(random, 16 - c->drop);
    }
    vf r = floats(vi_and(vi_add(u, add), c->kept));
    return vf_select(vf_nan(a), floats(vi_or(u, vi_set(0x400000))), r);
}

INLINE vf round_qpytorch(vf x, const struct constants *c, const struct group *g) {
    vf shift = vf_with_sign(c->smallest_normal, x);
    vm small = vi_greater(bits(g->binade), vi_and(bits(x), bits(c->exponent)));
    vi w = vi_and(vi_add(bits(vf_add_where(small, x, shift)), c->half), c->kept);
    vm above = vm_andnot(small, vi_greater(vi_and(w, bits(c->exponent)), c->top));
    /* A larger pattern's sign is still x's: only NaNs carry so far, and their sum is not above. */
    return vf_sub_where(small, vf_with_magnitude_where(above, floats(w), floats(c->top_magnitude)), shift);
}

INLINE vf round_fixed(vf v, const struct constants *c, const struct group *g) {
    vf t = vf_mul(g->binade, c->fixed);
    v = vf_max(vf_sub(vf_set(0), g->max_neg), vf_min(g->max_pos, v));
    return vf_sub(vf_add(v, t), t);
}

/* Rounded magnitudes of magnitudes a; x has the signs. */
INLINE vf quantize_magnitude(vf a, vf x, vi random, const struct constants *c, const struct group *g, int core, int rounding, int policy) {
    vf largest = policy == GENERAL ? vf_select(vf_negative(x), g->max_neg, g->max_pos) : g->max_pos;
    vf clamped = policy == BOUNDED || policy == OVERFLOW ? a : vf_min(largest, a);
    vf r = core == FS_CORE_MAGIC ? round_magic(clamped, x, c, g, rounding, random) : round_pattern(clamped, x, c, rounding, random);
    if (policy == OVERFLOW) r = vf_select(vf_not_less(a, g->overflow_from), c->overflow, r);
    if (policy == GENERAL) r = vf_clear(vf_less(r, g->flush_below), vf_select(vf_greater(r, g->overflow_above), c->overflow, r));
    return r;
}

/* a: a magnitude, already multiplied where the scaling does so. */
INLINE vf scaled_magnitude(vf a, const struct group *g, int scaling, int policy) {
    if (scaling == SCALE_DIVIDE) return vf_div(a, g->pre);
    if (scaling == SCALE_QUOTIENT) return quotient(policy == BOUNDED ? a : vf_min(g->clamp, a), g);
    return a;
}

/* n vectors side by side where no element is NaN or Inf, to nearest even: values of either sign are clamped and rounded as
 * they are. Vector k is of group g[k]. One operation on all vectors before the next one: their latencies overlap. */
INLINE void quantize_finite(int n, vf *x, const struct constants *c, const struct group *g, int scaling, int policy) {
    vf v[FINITE], t[FINITE];
#define EACH(statement) \
    for (int k = 0; k < n; k++) statement
    EACH(v[k] = x[k] = vf_in_register(x[k]));
    int zero_in = policy == ZERO_IN || policy == ZERO_IN_BOUNDED;
    if (scaling == SCALE_MULTIPLY && zero_in) EACH(v[k] = x[k] = vf_fma(x[k], g[k].pre, vf_set(0)));
    if (scaling == SCALE_MULTIPLY && !zero_in) EACH(v[k] = vf_mul(x[k], g[k].pre));
    if (scaling == SCALE_QUOTIENT) {
        EACH(t[k] = vf_mul(x[k], g[k].inverse_rest));
        EACH(v[k] = vf_fma(x[k], g[k].inverse, t[k]));
    }
    if (policy != BOUNDED && policy != ZERO_IN_BOUNDED) EACH(v[k] = vf_clamp_magnitude(v[k], g[k].max_pos));
    EACH(t[k] = vf_and(v[k], c->exponent));
    EACH(t[k] = floats(vi_max(bits(t[k]), bits(g[k].binade))));
    EACH(v[k] = vf_fma(t[k], c->fixed, v[k]));
    EACH(v[k] = vf_fnma(t[k], c->fixed, v[k]));
    EACH(x[k] = vf_with_sign(v[k], x[k]));
    if (scaling != SCALE_FOLDED) EACH(x[k] = vf_mul(x[k], g[k].post));
#undef EACH
}

INLINE vf quantize_vector(vf x, vi random, const struct constants *c, const struct group *g, int core, int rounding, int scaling, int policy) {
    if (policy == NATURAL) return round_pattern(x, x, c, rounding, random);
    if (policy == GENERAL) x = vf_add(x, c->zero_in);
    vf v = x, y;
    /* One rounding, of a product that is not 0, so 0 is added to zeros alone. */
    if (scaling == SCALE_MULTIPLY) v = policy == ZERO_IN ? vf_fma(x, g->pre, vf_set(0)) : vf_mul(x, g->pre);
    if (rounding == ROUND_FIXED) {
        y = round_fixed(v, c, g);
        return scaling == SCALE_FOLDED ? y : vf_add(vf_mul(y, g->post), vf_set(0)); /* -0 from underflow, too */
    }
    int bounded = scaling == SCALE_QUOTIENT && policy == BOUNDED; /* nothing to clamp, so no need to look at magnitudes */
    if (bounded && rounding == ROUND_EVEN) return vf_mul(vf_with_sign(round_signed(quotient(x, g), c, g), x), g->post);
    if (core == FS_CORE_QPYTORCH) {
        if (bounded) v = quotient(x, g);
        else if (scaling == SCALE_DIVIDE || scaling == SCALE_QUOTIENT) v = vf_with_sign(scaled_magnitude(magnitude(v), g, scaling, policy), x);
        y = round_qpytorch(v, c, g);
        return scaling == SCALE_FOLDED ? y : vf_add(vf_mul(y, g->post), vf_set(0)); /* -0 from underflow */
    }
    y = quantize_magnitude(scaled_magnitude(magnitude(v), g, scaling, policy), x, random, c, g, core, rounding, policy);
    /* The sign of x: a product that underflowed has it too, a zero that came in as -0 and left as +0 has v's. */
    y = vf_with_sign(y, policy == ZERO_IN ? v : x);
    if (scaling != SCALE_FOLDED) y = vf_mul(y, g->post);
    if (policy == PLUS_ZERO || policy == GENERAL) y = vf_add(y, c->zero_out);
    return y;
}

#endif

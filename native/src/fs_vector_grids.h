/* fs_vector_grids.h - what the scales of consecutive groups make of the grid, a vector of groups at once. */
#ifndef FS_VECTOR_GRIDS_H
#define FS_VECTOR_GRIDS_H
#include <float.h>
#include "fs_vector_round.h"

/* One array a constant. Those of the grid differ from group to group only where a scale is folded in; else theirs is [0]. */
#define GRIDS 128
struct grids {
    _Alignas(64) float binade[GRIDS], max_pos[GRIDS], max_neg[GRIDS], overflow_from[GRIDS], overflow_above[GRIDS], flush_below[GRIDS];
    float pre[GRIDS], post[GRIDS], inverse[GRIDS], inverse_rest[GRIDS];
    float clamp; /* quotients beyond are as good as this */
    int odd[GRIDS / LANES]; /* a bit a group: it needs the definition's arithmetic */
    int any_odd;
    int divide;  /* a scale is too large or too small for quotient() */
    int bounded; /* under SCALE_MULTIPLY: no scaled amax has to be clamped */
};

INLINE int is_odd(const struct grids *g, int64_t group) { return g->odd[group / LANES] >> group % LANES & 1; }

/* What all groups share, so that loops keep it in registers. */
INLINE struct group shared_group(const struct grids *g) {
    return (struct group){
        .binade = vf_set(g->binade[0]),
        .max_pos = vf_set(g->max_pos[0]),
        .max_neg = vf_set(g->max_neg[0]),
        .overflow_from = vf_set(g->overflow_from[0]),
        .overflow_above = vf_set(g->overflow_above[0]),
        .flush_below = vf_set(g->flush_below[0]),
        .clamp = vf_set(g->clamp),
    };
}

INLINE struct group group_of(struct group shared, const struct grids *g, int64_t i, int scaling) {
    struct group group = shared;
    if (scaling == SCALE_FOLDED) {
        group.binade = vf_set(g->binade[i]);
        group.max_pos = vf_set(g->max_pos[i]);
        group.max_neg = vf_set(g->max_neg[i]);
        group.overflow_from = vf_set(g->overflow_from[i]);
        group.overflow_above = vf_set(g->overflow_above[i]);
        group.flush_below = vf_set(g->flush_below[i]);
    } else {
        group.pre = vf_set(g->pre[i]);
        group.post = vf_set(g->post[i]);
        group.inverse = vf_set(g->inverse[i]);
        group.inverse_rest = vf_set(g->inverse_rest[i]);
        group.clamp = vf_mul(group.pre, shared.clamp);
    }
    return group;
}

/* The constants as they are; only a power-of-two scale has others in its groups. */
static void plain_grid(const struct fs_constants *c, struct grids *g) {
    g->odd[0] = g->any_odd = g->divide = g->bounded = 0;
    g->binade[0] = fs_float(c->min_bits);
    g->max_pos[0] = c->max_pos, g->max_neg[0] = c->max_neg;
    g->overflow_from[0] = c->overflow_from, g->overflow_above[0] = c->overflow_above, g->flush_below[0] = c->flush_below;
    g->clamp = c->division_clamp;
}

/* Whether there are constants for a vector kernel. */
static int has_grids(const struct fs_plan *p) { return p->max_pos != 0 && (p->format.scale != FS_SCALE_E8M0 || p->core == FS_CORE_MAGIC); }

static enum scaling scaling_of(const struct fs_plan *p) {
    switch (p->format.scale) {
    case FS_SCALE_NONE:
    case FS_SCALE_E8M0: return SCALE_FOLDED;
    case FS_SCALE_E4M3: return SCALE_MULTIPLY;
    case FS_SCALE_E4M3_F32: return p->format.scale_rule != FS_RULE_MODELOPT ? SCALE_MULTIPLY : p->constants.fast_division ? SCALE_QUOTIENT : SCALE_DIVIDE;
    default: return p->is_integer ? SCALE_MULTIPLY : p->constants.fast_division ? SCALE_QUOTIENT : SCALE_DIVIDE;
    }
}

INLINE vi vi_zero_where(vm m, vi v) { return bits(vf_clear(m, floats(v))); }
INLINE vm no_lanes(void) { return vi_greater(vi_set(0), vi_set(0)); }
INLINE vm all_lanes(void) { return vi_greater(vi_set(1), vi_set(0)); }
INLINE vi vi_flag(vm m) { return vi_increment(vi_set(0), m); } /* 1 where m */

/* x >= 0, at most about 2^64, to nearest even on a narrow scale's grid, saturating: narrow_round of fs_scale.c. */
INLINE vf narrow(vf x, int min_exponent, int mantissa_bits, float max) {
    vi e = vi_max(vi_and(bits(x), vi_set(FS_INF_BITS)), vi_set((uint32_t)(min_exponent + 127) << 23));
    vf t = floats(vi_add(e, vi_set((uint32_t)(23 - mantissa_bits) << 23)));
    return vf_min(vf_sub(vf_add(x, t), t), vf_set(max));
}

/* A constant of every group is moved by its shift; what no shift changes stays. */
struct shifted {
    vi constant, moved;
};

INLINE struct shifted shifted_of(float constant) {
    return (struct shifted){vi_set(fs_bits(constant)), vi_set(constant == 0 || constant > FLT_MAX ? 0 : ~0u)};
}

INLINE void store_shifted(float *to, struct shifted s, vi shift) { vf_store(to, floats(vi_add(s.constant, vi_and(shift, s.moved)))); }

INLINE vi load_amax(const uint32_t *amax_bits, int64_t n) { return n >= LANES ? vi_load(amax_bits) : vi_load_n(amax_bits, n); }

/* E8M0: e8m0_exponent of fs_scale.c, times 2^23. Blocks of zeros take a shift of 0: results are
 * zeros with any. */
INLINE void pow2_grids(const struct fs_plan *p, const uint32_t *amax_bits, int64_t n, struct grids *g, int rule) {
    const struct fs_constants c = p->constants;
    const uint32_t max = fs_bits((float)p->scale_max);
    const int m = p->format.element == FS_ELEMENT_FLOAT ? p->format.mantissa_bits : p->format.integer_bits - 2;
    const int lowest = c.lowest_shift > -127 ? c.lowest_shift : -127, highest = c.highest_shift < 127 ? c.highest_shift : 127;
    const vi exponent = vi_set(FS_INF_BITS), mantissa = vi_set(0x7fffff), one = vi_set(1u << 23), max_exponent = vi_set(max & FS_INF_BITS);
    const vi half = vi_set(rule == FS_RULE_EVEN ? 1u << (22 - m) : 0), last = vi_set(rule == FS_RULE_CEIL ? 0 : max & 0x7fffff);
    const vi lowest_shift = vi_set((uint32_t)lowest << 23), highest_shift = vi_set((uint32_t)highest << 23);
    const struct shifted binade = shifted_of(fs_float(c.min_bits)), max_pos = shifted_of(c.max_pos), max_neg = shifted_of(c.max_neg);
    const struct shifted from = shifted_of(c.overflow_from), above = shifted_of(c.overflow_above), flush = shifted_of(c.flush_below);
    const int block = p->format.group == FS_GROUP_BLOCK;
    vm any_odd = no_lanes();
    for (int64_t i = 0; i < n; i += LANES) {
        vi amax = load_amax(amax_bits + i, n - i), a = vi_add(amax, half);
        vm zero = vi_greater(vi_set(1), amax);
        vi shift = vi_sub(vi_and(a, exponent), max_exponent);
        if (rule == FS_RULE_CEIL || rule == FS_RULE_RCEIL)
            shift = vi_add(shift, vi_and(one, vi_sub(vi_set(0), vi_flag(vi_greater(vi_and(a, mantissa), last)))));
        shift = vi_zero_where(zero, shift);
        vm odd = vm_or(vi_greater(lowest_shift, shift), vi_greater(shift, highest_shift));
        odd = vm_or(odd, vm_or(vi_greater(amax, vi_set(FS_MAX_BITS)), vi_greater(one, amax))); /* Inf, NaN, subnormal */
        if (block) odd = vm_andnot(zero, odd); /* a stated amax of 0 need not be the data's */
        any_odd = vm_or(any_odd, odd);
        g->odd[i / LANES] = vm_bits(odd);
        store_shifted(g->binade + i, binade, shift);
        store_shifted(g->max_pos + i, max_pos, shift);
        store_shifted(g->max_neg + i, max_neg, shift);
        store_shifted(g->overflow_from + i, from, shift);
        store_shifted(g->overflow_above + i, above, shift);
        store_shifted(g->flush_below + i, flush, shift);
    }
    g->any_odd = vm_count(any_odd);
}

/* The scale itself: e4m3_f32_scale and direct_scale of fs_scale.c. */
INLINE vf scale_values(float most, const struct fs_tensor_scale *t, vf amax, int scale, int rule) {
    const vf max = vf_set(most), largest = vf_set(FLT_MAX), lowest = vf_set(0x1p-6f), full = vf_set(448);
    if (scale == FS_SCALE_E4M3_F32) {
        vf level = vf_set(t->amax_scale);
        if (rule == FS_RULE_TE) return narrow(vf_min(vf_mul(amax, level), full), -6, 3, 448);
        if (rule == FS_RULE_TORCHAO) return narrow(vf_min(vf_max(vf_div(vf_div(amax, max), level), lowest), full), -6, 3, 448);
        vf s = vf_div(amax, vf_mul(max, level));
        return narrow(vf_min(vf_select(vf_equal(s, vf_set(0)), vf_set(1), s), full), -6, 3, 448);
    }
    vf s = vf_div(amax, max);
    if (scale == FS_SCALE_E4M3) return narrow(vf_min(vf_max(s, lowest), full), -6, 3, 448);
    s = vf_min(s, largest);
    vf smallest = vf_set(0);
    if (scale == FS_SCALE_UE5M3) s = narrow(vf_min(s, vf_set(114688)), -14, 3, 114688), smallest = vf_set(0x1p-17f);
    if (scale == FS_SCALE_F16) s = narrow(vf_min(s, vf_set(65504)), -14, 10, 65504), smallest = vf_set(0x1p-24f);
    if (scale == FS_SCALE_BF16) {
        vi u = bits(s);
        u = vi_and(vi_add(vi_add(u, vi_set(0x7fff)), vi_and(vi_shift_right(u, 16), vi_set(1))), vi_set(0xffff0000));
        s = vf_min(floats(u), floats(vi_set(0x7f7f0000))), smallest = vf_set(0x1p-133f);
    }
    vm none = vf_equal(s, vf_set(0));
    s = vf_select(vm_and(none, vf_greater(amax, vf_set(0))), smallest, s);
    return vf_select(vf_equal(s, vf_set(0)), vf_set(1), s);
}

/* e4m3_f32_path and direct_path of fs_scale.c. */
INLINE void float_grids(const struct fs_plan *p, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits, int64_t n, struct grids *g, int scale,
                        int rule) {
    const vf largest = vf_set(FLT_MAX), one = vf_set(1);
    const struct fs_tensor_scale t = *tensor;
    const vf tensor_post = vf_set(t.post), tensor_inverse = vf_set(fminf(1 / t.post, FLT_MAX));
    const vf saturation = vf_set((float)p->saturation);
    const float max = (float)p->scale_max;
    const int two_levels = scale == FS_SCALE_E4M3_F32, by_quotient = scaling_of(p) == SCALE_QUOTIENT;
    const int inverted = p->is_integer || scale == FS_SCALE_E4M3;
    vi top = vi_set(0);
    vf least = largest, most = vf_set(0), reach = vf_set(0);
    for (int64_t i = 0; i < n; i += LANES) {
        vi amax = load_amax(amax_bits + i, n - i);
        vf s = scale_values(max, &t, floats(amax), scale, rule), post = s, pre;
        if (two_levels) post = vf_min(vf_mul(s, tensor_post), largest);
        if (two_levels && rule == FS_RULE_TE) pre = vf_min(vf_div(one, post), largest);
        else if (two_levels && rule == FS_RULE_TORCHAO) pre = vf_min(vf_div(tensor_inverse, s), largest);
        else if (two_levels || !inverted) pre = post;
        else pre = vf_min(vf_div(one, s), largest);
        vf_store(g->pre + i, pre);
        vf_store(g->post + i, post);
        top = vi_max(top, amax); /* a NaN's bits are larger than any; of floats the second is kept beside a NaN */
        least = vf_min(pre, least), most = vf_max(pre, most);
        reach = vf_max(vf_mul(floats(amax), pre), reach);
        if (!by_quotient) continue;
        vf inverse = vf_div(one, pre), error = vf_fnma(pre, inverse, one);
        vf_store(g->inverse + i, inverse);
        vf_store(g->inverse_rest + i, vf_mul(error, inverse));
    }
    g->bounded = vm_count(vf_not_less(reach, saturation)) == 0;
    g->divide = by_quotient && vm_count(vm_or(vf_less(least, vf_set(0x1p-60f)), vf_greater(most, vf_set(0x1p60f)))) > 0;
    g->any_odd = t.nan || vm_count(vm_or(vi_greater(top, vi_set(FS_MAX_BITS)), vf_less(least, vf_set(FLT_MIN)))) > 0;
    /* A division by a subnormal number or 0 is left to the definition. */
    for (int64_t i = 0; i < n; i += LANES) g->odd[i / LANES] = 0;
    for (int64_t i = 0; g->any_odd && i < n; i += LANES) {
        vm odd = vm_or(vi_greater(load_amax(amax_bits + i, n - i), vi_set(FS_MAX_BITS)), vf_less(vf_load(g->pre + i), vf_set(FLT_MIN)));
        g->odd[i / LANES] = vm_bits(t.nan ? all_lanes() : odd);
    }
}

/* Constants of n <= GRIDS groups; the arrays are filled in whole vectors. */
static void make_grids(const struct fs_plan *p, const struct fs_tensor_scale *t, const uint32_t *amax_bits, int64_t n, struct grids *g) {
#define POW2(rule) \
    case rule: pow2_grids(p, amax_bits, n, g, rule); break
#define SCALE(scale) \
    case scale: float_grids(p, t, amax_bits, n, g, scale, 0); break
#define NVFP4(rule) \
    case rule: float_grids(p, t, amax_bits, n, g, FS_SCALE_E4M3_F32, rule); break
    plain_grid(&p->constants, g);
    switch (p->format.scale) {
    case FS_SCALE_E8M0:
        switch (p->format.scale_rule) { POW2(FS_RULE_FLOOR); POW2(FS_RULE_CEIL); POW2(FS_RULE_EVEN); POW2(FS_RULE_RCEIL); }
        break;
    case FS_SCALE_E4M3_F32:
        switch (p->format.scale_rule) { NVFP4(FS_RULE_TE); NVFP4(FS_RULE_TORCHAO); NVFP4(FS_RULE_MODELOPT); }
        break;
    SCALE(FS_SCALE_E4M3);
    SCALE(FS_SCALE_UE5M3);
    SCALE(FS_SCALE_F16);
    SCALE(FS_SCALE_BF16);
    SCALE(FS_SCALE_F32);
    default: break;
    }
#undef POW2
#undef SCALE
#undef NVFP4
}

/* Limits of n <= GRIDS groups with these constants; returns whether elements may reach them. A group of zeros has none that matter. */
static int scaled_limits(const struct fs_plan *p, const struct grids *g, const uint32_t *amax_bits, int64_t n, float *saturation, float *min_normal) {
    int pow2 = p->format.scale == FS_SCALE_E8M0;
    const vf unit = vf_set(1 / fs_float(p->constants.min_bits)), most = vf_set((float)p->saturation), least = vf_set((float)p->min_normal);
    vi outside = vi_set(0);
    for (int64_t i = 0; i < n; i += LANES) {
        vf by = pow2 ? vf_mul(vf_load(g->binade + i), unit) : vf_load(g->post + i);
        vf above = vf_mul(most, by), below = vf_mul(least, by);
        below = vf_select(vf_greater(below, vf_set(0)), below, vf_set(0x1p-149f));
        vm inside = vf_not_less(vf_mul(above, vf_set(FS_WELL_INSIDE)), floats(load_amax(amax_bits + i, n - i)));
        outside = vi_or(outside, bits(vf_clear(inside, vf_set(1))));
        if (n - i >= LANES) vf_store(saturation + i, above), vf_store(min_normal + i, below);
        else vf_store_n(saturation + i, above, n - i), vf_store_n(min_normal + i, below, n - i);
    }
    return vm_count(vi_nonzero(outside)) > 0;
}

static int limits(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits, int64_t n_groups, float *saturation,
                  float *min_normal) {
    int pow2 = plan->format.scale == FS_SCALE_E8M0, exact = plan->saturation <= FLT_MAX && plan->min_normal >= FLT_MIN;
    int vector = exact && plan->format.scale != FS_SCALE_NONE && (!pow2 || plan->core == FS_CORE_MAGIC), reached = 0;
    struct grids grids;
    for (int64_t i = 0; i < n_groups; i += GRIDS) {
        int64_t n = n_groups - i < GRIDS ? n_groups - i : GRIDS;
        if (vector) {
            make_grids(plan, tensor, amax_bits + i, n, &grids);
            reached |= scaled_limits(plan, &grids, amax_bits + i, n, saturation + i, min_normal + i);
        }
        for (int64_t j = i; (!vector || grids.any_odd) && j < i + n; j++)
            if (!vector || is_odd(&grids, j - i)) reached |= fs_group_limits(plan, tensor, amax_bits[j], &saturation[j], &min_normal[j]);
    }
    return reached;
}

#endif

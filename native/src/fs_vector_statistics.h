/* fs_vector_statistics.h - what rounding does to one strip. */
#ifndef FS_VECTOR_STATISTICS_H
#define FS_VECTOR_STATISTICS_H
#include "fs_vector_parts.h"

#define VECTORS (16 / LANES) /* vectors that hold the 16 lanes of a strip */

INLINE void survey_vector(vf v, vf *sum, vf *max) {
    v = vf_in_register(v);
    *sum = vf_fma(v, v, *sum);
    *max = vf_larger_magnitude(*max, v);
}

/* Sum of squares and largest magnitude in one read, in FS_SURVEY_LANES: fewer sums' latencies would be all the time there is. */
static double survey(const float *x, int64_t n, uint32_t *amax_bits) {
    enum { SUMS = FS_SURVEY_LANES / LANES };
    vf sum[SUMS], max = vf_set(0);
    for (int j = 0; j < SUMS; j++) sum[j] = vf_set(0);
    int64_t i = 0;
    for (; i + FS_SURVEY_LANES <= n; i += FS_SURVEY_LANES)
        for (int j = 0; j < SUMS; j++) survey_vector(vf_load(x + i + j * LANES), &sum[j], &max);
    for (int j = 0; i < n; i += LANES, j++) survey_vector(n - i >= LANES ? vf_load(x + i) : vf_load_n(x + i, n - i), &sum[j], &max);
    double total = 0;
    for (int j = 0; j < SUMS; j += VECTORS) total += sum_16(sum + j);
    /* The larger magnitude of a NaN and another is the other's, but the sum knows. */
    *amax_bits = isfinite(total) ? fs_bits(vf_largest(max)) : max_magnitude(x, n);
    return total;
}

struct sums {
    vf y2[VECTORS], xy[VECTORS], e2[VECTORS], max_error;
    int64_t n_zero, n_saturated, n_below_normal;
};

INLINE void add_vector(struct sums *s, int j, vf x, vf y, vf saturation, vf min_normal, int may_saturate) {
    const vf sign = floats(vi_set(FS_SIGN_MASK));
    vf e = vf_sub(x, y);
    s->y2[j] = vf_fma(y, y, s->y2[j]);
    s->xy[j] = vf_fma(x, y, s->xy[j]);
    s->e2[j] = vf_fma(e, e, s->e2[j]);
    s->max_error = vf_larger_magnitude(s->max_error, e);
    s->n_zero += vm_count(vf_equal(y, vf_set(0)));
    s->n_below_normal += vm_count(vf_less(vf_andnot(sign, y), min_normal));
    if (may_saturate) s->n_saturated += vm_count(vf_greater(vf_andnot(sign, x), saturation));
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

static void close_sums(const struct sums *s, int64_t n, struct fs_strip *strip) {
    strip->y2 = sum_16(s->y2);
    strip->xy = sum_16(s->xy);
    strip->e2 = sum_16(s->e2);
    strip->max_error = vf_largest(s->max_error);
    strip->n = n;
    strip->n_zero += s->n_zero;
    strip->n_saturated += s->n_saturated;
    strip->n_below_normal += s->n_below_normal;
}

INLINE struct sums no_sums(void) {
    struct sums s = {.max_error = vf_set(0)};
    for (int j = 0; j < VECTORS; j++) s.y2[j] = s.xy[j] = s.e2[j] = vf_set(0);
    return s;
}

/* Of results that are already there. */
static void accumulate(const struct fs_measure *m, struct fs_strip *strip) {
    const float *src = m->work.src, *dst = m->work.dst;
    int64_t n = m->work.n, size = m->limit_size;
    struct sums s = no_sums();
    int64_t i = m->may_saturate ? add_vectors(&s, src, dst, n, m->saturation, m->min_normal, size, 1)
                                : add_vectors(&s, src, dst, n, m->saturation, m->min_normal, size, 0);
    for (int j = 0; i < n; i += LANES, j++) {
        int64_t rest = n - i < LANES ? n - i : LANES;
        vf above = size == 1 ? vf_load_n(m->saturation + i, rest) : vf_set(m->saturation[i / size]);
        vf below = size == 1 ? vf_load_n(m->min_normal + i, rest) : vf_set(m->min_normal[i / size]);
        add_vector(&s, j, vf_load_n(src + i, rest), vf_load_n(dst + i, rest), above, below, m->may_saturate);
        /* Lanes past the end count as zeros; below a limit of 0 nothing is. */
        strip->n_zero -= LANES - (int)rest;
        strip->n_below_normal -= size == 1 ? 0 : LANES - (int)rest;
    }
    close_sums(&s, n, strip);
}

/* Rounded and summed in one loop, on magnitudes: neither signs nor results are wanted. To nearest even. fixed: the group
 * size where it is known at compile time and divides n. */
INLINE void measure_groups(const struct fs_measure *m, const struct grids *grids, struct sums *sums, int64_t fixed, int scaling, int policy) {
    const struct constants c = constants_of(m->work.plan);
    const struct group shared = shared_group(grids);
    const int64_t n = m->work.n, size = fixed > 0 ? fixed : m->work.group_size;
    const float *src = m->work.src;
    struct sums s = *sums;
    for (int64_t i = 0, k = 0; i < n; k++) {
        struct group g = group_of(shared, grids, k, scaling);
        vf above = vf_set(m->saturation[k]), below = vf_set(m->min_normal[k]);
        for (int64_t end = fixed > 0 || n - i > size ? i + size : n; i < end; i += 16) {
            prefetch(src + i + FS_STATS_STRIP); /* the memory works while this loop computes */
            for (int j = 0; j < VECTORS; j++) {
                vf x = vf_load(src + i + j * LANES), a = magnitude(x);
                vf v = scaling == SCALE_MULTIPLY ? vf_mul(a, g.pre) : a;
                v = scaled_magnitude(v, &g, scaling, policy);
                if (policy != BOUNDED) v = vf_min(g.max_pos, v);
                vf y = round_magic(v, v, &c, &g, ROUND_EVEN, vi_set(0));
                if (scaling != SCALE_FOLDED) y = vf_mul(y, g.post);
                vf e = vf_sub(a, y);
                s.y2[j] = vf_fma(y, y, s.y2[j]);
                s.xy[j] = vf_fma(a, y, s.xy[j]);
                s.e2[j] = vf_fma(e, e, s.e2[j]);
                s.max_error = vf_larger_magnitude(s.max_error, e);
                s.n_zero += vm_count(vf_equal(y, vf_set(0)));
                s.n_below_normal += vm_count(vf_less(y, below));
                if (policy != BOUNDED) s.n_saturated += vm_count(vf_greater(a, above));
            }
        }
    }
    *sums = s;
}

typedef void measurer(const struct fs_measure *m, const struct grids *grids, struct sums *sums);
#define MEASURER(name, scaling, policy)                                                                             \
    static void name(const struct fs_measure *m, const struct grids *grids, struct sums *sums) {                   \
        int64_t size = m->work.n % m->work.group_size == 0 ? m->work.group_size : 0;                               \
        if (size == 16) measure_groups(m, grids, sums, 16, scaling, policy);                                       \
        else if (size == 32) measure_groups(m, grids, sums, 32, scaling, policy);                                  \
        else measure_groups(m, grids, sums, 0, scaling, policy);                                                   \
    }
MEASURER(measure_folded, SCALE_FOLDED, SIMPLE)
MEASURER(measure_folded_bounded, SCALE_FOLDED, BOUNDED)
MEASURER(measure_multiply, SCALE_MULTIPLY, SIMPLE)
MEASURER(measure_multiply_bounded, SCALE_MULTIPLY, BOUNDED)
MEASURER(measure_quotient, SCALE_QUOTIENT, SIMPLE)
MEASURER(measure_quotient_bounded, SCALE_QUOTIENT, BOUNDED)

/* Where one loop does it all: whole vectors, nearest even with mantissa bits, both signs alike, and overflow, if it is not
 * to saturate, out of reach. */
static measurer *measurer_of(const struct fs_measure *m) {
    static measurer *const all[4][2] = {
        {measure_folded_bounded, measure_folded}, {measure_multiply_bounded, measure_multiply}, {NULL, NULL}, {measure_quotient_bounded, measure_quotient}};
    const struct fs_plan *p = m->work.plan;
    int whole = m->work.n % 16 == 0 && (m->work.group_size % 16 == 0 || m->work.group_size >= m->work.n);
    int plain = p->core == FS_CORE_MAGIC && p->format.rounding == FS_ROUND_NEAREST_EVEN && p->mantissa_bits > 0 && !p->flush && p->max_pos == p->max_neg;
    if (!whole || !plain || !has_grids(p) || (m->may_saturate && p->overflow_value != 0)) return NULL;
    return all[scaling_of(p)][m->may_saturate];
}

static void measure(const struct fs_measure *m, struct fs_strip *strip) {
    const struct fs_work *w = &m->work;
    int64_t n_groups = (w->n - 1) / w->group_size + 1;
    measurer *one_loop = n_groups <= GRIDS ? measurer_of(m) : NULL;
    if (one_loop != NULL) {
        struct grids grids;
        if (w->plan->format.scale == FS_SCALE_NONE) plain_grid(&w->plan->constants, &grids);
        else make_grids(w->plan, w->tensor, w->amax_bits, n_groups, &grids);
        if (!(grids.divide || grids.any_odd)) {
            struct sums sums = no_sums();
            one_loop(m, &grids, &sums);
            close_sums(&sums, w->n, strip);
            return;
        }
    }
    quantize(w);
    accumulate(m, strip);
}

#endif

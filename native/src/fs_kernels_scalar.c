/* fs_kernels_scalar.c - the reference. Slow, obvious, and the definition of correct: every other instruction
 * set must match it bit for bit. */
#include <math.h>
#include "fs_kernels.h"
#include "fs_philox.h"

static uint32_t max_magnitude(const float *src, int64_t n) {
    uint32_t amax = 0;
    for (int64_t i = 0; i < n; i++) {
        uint32_t magnitude = fs_bits(src[i]) & FS_MAGNITUDE_MASK;
        if (magnitude > amax) amax = magnitude;
    }
    return amax;
}

static void group_magnitudes(const float *src, int64_t n, int64_t group_size, uint32_t *amax_bits) {
    for (int64_t i = 0; i < n; i += group_size)
        amax_bits[i / group_size] = max_magnitude(src + i, n - i < group_size ? n - i : group_size);
}

static uint32_t random_of(const struct fs_work *w, int64_t i) {
    if (w->plan->format.rounding != FS_ROUND_STOCHASTIC) return 0;
    return w->random != NULL ? w->random[i] : fs_random_bits(w->plan->format.seed, w->first_index + (uint64_t)i);
}

static void quantize(const struct fs_work *w) {
    struct fs_grid grid;
    for (int64_t i = 0; i < w->n; i++) {
        if (i % w->group_size == 0) {
            int64_t n = w->n - i < w->group_size ? w->n - i : w->group_size;
            fs_grid_make(w->plan, w->tensor, w->amax_bits != NULL ? w->amax_bits[i / w->group_size] : max_magnitude(w->src + i, n), &grid);
        }
        if (w->flags & FS_UNSCALED) grid.post = 1;
        w->dst[i] = fs_quantize_one(w->plan, &grid, w->src[i], random_of(w, i));
    }
}

static int limits(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, const uint32_t *amax_bits, int64_t n_groups, float *saturation,
                  float *min_normal) {
    int reached = 0;
    for (int64_t i = 0; i < n_groups; i++) reached |= fs_group_limits(plan, tensor, amax_bits[i], &saturation[i], &min_normal[i]);
    return reached;
}

static float widen_f16(uint16_t h) {
    uint32_t sign = (uint32_t)(h >> 15) << 31, field = h >> 10 & 31, m = h & 1023;
    if (field == 0) return copysignf(ldexpf((float)m, -24), fs_float(sign));
    /* A NaN comes out quiet, as from the conversion instructions. */
    if (field == 31) return fs_float(sign | FS_INF_BITS | m << 13 | (m != 0 ? 0x400000u : 0));
    return fs_float(sign | (field + 112) << 23 | m << 13);
}

static void widen(int32_t dtype, const void *src, float *dst, int64_t n) {
    const uint16_t *halves = src;
    for (int64_t i = 0; i < n; i++)
        dst[i] = dtype == FS_DTYPE_F16 ? widen_f16(halves[i]) : fs_float((uint32_t)halves[i] << 16);
}

/* Element j of a strip goes to lane j mod 16 (squares of inputs: mod 32); 16 lanes are summed as a tree. */
#define LANES 16

static double sum_lanes(const float *lane) {
    double sum[LANES];
    for (int i = 0; i < LANES; i++) sum[i] = lane[i];
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int i = 0; i < width; i++) sum[i] += sum[i + width];
    return sum[0];
}

static double survey(const float *x, int64_t n, uint32_t *amax_bits) {
    float lane[FS_SURVEY_LANES] = {0};
    for (int64_t i = 0; i < n; i++) lane[i % FS_SURVEY_LANES] = fmaf(x[i], x[i], lane[i % FS_SURVEY_LANES]);
    *amax_bits = max_magnitude(x, n);
    double total = 0;
    for (int j = 0; j < FS_SURVEY_LANES; j += LANES) total += sum_lanes(lane + j);
    return total;
}

static void measure(const struct fs_measure *m, struct fs_strip *strip) {
    quantize(&m->work);
    float y2[LANES] = {0}, xy[LANES] = {0}, e2[LANES] = {0}, max_error = 0;
    for (int64_t i = 0; i < m->work.n; i++) {
        float x = m->work.src[i], y = m->work.dst[i], e = x - y;
        y2[i % LANES] = fmaf(y, y, y2[i % LANES]);
        xy[i % LANES] = fmaf(x, y, xy[i % LANES]);
        e2[i % LANES] = fmaf(e, e, e2[i % LANES]);
        if (fabsf(e) > max_error) max_error = fabsf(e);
        strip->n_zero += y == 0;
        strip->n_saturated += fabsf(x) > m->saturation[i / m->limit_size];
        strip->n_below_normal += fabsf(y) < m->min_normal[i / m->limit_size];
    }
    strip->y2 = sum_lanes(y2);
    strip->xy = sum_lanes(xy);
    strip->e2 = sum_lanes(e2);
    strip->max_error = max_error;
    strip->n = m->work.n;
}

const struct fs_kernels fs_kernels_scalar = {
    .isa = FS_ISA_SCALAR,
    .max_magnitude = max_magnitude,
    .group_magnitudes = group_magnitudes,
    .quantize = quantize,
    .limits = limits,
    .widen = widen,
    .survey = survey,
    .measure = measure,
};

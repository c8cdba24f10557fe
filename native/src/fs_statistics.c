/* fs_statistics.c - what formats do to a tensor, many formats in one read. */
#include <math.h>
#include "fs_call.h"

/* One format's way through a row: the group that is open, and where it ends. */
struct run {
    struct fs_plan plan;
    struct fs_tensor_scale tensor;
    uint32_t amax_bits; /* of the open group */
    int64_t group_end;  /* column */
    struct fs_limits limits; /* of the open group, where it is the row or more */
    int own_amax;            /* as in fs_call */
};

struct job {
    struct fs_source source;
    const fs_shape *shape;
    struct run runs[FS_STATS_MAX_FORMATS];
    float saturation[FS_STATS_STRIP], min_normal[FS_STATS_STRIP]; /* see fs_limits */
    uint32_t amax_bits[FS_STATS_STRIP];
    int64_t amax_of; /* block size whose magnitudes amax_bits holds for this strip, 0 for none */
    float buffer[FS_STATS_STRIP], y[FS_STATS_STRIP];
};

struct strip_source {
    const float *x;
    int64_t row, column, n;
    uint32_t amax_bits;
    int regular; /* squares stay inside float32 */
    double x2;
};

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

static int blocked(const struct fs_plan *p) { return p->format.scale != FS_SCALE_NONE && p->format.group == FS_GROUP_BLOCK; }

/* The largest magnitudes of the strip's groups in job->amax_bits; returns the groups' size. A strip that groups
 * do not tile is given element by element. */
static int64_t strip_groups(struct job *job, struct run *run, const struct strip_source *s) {
    int64_t column = s->column, end = s->column + s->n, block = run->plan.format.block_size;
    if (!blocked(&run->plan)) {
        job->amax_bits[0] = run->amax_bits;
        job->amax_of = 0;
        return s->n;
    }
    if (column % block == 0 && (s->n % block == 0 || (end == job->shape->row_length && block <= s->n))) {
        if (job->amax_of != block) job->source.kernels->group_magnitudes(s->x, s->n, block, job->amax_bits);
        job->amax_of = block;
        return block;
    }
    job->amax_of = 0;
    int single = column < run->group_end ? end <= run->group_end : smaller(column + block, job->shape->row_length) >= end;
    for (int64_t c = column; c < end; c++) {
        if (c >= run->group_end) {
            int64_t length = smaller(block, job->shape->row_length - c);
            run->amax_bits = fs_source_max(&job->source, s->row * job->shape->src_row_stride + c, length);
            run->group_end = c + length;
        }
        job->amax_bits[c - column] = run->amax_bits;
        if (single) return s->n;
    }
    return 1;
}

/* How many elements share limits: a group's where groups are whole 16s, else one; and whether any may saturate. */
static int64_t fill_limits(struct job *job, const struct run *run, int64_t group_size, const struct strip_source *s, int *may_saturate) {
    int64_t n_groups = (s->n + group_size - 1) / group_size;
    if (!blocked(&run->plan)) {
        job->saturation[0] = run->limits.saturation;
        job->min_normal[0] = run->limits.min_normal;
        *may_saturate = fs_may_saturate(fs_float(s->amax_bits), run->limits.saturation);
        return FS_STATS_STRIP;
    }
    *may_saturate = job->source.kernels->limits(&run->plan, &run->tensor, job->amax_bits, n_groups, job->saturation, job->min_normal);
    if (n_groups == 1) return FS_STATS_STRIP;
    if (group_size % 16 == 0) return group_size;
    for (int64_t i = s->n - 1; i >= 0; i--) {
        job->saturation[i] = job->saturation[i / group_size];
        job->min_normal[i] = job->min_normal[i / group_size];
    }
    return 1;
}

static struct fs_limits limits_of(const struct run *run) {
    struct fs_grid grid;
    fs_grid_make(&run->plan, &run->tensor, run->amax_bits, &grid);
    return fs_limits_make(&run->plan, &grid);
}

/* A strip with values float32 sums cannot hold: in double, in order, leaving out what is not finite. */
static void accumulate_double(const struct job *job, const struct strip_source *s, int64_t limit_size, struct fs_strip *out) {
    for (int64_t i = 0; i < s->n; i++) {
        float x = s->x[i], y = job->y[i];
        out->n_zero += y == 0;
        out->n_saturated += fabsf(x) > job->saturation[i / limit_size];
        out->n_below_normal += fabsf(y) < job->min_normal[i / limit_size];
        if (!isfinite(x) || !isfinite(y)) continue;
        double e = (double)x - y;
        out->x2 += (double)x * x;
        out->y2 += (double)y * y;
        out->xy += (double)x * y;
        out->e2 += e * e;
        if (fabs(e) > out->max_error) out->max_error = fabs(e);
        out->n++;
    }
}

/* Of squares below float32, 2048 at most, a float32 sum this large has lost less than 2^-39 of itself. */
#define LEAST_SUM 0x1p-100

static int sums_hold(const struct fs_strip *s) {
    int any_result = s->n_zero < s->n, any_error = s->max_error > 0;
    return isfinite(s->y2) && isfinite(s->e2) && !(any_result && s->y2 < LEAST_SUM) && !(any_error && s->e2 < LEAST_SUM);
}

static void add_strip(struct job *job, struct run *run, const struct strip_source *s, fs_stats *stats) {
    const struct fs_kernels *kernels = job->source.kernels;
    const struct fs_plan *plan = &run->plan;
    int64_t group_size = strip_groups(job, run, s);
    uint64_t row_index = (uint64_t)s->row * (uint64_t)job->shape->index_row_stride;
    struct fs_measure m = {
        .work = {plan, &run->tensor, job->amax_bits, group_size, s->x, job->y, s->n, NULL, run->own_amax ? FS_OWN_AMAX : 0,
                 (uint64_t)job->shape->first_index + row_index + (uint64_t)s->column},
        .saturation = job->saturation,
        .min_normal = job->min_normal,
    };
    m.limit_size = fill_limits(job, run, group_size, s, &m.may_saturate);

    struct fs_strip strip = {.x2 = s->x2};
    if (s->regular) kernels->measure(&m, &strip);
    if (!s->regular || !sums_hold(&strip)) {
        kernels->quantize(&m.work);
        strip = (struct fs_strip){0};
        accumulate_double(job, s, m.limit_size, &strip);
    }
    stats->x2 += strip.x2;
    stats->y2 += strip.y2;
    stats->xy += strip.xy;
    stats->e2 += strip.e2;
    if (strip.max_error > stats->max_error) stats->max_error = strip.max_error;
    stats->n += strip.n;
    stats->n_nonfinite += s->n - strip.n;
    stats->n_zero += strip.n_zero;
    stats->n_saturated += strip.n_saturated;
    stats->n_subnormal += strip.n_below_normal - strip.n_zero;
}

static double strip_max(const struct strip_source *s) {
    if (s->amax_bits < FS_INF_BITS) return fs_float(s->amax_bits);
    double max = 0;
    for (int64_t i = 0; i < s->n; i++)
        if (isfinite(s->x[i]) && fabsf(s->x[i]) > max) max = fabsf(s->x[i]);
    return max;
}

static void open_strip(struct job *job, struct strip_source *s, int64_t row, int64_t column) {
    const struct fs_kernels *kernels = job->source.kernels;
    s->row = row;
    s->column = column;
    s->n = smaller(FS_STATS_STRIP, job->shape->row_length - column);
    s->x = fs_source_load(&job->source, row * job->shape->src_row_stride + column, s->n, job->buffer);
    s->x2 = kernels->survey(s->x, s->n, &s->amax_bits);
    float amax = fs_float(s->amax_bits);
    s->regular = amax == 0 || (amax >= 0x1p-40f && amax <= 0x1p40f);
}

static void open_row(struct job *job, int32_t n_formats, int64_t row, const float *row_amax) {
    uint32_t amax = 0;
    int known = 0;
    for (int32_t k = 0; k < n_formats; k++) {
        struct run *run = &job->runs[k];
        run->group_end = 0;
        if (run->plan.format.scale == FS_SCALE_NONE || run->plan.format.group != FS_GROUP_CHANNEL) continue;
        if (!known) amax = row_amax != NULL ? fs_bits(row_amax[row]) & FS_MAGNITUDE_MASK
                                            : fs_source_max(&job->source, row * job->shape->src_row_stride, job->shape->row_length);
        known = 1;
        run->amax_bits = amax;
        run->limits = limits_of(run);
    }
}

static fs_status open_runs(struct job *job, const fs_format *formats, int32_t n_formats, const float *row_amax, const float *tensor_amax) {
    uint32_t amax = 0;
    int known = 0;
    for (int32_t k = 0; k < n_formats; k++) {
        struct run *run = &job->runs[k];
        fs_status status = fs_plan_make(&formats[k], &run->plan);
        if (status != FS_OK) return status;
        const fs_format *f = &run->plan.format;
        run->own_amax = f->group == FS_GROUP_BLOCK || (f->group == FS_GROUP_CHANNEL ? row_amax : tensor_amax) == NULL;
        int of_tensor = f->scale == FS_SCALE_E4M3_F32 || (f->scale != FS_SCALE_NONE && f->group == FS_GROUP_TENSOR);
        if (of_tensor && !known) {
            amax = tensor_amax != NULL ? fs_bits(*tensor_amax) & FS_MAGNITUDE_MASK : fs_tensor_max(&job->source, job->shape);
            known = 1;
        }
        run->tensor = fs_tensor_scale_make(&run->plan, of_tensor ? amax : 0);
        run->amax_bits = of_tensor ? amax : 0;
        if (!blocked(&run->plan)) run->limits = limits_of(run);
    }
    return FS_OK;
}

static fs_status check_call(const fs_shape *shape, const void *src) {
    fs_status status = fs_check_shape(shape);
    if (status != FS_OK) return status;
    int64_t extent = fs_extent(shape, shape->row_length, shape->src_row_stride);
    if (extent < 0) return FS_E_SHAPE;
    if (extent > 0 && src == NULL) return FS_E_NULL;
    return fs_kernels() == NULL ? FS_E_ISA : FS_OK;
}

fs_status fs_statistics(const fs_format *formats, int32_t n_formats, const fs_shape *shape, const void *src,
                        const float *row_amax, const float *tensor_amax, fs_stats *stats) {
    fs_status status = check_call(shape, src);
    if (status != FS_OK) return status;
    if (n_formats < 1 || n_formats > FS_STATS_MAX_FORMATS) return FS_E_COUNT;
    if (formats == NULL || stats == NULL) return FS_E_NULL;
    struct job job;
    job.source = (struct fs_source){fs_kernels(), src, shape->dtype};
    job.shape = shape;
    status = open_runs(&job, formats, n_formats, row_amax, tensor_amax);
    if (status != FS_OK) return status;
    for (int64_t row = 0; row < shape->rows && shape->row_length > 0; row++) {
        open_row(&job, n_formats, row, row_amax);
        for (int64_t column = 0; column < shape->row_length; column += FS_STATS_STRIP) {
            struct strip_source strip;
            open_strip(&job, &strip, row, column);
            job.amax_of = 0;
            double max = strip_max(&strip);
            for (int32_t k = 0; k < n_formats; k++) {
                if (max > stats[k].max_magnitude) stats[k].max_magnitude = max;
                add_strip(&job, &job.runs[k], &strip, &stats[k]);
            }
        }
    }
    return FS_OK;
}

/* floor(4 log2(c)) of c^2 = 2^(e) [1, 2): two bins to an octave of c^2. */
static int crest_bin(double c2) {
    int e;
    double fraction = 2 * frexp(c2, &e);
    int bin = 2 * (e - 1) + (fraction >= 0x1.6a09e667f3bcdp+0);
    return bin < 0 ? 0 : bin >= FS_CREST_BINS ? FS_CREST_BINS - 1 : bin;
}

/* One block met piece by piece. */
struct crest {
    uint32_t amax_bits;
    double squares;
    int64_t n;
};

static void close_block(const struct crest *c, int64_t *crest_bins) {
    if (c->n == 0 || c->amax_bits == 0 || c->amax_bits >= FS_INF_BITS) return;
    double amax = fs_float(c->amax_bits);
    crest_bins[crest_bin(amax * amax * (double)c->n / c->squares)]++;
}

fs_status fs_histogram(const fs_shape *shape, int64_t block_size, const void *src, int64_t *magnitude_bins, int64_t *crest_bins) {
    fs_status status = check_call(shape, src);
    if (status != FS_OK) return status;
    if (block_size < 1) return FS_E_COUNT;
    if (magnitude_bins == NULL || crest_bins == NULL) return FS_E_NULL;
    struct fs_source source = {fs_kernels(), src, shape->dtype};
    float buffer[FS_TILE];
    for (int64_t row = 0; row < shape->rows && shape->row_length > 0; row++) {
        struct crest crest = {0, 0, 0};
        for (int64_t column = 0; column < shape->row_length; column += FS_TILE) {
            int64_t n = smaller(FS_TILE, shape->row_length - column);
            const float *x = fs_source_load(&source, row * shape->src_row_stride + column, n, buffer);
            for (int64_t i = 0; i < n; i++) {
                uint32_t magnitude = fs_bits(x[i]) & FS_MAGNITUDE_MASK;
                magnitude_bins[magnitude >> 23]++;
                if (magnitude > crest.amax_bits) crest.amax_bits = magnitude;
                crest.squares += (double)x[i] * x[i];
                if (++crest.n == block_size) {
                    close_block(&crest, crest_bins);
                    crest = (struct crest){0, 0, 0};
                }
            }
        }
        close_block(&crest, crest_bins);
    }
    return FS_OK;
}

/* abi_fuzz.c - everything that takes a format, on arbitrary arguments: no instruction set may differ from scalar in a
 * bit, and the sanitizers may find nothing. Arrays are exactly as long as the header says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fs_kernels.h"
#include "fuzz_input.h"

/* Mostly a value the header names, now and then anything. */
static int32_t choice(struct input *in, int32_t n) {
    uint64_t b = take(in, 1);
    return b == 255 ? (int32_t)take(in, 4) : (int32_t)(b % (uint64_t)n);
}

static fs_format take_format(struct input *in) {
    fs_format f = {.element = choice(in, 5), .exponent_bits = choice(in, 9), .mantissa_bits = choice(in, 11), .integer_bits = (int32_t)(2u + (uint32_t)choice(in, 7))};
    f.bias = take(in, 1) & 1 ? FS_BIAS_DEFAULT : (int32_t)(int8_t)take(in, 1);
    f.specials = choice(in, 7);
    f.subnormals = choice(in, 2);
    f.overflow = choice(in, 3);
    f.rounding = choice(in, 7);
    f.scale = choice(in, 8);
    f.scale_rule = choice(in, 4);
    f.group = choice(in, 3);
    f.block_size = take(in, 1) & 7 ? (int64_t)take(in, 1) : (int64_t)take(in, 8);
    f.seed = take(in, 2);
    return f;
}

/* One call each, and what it wrote. */
enum { QUANTIZE, ENCODE, DECODE, STATISTICS, HISTOGRAM, TENSOR_AMAX, ROW_AMAX, DECODE_ANY, IN_PLACE, DESCRIBE, N_CALLS };
enum { MAX_ROWS = 5, MAX_FORMATS = 3 };

struct result {
    fs_status status[N_CALLS];
    void *arrays[N_CALLS + 1]; /* the last: scales of ENCODE */
    size_t bytes[N_CALLS + 1];
};

static void *output(struct result *r, int i, size_t bytes) {
    r->arrays[i] = calloc(1, bytes > 0 ? bytes : 1);
    r->bytes[i] = bytes;
    return r->arrays[i];
}

struct arguments {
    fs_format formats[MAX_FORMATS];
    int32_t n_formats;
    fs_shape shape, sizes; /* sizes: shape, but never broken */
    int64_t code_gap, scale_gap; /* bytes and scales between rows */
    const void *src;
    size_t src_bytes;
    const uint8_t *any; /* arbitrary bytes, as many as are asked for, over and over */
    size_t n_any;
    const float *row_amax, *tensor_amax;
};

static size_t spread(int64_t rows, int64_t length, int64_t gap) { return rows > 0 && length > 0 ? (size_t)((rows - 1) * (length + gap) + length) : 0; }

static uint8_t *arbitrary(const struct arguments *a, size_t bytes) {
    uint8_t *p = malloc(bytes > 0 ? bytes : 1);
    for (size_t i = 0; i < bytes; i++) p[i] = a->n_any > 0 ? (uint8_t)(a->any[i % a->n_any] + i / a->n_any) : (uint8_t)i;
    return p;
}

static void describe(const fs_format *f, struct result *r) {
    double *values = output(r, DESCRIBE, (sizeof(fs_format_info) / 8 + 3) * 8);
    fs_format_info info = {0};
    r->status[DESCRIBE] = fs_format_describe(f, &info);
    if (r->status[DESCRIBE] != FS_OK) return;
    memcpy(values + 3, &info, sizeof info);
    const uint32_t codes[3] = {0, (uint32_t)(info.n_codes / 2), (uint32_t)(info.n_codes - 1)};
    for (int i = 0; i < 3; i++)
        if (fs_code_value(f, codes[i], &values[i]) != FS_OK) abort();
    double beyond;
    if (info.code_bits < 32 && fs_code_value(f, (uint32_t)info.n_codes, &beyond) == FS_OK) abort();
}

static void run(const struct fs_kernels *kernels, const struct arguments *a, struct result *r) {
    fs_use_kernels(kernels);
    const fs_format *f = &a->formats[0];
    const fs_shape *shape = &a->shape;
    const fs_shape *sizes = &a->sizes;
    size_t n_dst = spread(sizes->rows, sizes->row_length, sizes->dst_row_stride - sizes->row_length);
    int64_t code_bytes = fs_code_row_bytes(f, sizes->row_length), per_row = fs_scales_per_row(f, sizes->row_length);
    int valid = code_bytes >= 0;
    int64_t gap = f->group == FS_GROUP_BLOCK ? a->scale_gap : 0, scale_rows = f->group == FS_GROUP_TENSOR ? 1 : sizes->rows;
    fs_shape coded = *shape;
    coded.dst_row_stride = valid ? code_bytes + a->code_gap : 0;
    coded.scale_row_stride = valid ? per_row + gap : 0;
    size_t n_codes = valid ? spread(sizes->rows, code_bytes, a->code_gap) : 0, n_scales = valid ? 4 * spread(scale_rows, per_row, gap) : 0;
    float *y = output(r, QUANTIZE, n_dst * 4), *back = output(r, DECODE, n_dst * 4), *amax = output(r, TENSOR_AMAX, 4), *rows = output(r, ROW_AMAX, MAX_ROWS * 4);
    uint8_t *codes = output(r, ENCODE, n_codes), *scales = output(r, N_CALLS, n_scales);
    fs_stats *stats = output(r, STATISTICS, MAX_FORMATS * sizeof *stats);
    int64_t *bins = output(r, HISTOGRAM, (FS_MAGNITUDE_BINS + FS_CREST_BINS) * sizeof *bins);
    r->status[QUANTIZE] = fs_quantize(f, shape, a->src, y, a->row_amax, a->tensor_amax);
    r->status[ENCODE] = fs_encode(f, &coded, a->src, codes, scales, a->row_amax, a->tensor_amax);
    fs_shape decoded = *shape;
    decoded.src_row_stride = coded.dst_row_stride;
    decoded.scale_row_stride = coded.scale_row_stride;
    r->status[DECODE] = fs_decode(f, &decoded, codes, scales, a->tensor_amax, back);
    uint8_t *any_codes = arbitrary(a, n_codes), *any_scales = arbitrary(a, n_scales);
    r->status[DECODE_ANY] = fs_decode(f, &decoded, any_codes, any_scales, a->tensor_amax, output(r, DECODE_ANY, n_dst * 4));
    free(any_codes), free(any_scales);
    r->status[STATISTICS] = fs_statistics(a->formats, a->n_formats, shape, a->src, a->row_amax, a->tensor_amax, stats);
    r->status[HISTOGRAM] = fs_histogram(shape, f->block_size, a->src, bins, bins + FS_MAGNITUDE_BINS);
    r->status[TENSOR_AMAX] = fs_max_magnitude(shape, FS_GROUP_TENSOR, a->src, amax);
    r->status[ROW_AMAX] = fs_max_magnitude(shape, FS_GROUP_CHANNEL, a->src, rows);
    fs_shape same = *shape;
    same.dst_row_stride = same.src_row_stride;
    float *place = output(r, IN_PLACE, a->src_bytes);
    memcpy(place, a->src, a->src_bytes);
    r->status[IN_PLACE] = fs_quantize(f, &same, place, place, a->row_amax, a->tensor_amax);
    describe(f, r);
    /* On an error outputs are unspecified. */
    for (int i = 0; i < N_CALLS; i++)
        if (r->status[i] != FS_OK) memset(r->arrays[i], 0, r->bytes[i]);
    if (r->status[ENCODE] != FS_OK) memset(scales, 0, n_scales), memset(back, 0, n_dst * 4);
    for (int i = 0; i < N_CALLS; i++)
        if (fs_status_text(r->status[i]) == NULL) abort();
}

static void must_equal(const struct result *a, const struct result *b) {
    if (memcmp(a->status, b->status, sizeof a->status) != 0) abort();
    for (int i = 0; i <= N_CALLS; i++)
        if (memcmp(a->arrays[i], b->arrays[i], a->bytes[i]) != 0) {
            fprintf(stderr, "output %d differs from scalar\n", i);
            abort();
        }
}

static void release(struct result *r) {
    for (int i = 0; i <= N_CALLS; i++) free(r->arrays[i]);
}

/* Makes a shape one that must be refused, or leaves it; nothing may be read or written through it. */
static void maybe_break(fs_shape *shape, uint64_t how) {
    switch (how) {
    case 1: shape->rows = -1; break;
    case 2: shape->src_row_stride = shape->row_length - 1; break;
    case 3: shape->reserved = 1; break;
    case 4: shape->dtype = 9; break;
    case 5: shape->rows = INT64_MAX, shape->src_row_stride = shape->dst_row_stride = INT64_MAX / 2; break;
    case 6: shape->row_length = INT64_MIN; break;
    default: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input in = {data, size};
    struct arguments a = {.n_formats = 1 + (int32_t)(take(&in, 1) % MAX_FORMATS)};
    for (int i = 0; i < a.n_formats; i++) a.formats[i] = take_format(&in);
    fs_shape *shape = &a.shape;
    *shape = (fs_shape){.rows = (int64_t)(take(&in, 1) % MAX_ROWS), .row_length = (int64_t)(take(&in, 2) % 1500)};
    shape->src_row_stride = shape->row_length + (int64_t)(take(&in, 1) % 3);
    shape->dst_row_stride = shape->row_length + (int64_t)(take(&in, 1) % 3);
    shape->first_index = (int64_t)take(&in, 8);
    shape->index_row_stride = (int64_t)take(&in, 3);
    shape->dtype = (int32_t)(take(&in, 1) % 3);
    a.code_gap = (int64_t)(take(&in, 1) % 3);
    a.scale_gap = (int64_t)(take(&in, 1) % 3);
    int stated = take(&in, 1) % 3 == 0;
    uint64_t broken = take(&in, 1);

    /* What is left of the input is the data, over and over, changed a little each time. */
    size_t element = shape->dtype == FS_DTYPE_F32 ? 4 : 2;
    size_t n = shape->rows > 0 && shape->row_length > 0 ? (size_t)((shape->rows - 1) * shape->src_row_stride + shape->row_length) : 0;
    a.src_bytes = n * element;
    a.any = in.data, a.n_any = in.size;
    uint8_t *src = malloc(n * element > 0 ? n * element : 1);
    for (size_t i = 0; i < n * element; i++) src[i] = in.size > 0 ? (uint8_t)(in.data[i % in.size] + (i / in.size) * (i % element == 0)) : (uint8_t)i;
    a.src = src;
    const float amax[MAX_ROWS] = {1, 2, 0.5f, 448, 1e-3f};
    a.row_amax = stated ? amax : NULL, a.tensor_amax = stated ? amax + 3 : NULL;
    a.sizes = *shape;
    maybe_break(shape, broken);

    struct result scalar = {0};
    run(&fs_kernels_scalar, &a, &scalar);
    if (broken >= 1 && broken <= 6 && n > 0 && (scalar.status[QUANTIZE] == FS_OK || scalar.status[STATISTICS] == FS_OK)) abort();
    const struct fs_kernels *const others[] = {&fs_kernels_avx2, &fs_kernels_avx512};
    for (int i = 0; i < 2; i++) {
        if (!fs_isa_supported(others[i]->isa)) continue;
        struct result other = {0};
        run(others[i], &a, &other);
        must_equal(&scalar, &other);
        release(&other);
    }
    release(&scalar);
    free(src);
    return 0;
}

/* abi_fuzz.c - the whole ABI on arbitrary arguments: no instruction set may differ from scalar in a bit, and the
 * sanitizers may find nothing. Arrays are exactly as long as the header says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fs_kernels.h"

struct input {
    const uint8_t *data;
    size_t size;
};

static uint64_t take(struct input *in, size_t bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < bytes && in->size > 0; i++, in->size--) value |= (uint64_t)*in->data++ << (8 * i);
    return value;
}

/* Mostly a value the header names, now and then anything. */
static int32_t choice(struct input *in, int32_t n) {
    uint64_t b = take(in, 1);
    return b == 255 ? (int32_t)take(in, 4) : (int32_t)(b % (uint64_t)n);
}

static fs_format take_format(struct input *in) {
    fs_format f = {.element = choice(in, 5), .exponent_bits = choice(in, 9), .mantissa_bits = choice(in, 11), .integer_bits = 2 + choice(in, 7)};
    f.bias = take(in, 1) & 1 ? FS_BIAS_DEFAULT : (int32_t)(int8_t)take(in, 1);
    f.specials = choice(in, 7);
    f.subnormals = choice(in, 2);
    f.overflow = choice(in, 2);
    f.rounding = choice(in, 7);
    f.scale = choice(in, 8);
    f.scale_rule = choice(in, 4);
    f.group = choice(in, 3);
    f.block_size = take(in, 1) & 7 ? (int64_t)take(in, 1) : (int64_t)take(in, 8);
    f.seed = take(in, 2);
    return f;
}

struct result {
    fs_status status[6];
    void *arrays[6];
    size_t bytes[6];
};

static void *output(struct result *r, int i, size_t bytes) {
    r->arrays[i] = calloc(1, bytes > 0 ? bytes : 1);
    r->bytes[i] = bytes;
    return r->arrays[i];
}

static size_t widened(int64_t n) { return n > 0 && n < 1 << 20 ? (size_t)n : 0; }

static void run(const struct fs_kernels *kernels, const fs_format *f, const fs_shape *shape, const void *src, const float *row_amax,
                const float *tensor_amax, struct result *r) {
    fs_use_kernels(kernels);
    size_t n_dst = shape->rows > 0 && shape->row_length > 0 ? (size_t)((shape->rows - 1) * shape->dst_row_stride + shape->row_length) : 0;
    int64_t code_bytes = fs_code_row_bytes(f, shape->row_length), per_row = fs_scales_per_row(f, shape->row_length);
    size_t rows = (size_t)shape->rows;
    fs_shape coded = *shape;
    coded.dst_row_stride = code_bytes > 0 ? code_bytes : 0;
    coded.scale_row_stride = per_row > 0 ? per_row : 0;
    float *y = output(r, 0, n_dst * 4);
    uint8_t *codes = output(r, 1, rows * widened(code_bytes)), *scales = output(r, 2, (f->group == FS_GROUP_TENSOR ? 1 : rows) * widened(per_row) * 4);
    float *back = output(r, 3, n_dst * 4);
    fs_stats *stats = output(r, 4, sizeof *stats);
    int64_t *bins = output(r, 5, (FS_MAGNITUDE_BINS + FS_CREST_BINS) * sizeof *bins);
    r->status[0] = fs_quantize(f, shape, src, y, row_amax, tensor_amax);
    r->status[1] = fs_encode(f, &coded, src, codes, scales, row_amax, tensor_amax);
    fs_shape decoded = *shape;
    decoded.src_row_stride = coded.dst_row_stride;
    decoded.scale_row_stride = coded.scale_row_stride;
    r->status[2] = fs_decode(f, &decoded, codes, scales, tensor_amax, back);
    r->status[3] = fs_statistics(f, 1, shape, src, row_amax, tensor_amax, stats);
    r->status[4] = fs_histogram(shape, f->block_size, src, bins, bins + FS_MAGNITUDE_BINS);
    float amax = 0;
    r->status[5] = fs_max_magnitude(shape, FS_GROUP_TENSOR, src, &amax);
    /* On an error outputs are unspecified. */
    const int of[6] = {0, 1, 1, 2, 3, 4};
    for (int i = 0; i < 6; i++)
        if (r->status[of[i]] != FS_OK) memset(r->arrays[i], 0, r->bytes[i]);
}

static void must_equal(const struct result *a, const struct result *b) {
    if (memcmp(a->status, b->status, sizeof a->status) != 0) abort();
    for (int i = 0; i < 6; i++)
        if (memcmp(a->arrays[i], b->arrays[i], a->bytes[i]) != 0) {
            fprintf(stderr, "output %d differs from scalar\n", i);
            abort();
        }
}

static void release(struct result *r) {
    for (int i = 0; i < 6; i++) free(r->arrays[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input in = {data, size};
    fs_format f = take_format(&in);
    fs_shape shape = {.rows = (int64_t)(take(&in, 1) % 5), .row_length = (int64_t)(take(&in, 2) % 1500)};
    shape.src_row_stride = shape.row_length + (int64_t)(take(&in, 1) % 3);
    shape.dst_row_stride = shape.row_length + (int64_t)(take(&in, 1) % 3);
    shape.first_index = (int64_t)take(&in, 8);
    shape.index_row_stride = (int64_t)take(&in, 3);
    shape.dtype = (int32_t)(take(&in, 1) % 3);
    int stated = take(&in, 1) % 3 == 0;

    /* What is left of the input is the data, over and over, changed a little each time. */
    size_t element = shape.dtype == FS_DTYPE_F32 ? 4 : 2;
    size_t n = shape.rows > 0 && shape.row_length > 0 ? (size_t)((shape.rows - 1) * shape.src_row_stride + shape.row_length) : 0;
    uint8_t *src = malloc(n * element > 0 ? n * element : 1);
    for (size_t i = 0; i < n * element; i++) src[i] = in.size > 0 ? (uint8_t)(in.data[i % in.size] + (i / in.size) * (i % element == 0)) : (uint8_t)i;
    float amax[5] = {1, 2, 0.5f, 448, 1e-3f};
    const float *row_amax = stated ? amax : NULL, *tensor_amax = stated ? amax + 3 : NULL;

    struct result scalar = {0};
    run(&fs_kernels_scalar, &f, &shape, src, row_amax, tensor_amax, &scalar);
    const struct fs_kernels *const others[] = {&fs_kernels_avx2, &fs_kernels_avx512};
    for (int i = 0; i < 2; i++) {
        if (!fs_isa_supported(others[i]->isa)) continue;
        struct result other = {0};
        run(others[i], &f, &shape, src, row_amax, tensor_amax, &other);
        must_equal(&scalar, &other);
        release(&other);
    }
    release(&scalar);
    free(src);
    return 0;
}

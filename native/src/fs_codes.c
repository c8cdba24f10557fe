/* fs_codes.c - packed codes and scales, both ways. */
#include <float.h>
#include <math.h>
#include "fs_call.h"
#include "fs_philox.h"

static void store_scale(uint8_t *scales, int bits, int64_t index, uint32_t code) {
    int bytes = bits / 8;
    for (int i = 0; i < bytes; i++) scales[index * bytes + i] = (uint8_t)(code >> (8 * i));
}

static uint32_t load_scale(const uint8_t *scales, int bits, int64_t index) {
    int bytes = bits / 8;
    uint32_t code = 0;
    for (int i = 0; i < bytes; i++) code |= (uint32_t)scales[index * bytes + i] << (8 * i);
    return code;
}

/* A row's bit stream, least significant bit first. */
struct bits {
    uint8_t *next;
    uint64_t pending;
    int n_pending;
};

static void put(struct bits *b, uint32_t code, int n_bits) {
    b->pending |= (uint64_t)code << b->n_pending;
    b->n_pending += n_bits;
    while (b->n_pending >= 8) {
        *b->next++ = (uint8_t)b->pending;
        b->pending >>= 8;
        b->n_pending -= 8;
    }
}

static void finish(struct bits *b) {
    if (b->n_pending > 0) *b->next++ = (uint8_t)b->pending;
}

static uint32_t get(const uint8_t *row, int64_t index, int n_bits) {
    int64_t first = index * n_bits;
    int offset = (int)(first & 7), n_bytes = (offset + n_bits + 7) / 8;
    uint64_t word = 0;
    for (int i = 0; i < n_bytes; i++) word |= (uint64_t)row[first / 8 + i] << (8 * i);
    return (uint32_t)(word >> offset & (((uint64_t)1 << n_bits) - 1));
}

static int64_t scale_index(const struct fs_call *call, int64_t row, int64_t group) {
    switch (call->plan.format.group) {
    case FS_GROUP_BLOCK: return row * call->shape.scale_row_stride + group;
    case FS_GROUP_CHANNEL: return row;
    default: return 0;
    }
}

static double power_of_two(int e) {
    uint64_t u = (uint64_t)(e + 1023) << 52;
    double x;
    memcpy(&x, &u, 8);
    return x;
}

/* Values on the element's grid: what the kernel gives before the scale is put back. */
static void unscaled(const struct fs_call *call, const struct fs_tile *tile, const struct fs_grid *grids, float *q) {
    const struct fs_plan *plan = &call->plan;
    struct fs_work work = fs_tile_work(call, tile, q, FS_UNSCALED);
    call->source.kernels->quantize(&work);
    if (plan->format.scale != FS_SCALE_E8M0) return;
    for (int64_t i = 0; i < tile->n; i++) {
        const struct fs_grid *g = &grids[i / tile->group_size];
        if (g->path != FS_PATH_POW2) continue;
        /* Undone exactly unless the multiplication left float32; else again from the start. */
        int exact = plan->min_exponent - plan->mantissa_bits + g->shift >= -149 && fabsf(q[i]) <= FLT_MAX;
        q[i] = exact ? (float)(q[i] * power_of_two(-g->shift)) : fs_quantize_unscaled(plan, g, tile->x[i], fs_random_bits(plan->format.seed, work.first_index + (uint64_t)i));
    }
}

/* fs_code_of where it has no special cases: floats below 2^128 with as many codes as values, whose smallest normal value is
 * one in float32; integers. */
struct coder {
    int integer, shift, sign_shift;
    uint32_t min_bits, mask;
    double per_unit; /* 1 / the smallest spacing */
};

static struct coder coder_of(const struct fs_plan *p) {
    return (struct coder){
        .integer = p->is_integer,
        .shift = 23 - p->mantissa_bits,
        .sign_shift = 32 - p->code_bits,
        .min_bits = p->constants.min_bits,
        .mask = p->code_bits == 32 ? UINT32_MAX : (1u << p->code_bits) - 1,
        .per_unit = p->is_integer ? 1 / p->min_positive : power_of_two(p->mantissa_bits - p->min_exponent),
    };
}

static int has_special_codes(const struct fs_plan *p) {
    return p->format.element == FS_ELEMENT_E8M0 || p->format.specials >= FS_SPECIALS_P3109_FINITE || p->max_pos == 0 || p->min_exponent < -126;
}

static uint32_t plain_code(const struct coder *c, float q) {
    uint32_t u = fs_bits(q), magnitude = u & FS_MAGNITUDE_MASK;
    if (c->integer) return (uint32_t)(int32_t)(q * c->per_unit) & c->mask;
    uint32_t code = magnitude >= c->min_bits ? ((magnitude - c->min_bits) >> c->shift) + (1u << (23 - c->shift))
                                             : (uint32_t)(fs_float(magnitude) * c->per_unit);
    return code | (u & FS_SIGN_MASK) >> c->sign_shift;
}

static int put_tile(const struct fs_call *call, const struct fs_tile *tile, const struct fs_grid *grids, const float *q, struct bits *bits) {
    struct coder coder = coder_of(&call->plan);
    int bad = 0, special = has_special_codes(&call->plan), n_bits = call->plan.code_bits;
    for (int64_t start = 0; start < tile->n; start += tile->group_size) {
        int64_t end = start + tile->group_size < tile->n ? start + tile->group_size : tile->n;
        /* The scale's NaN speaks for a NaN group; its codes are 0. */
        int nan_group = grids[start / tile->group_size].path == FS_PATH_NAN;
        for (int64_t i = start; i < end; i++) {
            int plain = !special && (fs_bits(q[i]) & FS_MAGNITUDE_MASK) < FS_INF_BITS;
            put(bits, nan_group ? 0 : plain ? plain_code(&coder, q[i]) : fs_code_of(&call->plan, q[i], &bad), n_bits);
        }
    }
    return bad;
}

static fs_status check_codes(const struct fs_call *call, int64_t codes_stride, const void *codes, const void *scales) {
    const fs_shape *s = &call->shape;
    int grouped = call->plan.format.scale != FS_SCALE_NONE;
    int64_t row_bytes = (s->row_length * call->plan.code_bits + 7) / 8;
    if (fs_extent(s, row_bytes, codes_stride) < 0) return FS_E_SHAPE;
    if (grouped && call->plan.format.group == FS_GROUP_BLOCK &&
        fs_extent(s, fs_scales_per_row(&call->plan.format, s->row_length), s->scale_row_stride) < 0)
        return FS_E_SHAPE;
    if (s->rows > 0 && s->row_length > 0 && (codes == NULL || (grouped && scales == NULL))) return FS_E_NULL;
    return FS_OK;
}

fs_status fs_encode(const fs_format *format, const fs_shape *shape, const void *src, uint8_t *codes, uint8_t *scales,
                    const float *row_amax, const float *tensor_amax) {
    struct fs_call call;
    fs_status status = fs_call_open(&call, format, shape, src, row_amax, tensor_amax);
    if (status == FS_OK) status = check_codes(&call, shape->dst_row_stride, codes, scales);
    if (status != FS_OK) return status;

    struct fs_walk walk;
    struct fs_tile tile;
    struct bits bits = {codes, 0, 0};
    float q[FS_TILE];
    struct fs_grid grids[FS_TILE_GROUPS];
    int bad = 0;
    fs_walk_start(&walk, &call, 1);
    while (fs_walk_next(&walk, &tile)) {
        if (tile.column == 0) bits = (struct bits){codes + tile.row * shape->dst_row_stride, 0, 0};
        for (int i = 0; i < tile.n_groups; i++) fs_grid_make(&call.plan, &call.tensor, tile.amax_bits[i], &grids[i]);
        unscaled(&call, &tile, grids, q);
        bad |= put_tile(&call, &tile, grids, q, &bits);
        if (tile.column + tile.n == shape->row_length) finish(&bits);
        for (int i = 0; i < tile.n_groups && call.plan.scale_bits > 0; i++)
            store_scale(scales, call.plan.scale_bits, scale_index(&call, tile.row, tile.first_group + i), grids[i].scale_code);
    }
    return bad ? FS_E_NAN_CODE : FS_OK;
}

/* Values of all codes of a narrow format, once per call. */
#define TABLE_BITS 10

static float element_value(const struct fs_plan *plan, uint32_t code) {
    float value = (float)fs_value_of(plan, code);
    uint32_t sign = plan->is_integer || plan->format.element == FS_ELEMENT_E8M0 ? 0 : code >> (plan->code_bits - 1) << 31;
    if (plan->format.specials >= FS_SPECIALS_P3109_FINITE) sign = 0;
    return isnan(value) ? fs_float(FS_NAN_BITS | sign) : value;
}

fs_status fs_decode(const fs_format *format, const fs_shape *shape, const uint8_t *codes, const uint8_t *scales,
                    const float *tensor_amax, float *dst) {
    struct fs_call call;
    memset(&call, 0, sizeof call);
    fs_status status = fs_plan_make(format, &call.plan);
    if (status == FS_OK) status = shape == NULL ? FS_E_NULL : FS_OK;
    if (status != FS_OK) return status;
    call.shape = *shape;
    call.shape.dtype = FS_DTYPE_F32;
    status = fs_check_shape(&call.shape);
    if (status == FS_OK) status = check_codes(&call, shape->src_row_stride, codes, scales);
    if (status != FS_OK) return status;
    int64_t extent = fs_extent(shape, shape->row_length, shape->dst_row_stride);
    if (extent < 0) return FS_E_SHAPE;
    if (extent == 0) return FS_OK;
    if (dst == NULL || (format->scale == FS_SCALE_E4M3_F32 && tensor_amax == NULL)) return FS_E_NULL;
    struct fs_tensor_scale tensor = {1, 1, 0};
    if (format->scale == FS_SCALE_E4M3_F32) tensor = fs_tensor_scale_make(&call.plan, fs_bits(*tensor_amax) & FS_MAGNITUDE_MASK);

    float table[1 << TABLE_BITS];
    for (uint32_t c = 0; call.plan.code_bits <= TABLE_BITS && c >> call.plan.code_bits == 0; c++) table[c] = element_value(&call.plan, c);
    int64_t group_size = format->scale != FS_SCALE_NONE && format->group == FS_GROUP_BLOCK ? format->block_size : shape->row_length;
    for (int64_t row = 0; row < shape->rows; row++) {
        struct fs_grid grid;
        for (int64_t i = 0; i < shape->row_length; i++) {
            if (i % group_size == 0) {
                uint32_t code = call.plan.scale_bits == 0 ? 0 : load_scale(scales, call.plan.scale_bits, scale_index(&call, row, i / group_size));
                fs_grid_decode(&call.plan, &tensor, code, &grid);
            }
            uint32_t code = get(codes + row * shape->src_row_stride, i, call.plan.code_bits);
            float q = call.plan.code_bits <= TABLE_BITS ? table[code] : element_value(&call.plan, code);
            dst[row * shape->dst_row_stride + i] = fs_scale_back(&call.plan, &grid, q);
        }
    }
    return FS_OK;
}

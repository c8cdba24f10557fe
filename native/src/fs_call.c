/* fs_call.c - checks of a call and its way through the tensor. */
#include "fs_call.h"

const float *fs_source_load(const struct fs_source *source, int64_t offset, int64_t n, float *buffer) {
    if (source->dtype == FS_DTYPE_F32) return (const float *)source->data + offset;
    source->kernels->widen(source->dtype, (const uint16_t *)source->data + offset, buffer, n);
    return buffer;
}

uint32_t fs_source_max(const struct fs_source *source, int64_t offset, int64_t n) {
    if (source->dtype == FS_DTYPE_F32) return source->kernels->max_magnitude((const float *)source->data + offset, n);
    float buffer[FS_TILE];
    uint32_t amax = 0;
    for (int64_t i = 0; i < n; i += FS_TILE) {
        int64_t piece = n - i < FS_TILE ? n - i : FS_TILE;
        uint32_t bits = source->kernels->max_magnitude(fs_source_load(source, offset + i, piece, buffer), piece);
        if (bits > amax) amax = bits;
    }
    return amax;
}

int64_t fs_extent(const fs_shape *shape, int64_t row_length, int64_t stride) {
    int64_t span;
    if (shape->rows == 0 || row_length == 0) return 0;
    if (stride < row_length || __builtin_mul_overflow(shape->rows - 1, stride, &span) ||
        __builtin_add_overflow(span, row_length, &span) || span > INT64_MAX / 64)
        return -1;
    return span;
}

fs_status fs_check_shape(const fs_shape *shape) {
    if (shape == NULL) return FS_E_NULL;
    if (shape->rows < 0 || shape->row_length < 0 || shape->row_length > INT64_MAX / 64 || shape->reserved != 0) return FS_E_SHAPE;
    if (shape->dtype < FS_DTYPE_F32 || shape->dtype > FS_DTYPE_BF16) return FS_E_DTYPE;
    return FS_OK;
}

int fs_overlap(const void *a, int64_t a_bytes, const void *b, int64_t b_bytes) {
    uintptr_t p = (uintptr_t)a, q = (uintptr_t)b;
    return a_bytes > 0 && b_bytes > 0 && p < q + (uintptr_t)b_bytes && q < p + (uintptr_t)a_bytes;
}

uint32_t fs_tensor_max(const struct fs_source *source, const fs_shape *shape) {
    uint32_t amax = 0;
    for (int64_t row = 0; row < shape->rows && shape->row_length > 0; row++) {
        uint32_t bits = fs_source_max(source, row * shape->src_row_stride, shape->row_length);
        if (bits > amax) amax = bits;
    }
    return amax;
}

/* Rows that follow each other without a gap, with groups that end where rows end, are one long row. */
static void join_rows(struct fs_call *call) {
    fs_shape *s = &call->shape;
    const fs_format *f = &call->plan.format;
    int whole_groups = f->scale == FS_SCALE_NONE || f->group == FS_GROUP_TENSOR ||
                       (f->group == FS_GROUP_BLOCK && s->row_length % f->block_size == 0);
    int contiguous = s->src_row_stride == s->row_length && s->dst_row_stride == s->row_length;
    int indexed = f->rounding != FS_ROUND_STOCHASTIC || s->index_row_stride == s->row_length;
    int64_t length;
    if (s->rows < 2 || !whole_groups || !contiguous || !indexed ||
        __builtin_mul_overflow(s->rows, s->row_length, &length))
        return;
    s->row_length = s->src_row_stride = s->dst_row_stride = s->index_row_stride = length;
    s->rows = 1;
}

fs_status fs_call_open(struct fs_call *call, const fs_format *format, const fs_shape *shape, const void *src,
                       const float *row_amax, const float *tensor_amax) {
    memset(call, 0, sizeof *call);
    fs_status status = fs_plan_make(format, &call->plan);
    if (status == FS_OK) status = fs_check_shape(shape);
    if (status != FS_OK) return status;
    int64_t extent = fs_extent(shape, shape->row_length, shape->src_row_stride);
    if (extent < 0) return FS_E_SHAPE;
    if (src == NULL && extent > 0) return FS_E_NULL;
    const struct fs_kernels *kernels = fs_kernels();
    if (kernels == NULL) return FS_E_ISA;
    call->shape = *shape;
    call->source = (struct fs_source){kernels, src, shape->dtype};
    call->row_amax = row_amax;

    int grouped = format->scale != FS_SCALE_NONE;
    int of_tensor = (grouped && format->group == FS_GROUP_TENSOR) || format->scale == FS_SCALE_E4M3_F32;
    uint32_t amax = 0;
    if (of_tensor) amax = tensor_amax != NULL ? fs_bits(*tensor_amax) & FS_MAGNITUDE_MASK : fs_tensor_max(&call->source, &call->shape);
    call->tensor = fs_tensor_scale_make(&call->plan, amax);
    call->tensor_amax_bits = amax;
    call->own_amax = format->group == FS_GROUP_BLOCK || (format->group == FS_GROUP_CHANNEL ? row_amax : tensor_amax) == NULL;
    return FS_OK;
}

void fs_walk_start(struct fs_walk *walk, struct fs_call *call, int buffered) {
    if (!buffered) join_rows(call);
    walk->call = call;
    walk->buffered = buffered || call->source.dtype != FS_DTYPE_F32;
    walk->row = walk->column = walk->block_end = 0;
}

static int64_t source_offset(const struct fs_walk *walk) {
    return walk->row * walk->call->shape.src_row_stride + walk->column;
}

static void row_start(struct fs_walk *walk) {
    struct fs_call *call = walk->call;
    if (call->plan.format.scale == FS_SCALE_NONE || call->plan.format.group != FS_GROUP_CHANNEL) return;
    walk->amax_bits[0] = call->row_amax != NULL ? fs_bits(call->row_amax[walk->row]) & FS_MAGNITUDE_MASK
                                                : fs_source_max(&call->source, source_offset(walk), call->shape.row_length);
}

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

static void block_tile(struct fs_walk *walk, struct fs_tile *tile) {
    struct fs_call *call = walk->call;
    int64_t block = call->plan.format.block_size, left = call->shape.row_length - walk->column;
    tile->group_size = block;
    tile->amax_bits = walk->amax_bits;
    tile->n_groups = 1;
    tile->first_group = walk->column / block;
    if (block > FS_TILE) {
        if (walk->column >= walk->block_end) {
            int64_t length = smaller(block, left);
            walk->amax_bits[0] = fs_source_max(&call->source, source_offset(walk), length);
            walk->block_end = walk->column + length;
        }
        tile->n = walk->block_end - walk->column;
        if (walk->buffered) tile->n = smaller(tile->n, FS_TILE);
        tile->x = fs_source_load(&call->source, source_offset(walk), tile->n, walk->buffer);
        return;
    }
    if (!walk->buffered) { /* the kernel finds the magnitudes as it goes */
        tile->n = left;
        tile->amax_bits = NULL;
        tile->x = fs_source_load(&call->source, source_offset(walk), tile->n, walk->buffer);
        return;
    }
    tile->n = smaller(smaller(FS_TILE / block, FS_TILE_GROUPS) * block, left);
    tile->n_groups = (int)((tile->n + block - 1) / block);
    tile->x = fs_source_load(&call->source, source_offset(walk), tile->n, walk->buffer);
    call->source.kernels->group_magnitudes(tile->x, tile->n, block, walk->amax_bits);
}

int fs_walk_next(struct fs_walk *walk, struct fs_tile *tile) {
    struct fs_call *call = walk->call;
    const fs_format *f = &call->plan.format;
    if (walk->row >= call->shape.rows || call->shape.row_length == 0) return 0;
    if (walk->column == 0) row_start(walk);
    tile->row = walk->row;
    tile->column = walk->column;
    if (f->scale != FS_SCALE_NONE && f->group == FS_GROUP_BLOCK) {
        block_tile(walk, tile);
    } else {
        int64_t left = call->shape.row_length - walk->column;
        tile->n = walk->buffered ? smaller(left, FS_TILE) : left;
        tile->x = fs_source_load(&call->source, source_offset(walk), tile->n, walk->buffer);
        tile->group_size = tile->n;
        tile->amax_bits = f->scale != FS_SCALE_NONE && f->group == FS_GROUP_CHANNEL ? walk->amax_bits : &call->tensor_amax_bits;
        tile->n_groups = 1;
        tile->first_group = 0;
    }
    walk->column += tile->n;
    if (walk->column == call->shape.row_length) {
        walk->column = walk->block_end = 0;
        walk->row++;
    }
    return 1;
}

struct fs_work fs_tile_work(const struct fs_call *call, const struct fs_tile *tile, float *dst, int flags) {
    const fs_shape *s = &call->shape;
    return (struct fs_work){
        .plan = &call->plan,
        .tensor = &call->tensor,
        .amax_bits = tile->amax_bits,
        .group_size = tile->group_size,
        .src = tile->x,
        .dst = dst,
        .n = tile->n,
        .flags = flags | (call->own_amax ? FS_OWN_AMAX : 0),
        .first_index = (uint64_t)s->first_index + (uint64_t)tile->row * (uint64_t)s->index_row_stride + (uint64_t)tile->column,
    };
}

/* fs_quantize.c - quantize-dequantize and largest magnitude. */
#include "fs_call.h"

/* Results of a call longer than this leave the caches before anyone reads them: write past the caches. */
#define STREAM_ELEMENTS ((int64_t)1 << 19)

fs_status fs_quantize(const fs_format *format, const fs_shape *shape, const void *src, float *dst,
                      const float *row_amax, const float *tensor_amax) {
    struct fs_call call;
    fs_status status = fs_call_open(&call, format, shape, src, row_amax, tensor_amax);
    if (status != FS_OK) return status;
    int64_t n_src = fs_extent(shape, shape->row_length, shape->src_row_stride);
    int64_t n_dst = fs_extent(shape, shape->row_length, shape->dst_row_stride);
    if (n_dst < 0) return FS_E_SHAPE;
    if (n_dst == 0) return FS_OK;
    if (dst == NULL) return FS_E_NULL;
    int64_t src_bytes = n_src * (shape->dtype == FS_DTYPE_F32 ? 4 : 2);
    int in_place = (const void *)dst == src;
    if (in_place && shape->dtype != FS_DTYPE_F32) return FS_E_DTYPE;
    if (in_place ? n_src != n_dst : fs_overlap(src, src_bytes, dst, n_dst * 4)) return FS_E_SHAPE;

    struct fs_walk walk;
    struct fs_tile tile;
    int stream = !in_place && shape->rows * shape->row_length >= STREAM_ELEMENTS;
    fs_walk_start(&walk, &call, 0);
    while (fs_walk_next(&walk, &tile)) {
        float *y = dst + tile.row * call.shape.dst_row_stride + tile.column;
        struct fs_work work = fs_tile_work(&call, &tile, y, stream ? FS_STREAM : 0);
        call.source.kernels->quantize(&work);
    }
    return FS_OK;
}

static void raise_to(float *amax, uint32_t bits) {
    if (bits > (fs_bits(*amax) & FS_MAGNITUDE_MASK)) *amax = fs_float(bits);
}

fs_status fs_max_magnitude(const fs_shape *shape, int32_t group, const void *src, float *amax) {
    fs_status status = fs_check_shape(shape);
    if (status != FS_OK) return status;
    if (group != FS_GROUP_CHANNEL && group != FS_GROUP_TENSOR) return FS_E_FORMAT;
    int64_t extent = fs_extent(shape, shape->row_length, shape->src_row_stride);
    if (extent < 0) return FS_E_SHAPE;
    if (extent == 0) return FS_OK;
    if (src == NULL || amax == NULL) return FS_E_NULL;
    struct fs_source source = {fs_kernels(), src, shape->dtype};
    if (source.kernels == NULL) return FS_E_ISA;
    for (int64_t row = 0; row < shape->rows; row++)
        raise_to(&amax[group == FS_GROUP_CHANNEL ? row : 0],
                 fs_source_max(&source, row * shape->src_row_stride, shape->row_length));
    return FS_OK;
}

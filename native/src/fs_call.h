/* fs_call.h - one checked call, cut into tiles that a kernel takes whole. */
#ifndef FS_CALL_H
#define FS_CALL_H
#include "fs_kernels.h"

#define FS_TILE_GROUPS 128 /* groups of a buffered tile */

/* A view of src as float32. */
struct fs_source {
    const struct fs_kernels *kernels;
    const void *data;
    int32_t dtype;
};

/* n elements from offset on: in place for float32; others, FS_TILE at most, widened into buffer. */
const float *fs_source_load(const struct fs_source *source, int64_t offset, int64_t n, float *buffer);

/* Bits of the largest magnitude of n elements, any n. */
uint32_t fs_source_max(const struct fs_source *source, int64_t offset, int64_t n);

/* The same of a whole tensor. */
uint32_t fs_tensor_max(const struct fs_source *source, const fs_shape *shape);

struct fs_call {
    struct fs_plan plan;
    struct fs_source source;
    fs_shape shape;
    const float *row_amax;
    struct fs_tensor_scale tensor;
    uint32_t tensor_amax_bits; /* FS_GROUP_TENSOR */
    int own_amax;              /* groups' largest magnitudes are found here, not stated by the caller */
};

/* Checks kernels, format and shape, and reads the tensor's amax where the format needs it. */
fs_status fs_call_open(struct fs_call *call, const fs_format *format, const fs_shape *shape, const void *src,
                       const float *row_amax, const float *tensor_amax);

/* Elements from the first of row 0 to one past the last, or -1 where shape is not valid for stride. */
int64_t fs_extent(const fs_shape *shape, int64_t row_length, int64_t stride);
fs_status fs_check_shape(const fs_shape *shape);

/* 1 where byte ranges share a byte. */
int fs_overlap(const void *a, int64_t a_bytes, const void *b, int64_t b_bytes);

/* One tile: elements column .. column + n - 1 of row; group i of group_size elements has amax_bits[i]. Where the kernel finds
 * those as it goes, never if buffered, amax_bits is NULL and n_groups says nothing. */
struct fs_tile {
    const float *x;
    int64_t row, column, n;
    const uint32_t *amax_bits;
    int64_t group_size;
    int n_groups;
    int64_t first_group; /* index in the row of the first group */
};

/* Walks the tiles of a call in order. Tiles are FS_TILE elements at most if buffered, else as long as they can be. */
struct fs_walk {
    struct fs_call *call;
    int buffered;
    int64_t row, column;
    uint32_t amax_bits[FS_TILE_GROUPS];
    int64_t block_end; /* a block longer than a tile runs to here with amax_bits[0] */
    float buffer[FS_TILE];
};
void fs_walk_start(struct fs_walk *walk, struct fs_call *call, int buffered);
int fs_walk_next(struct fs_walk *walk, struct fs_tile *tile);

/* What a kernel needs to know of a tile. */
struct fs_work fs_tile_work(const struct fs_call *call, const struct fs_tile *tile, float *dst, int flags);

#endif

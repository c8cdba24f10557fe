/* guard_test.c - no operation touches a byte outside its arrays: each array ends, then begins, at a page that
 * cannot be read or written, for every length around the vector widths and every family of kernels. */
#include <sys/mman.h>
#include <unistd.h>
#include "fs_test.h"

enum { LONGEST = 70 };

struct guarded {
    char *base;
    size_t page;
};

static struct guarded guarded_make(void) {
    struct guarded g = {NULL, (size_t)sysconf(_SC_PAGESIZE)};
    g.base = mmap(NULL, 3 * g.page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (g.base == MAP_FAILED || mprotect(g.base, g.page, PROT_NONE) != 0 || mprotect(g.base + 2 * g.page, g.page, PROT_NONE) != 0) abort();
    return g;
}

/* bytes bytes that end (or begin) at a guard. */
static void *at(struct guarded g, size_t bytes, int at_end) { return g.base + g.page + (at_end ? g.page - bytes : 0); }

static fs_format with(fs_format f, int rounding, int overflow, int flush) {
    f.rounding = rounding;
    f.overflow = overflow;
    f.subnormals = flush;
    return f;
}

/* One format of each family a vector kernel exists for. */
static int formats(fs_format *out) {
    int n = 0;
    const fs_format e4m3 = float_format(4, 3, FS_SPECIALS_NAN), e8m7 = float_format(8, 7, FS_SPECIALS_IEEE), e3m0 = float_format(3, 0, 0);
    const fs_format int8 = {.element = FS_ELEMENT_INT, .integer_bits = 8}, uint4 = {.element = FS_ELEMENT_UINT, .integer_bits = 4};
    const fs_format bases[] = {e4m3, e8m7, e3m0};
    for (int base = 0; base < 3; base++)
        for (int rounding = 0; rounding <= FS_ROUND_STOCHASTIC; rounding++) {
            fs_format f = with(bases[base], rounding, 0, 0);
            out[n++] = f;
            out[n++] = scaled(f, FS_SCALE_E8M0, 0, FS_GROUP_BLOCK, 16);
            out[n++] = scaled(f, FS_SCALE_E8M0, 0, FS_GROUP_BLOCK, 5);
            out[n++] = scaled(f, FS_SCALE_F32, 0, FS_GROUP_BLOCK, 32);
            out[n++] = scaled(f, FS_SCALE_E4M3_F32, FS_RULE_TE, FS_GROUP_BLOCK, 16);
            out[n++] = scaled(f, FS_SCALE_F16, 0, FS_GROUP_CHANNEL, 0);
            out[n++] = scaled(f, FS_SCALE_BF16, 0, FS_GROUP_TENSOR, 0);
            if (base < 2) out[n++] = with(f, rounding, FS_OVERFLOW_SPECIAL, 0);
            if (base < 2) out[n++] = with(f, rounding, FS_OVERFLOW_SPECIAL, 1);
            if (base < 2) out[n++] = with(f, rounding, FS_OVERFLOW_PROPAGATE, 0);
        }
    out[n++] = scaled(int8, FS_SCALE_E8M0, 0, FS_GROUP_BLOCK, 32);
    out[n++] = scaled(int8, FS_SCALE_F32, 0, FS_GROUP_BLOCK, 7);
    out[n++] = uint4;
    fs_format qpytorch = with(float_format(4, 3, 0), FS_ROUND_QPYTORCH, 0, 0);
    out[n++] = qpytorch;
    out[n++] = scaled(qpytorch, FS_SCALE_F32, 0, FS_GROUP_BLOCK, 33);
    out[n++] = (fs_format){.element = FS_ELEMENT_E8M0, .rounding = FS_ROUND_NEAREST_AWAY};
    return n;
}

static void one(const fs_format *f, int dtype, int n, int at_end, const struct guarded *g) {
    size_t in_bytes = (size_t)n * (dtype == FS_DTYPE_F32 ? 4 : 2);
    void *src = at(g[0], in_bytes, at_end);
    float *dst = at(g[1], (size_t)n * 4, at_end), *amax = at(g[4], 4, at_end);
    int64_t code_bytes = fs_code_row_bytes(f, n), n_scales = fs_scales_per_row(f, n);
    fs_format_info info;
    CHECK(fs_format_describe(f, &info) == FS_OK, "describe");
    uint8_t *codes = at(g[2], (size_t)code_bytes, at_end), *scales = at(g[3], (size_t)(n_scales * info.scale_bits / 8), at_end);
    for (int i = 0; i < n; i++) {
        float x = (float)(i % 7 - 3) * 0.37f;
        uint16_t half = (uint16_t)(0x3c00 + i);
        memcpy((char *)src + (size_t)i * (dtype == FS_DTYPE_F32 ? 4 : 2), dtype == FS_DTYPE_F32 ? (void *)&x : (void *)&half, dtype == FS_DTYPE_F32 ? 4 : 2);
    }
    fs_shape shape = dense(1, n);
    shape.dtype = dtype;
    fs_stats stats = {0};
    int64_t magnitudes[FS_MAGNITUDE_BINS] = {0}, crests[FS_CREST_BINS] = {0};
    *amax = 0;
    CHECK(fs_max_magnitude(&shape, FS_GROUP_TENSOR, src, amax) == FS_OK, "max");
    CHECK(fs_quantize(f, &shape, src, dst, NULL, NULL) == FS_OK, "quantize");
    CHECK(fs_statistics(f, 1, &shape, src, NULL, NULL, &stats) == FS_OK && stats.n + stats.n_nonfinite == n, "statistics");
    CHECK(fs_histogram(&shape, 16, src, magnitudes, crests) == FS_OK, "histogram");
    shape.dst_row_stride = code_bytes;
    shape.scale_row_stride = n_scales;
    fs_status encoded = fs_encode(f, &shape, src, codes, scales, NULL, NULL);
    CHECK(encoded == FS_OK, "encode %d: scale %d group %d n %d", encoded, f->scale, f->group, n);
    shape.src_row_stride = code_bytes;
    shape.dst_row_stride = n;
    CHECK(fs_decode(f, &shape, codes, scales, amax, dst) == FS_OK, "decode");
    shape.src_row_stride = n;
    if (dtype == FS_DTYPE_F32) CHECK(fs_quantize(f, &shape, src, src, NULL, NULL) == FS_OK, "in place");
}

int main(void) {
    struct guarded g[5];
    fs_format list[256];
    int n_formats = formats(list);
    for (int i = 0; i < 5; i++) g[i] = guarded_make();
    FOR_EACH_ISA {
        for (int k = 0; k < n_formats; k++)
            for (int dtype = FS_DTYPE_F32; dtype <= FS_DTYPE_BF16; dtype++)
                for (int n = 0; n <= LONGEST; n++)
                    for (int at_end = 0; at_end <= 1; at_end++) one(&list[k], dtype, n, at_end, g);
        printf("%d formats, lengths 0 to %d\n", n_formats, LONGEST);
    }
    return finish_tests("guard_test");
}

/* fs_test.h - what the tests share: reading reference vectors, comparing bit for bit, saying which ISA ran. */
#ifndef FS_TEST_H
#define FS_TEST_H
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "floatscape.h"
#include "fs_kernels.h"

#define SKIPPED 77

static int failures;

#define CHECK(condition, ...)                                  \
    do {                                                       \
        if (!(condition)) {                                    \
            if (failures++ < 40) {                             \
                printf("FAILED %s:%d: ", __FILE__, __LINE__);  \
                printf(__VA_ARGS__);                           \
                printf("\n");                                  \
            }                                                  \
        }                                                      \
    } while (0)

static inline uint32_t bits_of(float x) {
    uint32_t u;
    memcpy(&u, &x, 4);
    return u;
}

static inline float float_of(uint32_t u) {
    float x;
    memcpy(&x, &u, 4);
    return x;
}

/* The format e<E>m<M> with its plain policies. */
static inline fs_format float_format(int e, int m, int specials) {
    return (fs_format){.element = FS_ELEMENT_FLOAT, .exponent_bits = e, .mantissa_bits = m, .bias = FS_BIAS_DEFAULT, .specials = specials};
}

static inline fs_format scaled(fs_format f, int scale, int rule, int group, int64_t block) {
    f.scale = scale;
    f.scale_rule = rule;
    f.group = group;
    f.block_size = block;
    return f;
}

static inline fs_shape dense(int64_t rows, int64_t row_length) {
    return (fs_shape){.rows = rows, .row_length = row_length, .src_row_stride = row_length, .dst_row_stride = row_length,
                      .scale_row_stride = row_length, .index_row_stride = row_length};
}

/* Small, fast, seeded: the tests' own randomness. */
static inline uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline void *checked_alloc(size_t bytes) {
    void *p = malloc(bytes ? bytes : 1);
    if (p == NULL) abort();
    return p;
}

/* A file of the shared reference data; NULL where it is absent. */
static inline void *read_shared(const char *name, size_t *bytes) {
    char path[4096];
    snprintf(path, sizeof path, "%s/golden/%s", FS_SHARED_DIR, name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) return NULL;
    fseek(f, 0, SEEK_END);
    *bytes = (size_t)ftell(f);
    rewind(f);
    void *data = checked_alloc(*bytes);
    if (fread(data, 1, *bytes, f) != *bytes) abort();
    fclose(f);
    return data;
}

static inline int is_nan_bits(uint32_t u) { return (u & 0x7fffffff) > 0x7f800000; }

/* Equal, all NaNs alike. */
static inline int same_value(uint32_t a, uint32_t b) { return a == b || (is_nan_bits(a) && is_nan_bits(b)); }

/* The kernels this machine can run, widest first, the scalar reference last; AVX-512 on portable intrinsics
 * where the CPU has none. */
struct test_isa {
    const char *name;
    const struct fs_kernels *kernels;
};

#ifdef FS_HAVE_SIMDE
extern const struct fs_kernels fs_kernels_simde;
#endif

static inline int test_isas(struct test_isa out[4]) {
    int n = 0;
    if (fs_isa_supported(FS_ISA_AVX512)) out[n++] = (struct test_isa){"avx512", &fs_kernels_avx512};
#ifdef FS_HAVE_SIMDE
    else out[n++] = (struct test_isa){"avx512 on simde", &fs_kernels_simde};
#else
    else printf("SKIPPED: avx512 (this CPU cannot run it, and simde was absent at build time)\n");
#endif
    if (fs_isa_supported(FS_ISA_AVX2)) out[n++] = (struct test_isa){"avx2", &fs_kernels_avx2};
    else printf("SKIPPED: avx2 (this CPU cannot run it)\n");
    out[n++] = (struct test_isa){"scalar", &fs_kernels_scalar};
    return n;
}

/* Runs body once for each of them and says which. */
static inline int next_isa(int *i) {
    struct test_isa isas[4];
    int n = test_isas(isas);
    if (++*i >= n) return 0;
    fs_use_kernels(isas[*i].kernels);
    printf("-- %s\n", isas[*i].name);
    return 1;
}
#define FOR_EACH_ISA for (int isa_ = -1; next_isa(&isa_);)

static inline int finish_tests(const char *name) {
    printf("%s: %s (%d failures)\n", name, failures == 0 ? "ok" : "FAILED", failures);
    return failures == 0 ? 0 : 1;
}

#endif

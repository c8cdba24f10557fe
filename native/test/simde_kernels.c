/* simde_kernels.c - the AVX-512 kernels on SIMDe's portable intrinsics, as a table of their own. */
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>
#include <simde/x86/f16c.h>
#include <fenv.h>
#include <math.h>
#include <string.h>

/* What SIMDe 0.7.4 lacks, lane by lane. */
typedef union {
    simde__m512 f;
    simde__m512i i;
    simde__m512d d;
    float f32[16];
    double f64[8];
    int32_t i32[16];
    simde__m256 half_f[2];
} lanes;

static inline simde__m512i shim_maskz_loadu_epi32(simde__mmask16 m, const void *p) {
    lanes v = {0};
    for (int i = 0; i < 16; i++)
        if (m >> i & 1) memcpy(&v.i32[i], (const char *)p + 4 * i, 4);
    return v.i;
}
static inline void shim_mask_storeu_epi32(void *p, simde__mmask16 m, simde__m512i a) {
    lanes v = {.i = a};
    for (int i = 0; i < 16; i++)
        if (m >> i & 1) memcpy((char *)p + 4 * i, &v.i32[i], 4);
}
static inline simde__mmask16 shim_cmplt_epi32_mask(simde__m512i a, simde__m512i b) {
    lanes x = {.i = a}, y = {.i = b};
    unsigned m = 0;
    for (int i = 0; i < 16; i++) m |= (unsigned)(x.i32[i] < y.i32[i]) << i;
    return (simde__mmask16)m;
}
static inline simde__m512 shim_cvtepi32_ps(simde__m512i a) {
    lanes x = {.i = a};
    for (int i = 0; i < 16; i++) x.f32[i] = (float)x.i32[i];
    return x.f;
}
static inline simde__m512i shim_cvtepu16_epi32(simde__m256i a) {
    uint16_t h[16];
    lanes v;
    memcpy(h, &a, sizeof h);
    for (int i = 0; i < 16; i++) v.i32[i] = h[i];
    return v.i;
}
static inline simde__m512 shim_cvtph_ps(simde__m256i a) {
    simde__m128i half[2];
    lanes v;
    memcpy(half, &a, sizeof half);
    for (int i = 0; i < 2; i++) v.half_f[i] = simde_mm256_cvtph_ps(half[i]);
    return v.f;
}
static inline simde__m512d shim_cvtps_pd(simde__m256 a) {
    float f[8];
    lanes v;
    memcpy(f, &a, sizeof f);
    for (int i = 0; i < 8; i++) v.f64[i] = f[i];
    return v.d;
}
static inline simde__m256 shim_extractf32x8_ps(simde__m512 a, int i) {
    lanes v = {.f = a};
    return v.half_f[i];
}
static inline int32_t shim_reduce_max_epi32(simde__m512i a) {
    lanes v = {.i = a};
    int32_t max = v.i32[0];
    for (int i = 1; i < 16; i++) max = v.i32[i] > max ? v.i32[i] : max;
    return max;
}
static inline float shim_reduce_max_ps(simde__m512 a) {
    lanes v = {.f = a};
    float max = v.f32[0];
    for (int i = 1; i < 16; i++) max = v.f32[i] > max ? v.f32[i] : max;
    return max;
}
static inline simde__m512i shim_mask_shuffle_epi32(simde__m512i low, simde__mmask16 m, simde__m512i a, int order) {
    lanes v = {.i = low}, x = {.i = a};
    for (int i = 0; i < 16; i++)
        if (m >> i & 1) v.i32[i] = x.i32[i / 4 * 4 + (order >> 2 * (i % 4) & 3)];
    return v.i;
}
static inline void shim_stream_ps(float *p, simde__m512 a) { memcpy(p, &a, sizeof a); }

#define SHIM_ROUNDED(name, rounding, expression)                                              \
    static inline simde__m512 name(simde__m512 a, simde__m512 b, simde__m512 c) {           \
        lanes x = {.f = a}, y = {.f = b}, z = {.f = c};                                      \
        int before = fegetround();                                                           \
        fesetround(rounding);                                                                \
        for (int i = 0; i < 16; i++) {                                                       \
            volatile float p = x.f32[i], q = y.f32[i], r = z.f32[i], result = expression;    \
            x.f32[i] = result;                                                               \
        }                                                                                    \
        fesetround(before);                                                                  \
        return x.f;                                                                          \
    }
SHIM_ROUNDED(shim_fmadd_toward_zero, FE_TOWARDZERO, fmaf(p, q, r))
SHIM_ROUNDED(shim_fmadd_upward, FE_UPWARD, fmaf(p, q, r))
static inline simde__m512 shim_fmadd_round_ps(simde__m512 a, simde__m512 b, simde__m512 c, int rounding) {
    return (rounding & 3) == 3 ? shim_fmadd_toward_zero(a, b, c) : shim_fmadd_upward(a, b, c);
}

#define _mm512_fmadd_round_ps shim_fmadd_round_ps
#define _mm512_maskz_loadu_epi32 shim_maskz_loadu_epi32
#define _mm512_mask_storeu_epi32 shim_mask_storeu_epi32
#define _mm512_cmplt_epi32_mask shim_cmplt_epi32_mask
#define _mm512_cvtepi32_ps shim_cvtepi32_ps
#define _mm512_cvtepu16_epi32 shim_cvtepu16_epi32
#define _mm512_cvtph_ps shim_cvtph_ps
#define _mm512_cvtps_pd shim_cvtps_pd
#define _mm512_extractf32x8_ps shim_extractf32x8_ps
#define _mm512_reduce_max_epi32 shim_reduce_max_epi32
#define _mm512_reduce_max_ps shim_reduce_max_ps
#define _mm512_mask_shuffle_epi32 shim_mask_shuffle_epi32
#define _mm512_stream_ps shim_stream_ps

#define FS_SIMDE
#include "fs_kernels.h"
extern const struct fs_kernels fs_kernels_simde;
#define fs_kernels_avx512 fs_kernels_simde
#include "../src/fs_kernels_avx512.c"

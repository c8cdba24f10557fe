/* fs_vector_avx2.h - the operations of fs_vector_body.h on 8 lanes. */
#ifndef FS_VECTOR_AVX2_H
#define FS_VECTOR_AVX2_H
#include <immintrin.h>
#include <stdint.h>

#define LANES 8
typedef __m256 vf;  /* float */
typedef __m256i vi; /* uint32 */
typedef __m256 vm;  /* mask: all bits of a lane */

#define INLINE static inline __attribute__((always_inline))
#include "fs_vector_eight.h"

INLINE vi tail_mask(int64_t n) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE vf vf_load(const float *p) { return _mm256_loadu_ps(p); }
/* Keeps GCC from loading a vector again for its second use. */
INLINE vf vf_in_register(vf v) {
    __asm__("" : "+x"(v));
    return v;
}
INLINE vf vf_load_n(const float *p, int64_t n) { return _mm256_maskload_ps(p, tail_mask(n)); }
INLINE void vf_store(float *p, vf v) { _mm256_storeu_ps(p, v); }
INLINE void vf_store_n(float *p, vf v, int64_t n) { _mm256_maskstore_ps(p, tail_mask(n), v); }
/* p 16-byte aligned; the write-combining buffers join the halves. */
INLINE void vf_stream(float *p, vf v) {
    if (((uintptr_t)p & 31) == 0) {
        _mm256_stream_ps(p, v);
    } else {
        _mm_stream_ps(p, _mm256_castps256_ps128(v));
        _mm_stream_ps(p + 4, _mm256_extractf128_ps(v, 1));
    }
}
INLINE vi vi_load(const uint32_t *p) { return _mm256_loadu_si256((const vi *)p); }
INLINE vi vi_load_n(const uint32_t *p, int64_t n) { return _mm256_maskload_epi32((const int *)p, tail_mask(n)); }
INLINE void vi_store(uint32_t *p, vi v) { _mm256_storeu_si256((vi *)p, v); }

INLINE vf vf_set(float x) { return _mm256_set1_ps(x); }
INLINE vi vi_set(uint32_t x) { return _mm256_set1_epi32((int)x); }
INLINE vi bits(vf v) { return _mm256_castps_si256(v); }
INLINE vf floats(vi v) { return _mm256_castsi256_ps(v); }

INLINE vf vf_and(vf a, vf b) { return _mm256_and_ps(a, b); }
INLINE vf vf_andnot(vf a, vf b) { return _mm256_andnot_ps(a, b); }
INLINE vf vf_or(vf a, vf b) { return _mm256_or_ps(a, b); }
INLINE vf vf_add(vf a, vf b) { return _mm256_add_ps(a, b); }
INLINE vf vf_sub(vf a, vf b) { return _mm256_sub_ps(a, b); }
INLINE vf vf_mul(vf a, vf b) { return _mm256_mul_ps(a, b); }
INLINE vf vf_div(vf a, vf b) { return _mm256_div_ps(a, b); }
INLINE vf vf_fma(vf a, vf b, vf c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vf vf_fnma(vf a, vf b, vf c) { return _mm256_fnmadd_ps(a, b, c); }
/* b where either is NaN. */
INLINE vf vf_min(vf a, vf b) { return _mm256_min_ps(a, b); }
INLINE vf vf_max(vf a, vf b) { return _mm256_max_ps(a, b); }
INLINE vf vf_of_int(vi v) { return _mm256_cvtepi32_ps(v); }
/* The magnitude of a with the sign of x. */
INLINE vf vf_with_sign(vf a, vf x) { return vf_or(a, vf_and(x, floats(vi_set(0x80000000u)))); }
/* v, or max with its sign where that is smaller; v not NaN. */
INLINE vf vf_clamp_magnitude(vf v, vf max) { return vf_max(vf_or(max, floats(vi_set(0x80000000u))), vf_min(max, v)); }
/* max, or |e| where that is larger. */
INLINE vf vf_larger_magnitude(vf max, vf e) { return vf_max(vf_andnot(floats(vi_set(0x80000000u)), e), max); }

INLINE vi vi_and(vi a, vi b) { return _mm256_and_si256(a, b); }
INLINE vi vi_or(vi a, vi b) { return _mm256_or_si256(a, b); }
INLINE vi vi_xor(vi a, vi b) { return _mm256_xor_si256(a, b); }
INLINE vi vi_add(vi a, vi b) { return _mm256_add_epi32(a, b); }
INLINE vi vi_sub(vi a, vi b) { return _mm256_sub_epi32(a, b); }
INLINE vi vi_max(vi a, vi b) { return _mm256_max_epi32(a, b); }
INLINE vi vi_xor3(vi a, vi b, vi c) { return vi_xor(a, vi_xor(b, c)); }
INLINE vi vi_shift_left(vi a, int n) { return _mm256_sll_epi32(a, _mm_cvtsi32_si128(n)); }
INLINE vi vi_shift_right(vi a, int n) { return _mm256_srl_epi32(a, _mm_cvtsi32_si128(n)); }
/* Two 32-bit products of the low halves of 64-bit lanes, and their upper halves. */
INLINE vi vi_mul_wide(vi a, vi b) { return _mm256_mul_epu32(a, b); }
INLINE vi vi_high_halves(vi a) { return _mm256_srli_epi64(a, 32); }
INLINE vi vi_join_halves(vi low, vi high) { return _mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0xaa); }
INLINE vi vi_counters(uint64_t first) { /* first, first + 2, ... in 64-bit lanes */
    return _mm256_add_epi64(_mm256_set1_epi64x((long long)first), _mm256_setr_epi64x(0, 2, 4, 6));
}

INLINE vm vf_greater(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_GT_OQ); }
INLINE vm vf_less(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }
INLINE vm vf_not_less(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_GE_OQ); }
INLINE vm vf_nan(vf a) { return _mm256_cmp_ps(a, a, _CMP_UNORD_Q); }
INLINE vm vf_equal(vf a, vf b) { return _mm256_cmp_ps(a, b, _CMP_EQ_OQ); }
INLINE vm vi_greater(vi a, vi b) { return floats(_mm256_cmpgt_epi32(a, b)); }
INLINE vm vi_nonzero(vi a) { return _mm256_xor_ps(floats(_mm256_cmpeq_epi32(a, _mm256_setzero_si256())), floats(vi_set(~0u))); }
INLINE vm vf_negative(vf a) { return floats(_mm256_srai_epi32(bits(a), 31)); }
INLINE vm vm_and(vm a, vm b) { return _mm256_and_ps(a, b); }
INLINE vm vm_andnot(vm a, vm b) { return _mm256_andnot_ps(a, b); } /* not a, and b */
INLINE vm vm_or(vm a, vm b) { return _mm256_or_ps(a, b); }
INLINE int vm_bits(vm m) { return _mm256_movemask_ps(m); }
INLINE int vm_count(vm m) { return __builtin_popcount((unsigned)_mm256_movemask_ps(m)); }
INLINE vf vf_select(vm m, vf yes, vf no) { return _mm256_blendv_ps(no, yes, m); }
INLINE vf vf_clear(vm m, vf v) { return _mm256_andnot_ps(m, v); }
INLINE vi vi_increment(vi v, vm m) { return _mm256_sub_epi32(v, bits(m)); }
INLINE vi vi_decrement(vi v, vm m) { return _mm256_add_epi32(v, bits(m)); }
INLINE vi vi_or_where(vm m, vi a, vi b) { return vi_or(a, vi_and(bits(m), b)); } /* a elsewhere */
/* x with the magnitude a where m. */
INLINE vf vf_with_magnitude_where(vm m, vf x, vf a) { return vf_select(m, vf_with_sign(a, x), x); }
/* a elsewhere, signalling NaNs as they are: Clang would rather add 0 to them. */
INLINE vf vf_add_where(vm m, vf a, vf b) { return vf_select(m, vf_in_register(vf_add(a, b)), a); }
INLINE vf vf_sub_where(vm m, vf a, vf b) { return vf_select(m, vf_in_register(vf_sub(a, b)), a); }

/* a + t as a rounding wants it, a >= 0, t = binade magic, see round_magic: rounded to nearest, then moved by one
 * unit where the remainder says so. */
INLINE vf sum_toward_zero(vf a, vf binade, vf magic) {
    vf sum = vf_fma(binade, magic, a);
    return floats(vi_decrement(bits(sum), vf_greater(vf_fnma(binade, magic, sum), a)));
}
INLINE vf sum_directed(vf a, vf binade, vf magic, vm inward) {
    vf sum = vf_fma(binade, magic, a), r = vf_fnma(binade, magic, sum);
    vi moved = vi_decrement(bits(sum), vm_and(inward, vf_greater(r, a)));
    return floats(vi_increment(moved, vm_andnot(inward, vf_less(r, a))));
}
INLINE vf sum_away(vf a, vf binade, vf magic) {
    vf sum = vf_fma(binade, magic, a), half = vf_mul(binade, vf_mul(magic, vf_set(0x1p-24f)));
    return floats(vi_increment(bits(sum), vf_equal(vf_sub(a, vf_fnma(binade, magic, sum)), half)));
}
/* Up where rest / spacing + random / 2^16 >= 1; the spacing is 2^-23 t. */
INLINE vf sum_random(vf a, vf binade, vf magic, vi random) {
    vf low = sum_toward_zero(a, binade, magic), rest = vf_sub(a, vf_fnma(binade, magic, low));
    vf part = vf_mul(binade, vf_mul(magic, vf_set(0x1p-39f)));
    vf threshold = vf_mul(vf_of_int(vi_sub(vi_set(0x10000), random)), part);
    return floats(vi_increment(bits(low), vf_not_less(rest, threshold)));
}

INLINE uint32_t vi_largest(vi v) {
    __m128i m = _mm_max_epu32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    m = _mm_max_epu32(m, _mm_shuffle_epi32(m, 0x4e));
    m = _mm_max_epu32(m, _mm_shuffle_epi32(m, 0xb1));
    return (uint32_t)_mm_cvtsi128_si32(m);
}
INLINE float vf_largest(vf v) {
    __m128 m = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    m = _mm_max_ps(m, _mm_movehl_ps(m, m));
    return _mm_cvtss_f32(_mm_max_ss(m, _mm_shuffle_ps(m, m, 1)));
}

/* 16 lanes as the tree of fs_kernels_scalar.c: i + (i + 8), i + (i + 4), ... in double. */
INLINE double sum_16(const vf lane[2]) {
    __m256d low = _mm256_add_pd(_mm256_cvtps_pd(_mm256_castps256_ps128(lane[0])), _mm256_cvtps_pd(_mm256_castps256_ps128(lane[1])));
    __m256d high = _mm256_add_pd(_mm256_cvtps_pd(_mm256_extractf128_ps(lane[0], 1)), _mm256_cvtps_pd(_mm256_extractf128_ps(lane[1], 1)));
    __m256d four = _mm256_add_pd(low, high);
    __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

INLINE vf vf_widen_f16(const uint16_t *p) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p)); }
INLINE vf vf_widen_bf16(const uint16_t *p) {
    return floats(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)p)), 16));
}
INLINE void prefetch(const void *p) { _mm_prefetch((const char *)p, _MM_HINT_T0); }
INLINE void fence(void) { _mm_sfence(); }

#endif

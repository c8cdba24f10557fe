/* fs_vector_avx512.h - the operations of fs_vector_body.h on 16 lanes. FS_SIMDE: the intrinsics
 * are test/simde_kernels.c's, for a CPU without AVX-512; never in the product. */
#ifndef FS_VECTOR_AVX512_H
#define FS_VECTOR_AVX512_H
#ifndef FS_SIMDE
#include <immintrin.h>
#endif
#include <stdint.h>

#define LANES 16
typedef __m512 vf;    /* float */
typedef __m512i vi;   /* uint32 */
typedef __mmask16 vm; /* a bit per lane */

#define INLINE static inline __attribute__((always_inline))
#include "fs_vector_eight.h"

INLINE vm tail_mask(int64_t n) { return (vm)((1u << n) - 1); } /* n <= 16 */
INLINE vi bits(vf v) { return _mm512_castps_si512(v); }
INLINE vf floats(vi v) { return _mm512_castsi512_ps(v); }
INLINE vf vf_load(const float *p) { return _mm512_loadu_ps(p); }
/* Keeps GCC from loading a vector again for its second use. */
INLINE vf vf_in_register(vf v) {
#ifndef FS_SIMDE
    __asm__("" : "+v"(v));
#endif
    return v;
}
INLINE vf vf_load_n(const float *p, int64_t n) { return floats(_mm512_maskz_loadu_epi32(tail_mask(n), p)); }
INLINE void vf_store(float *p, vf v) { _mm512_storeu_ps(p, v); }
INLINE void vf_store_n(float *p, vf v, int64_t n) { _mm512_mask_storeu_epi32(p, tail_mask(n), bits(v)); }
/* p 16-byte aligned; the write-combining buffers join the quarters. */
INLINE void vf_stream(float *p, vf v) {
    if (((uintptr_t)p & 63) == 0) {
        _mm512_stream_ps(p, v);
    } else {
        _mm_stream_ps(p, _mm512_castps512_ps128(v));
        _mm_stream_ps(p + 4, _mm512_extractf32x4_ps(v, 1));
        _mm_stream_ps(p + 8, _mm512_extractf32x4_ps(v, 2));
        _mm_stream_ps(p + 12, _mm512_extractf32x4_ps(v, 3));
    }
}
INLINE vi vi_load(const uint32_t *p) { return _mm512_loadu_si512(p); }
INLINE vi vi_load_n(const uint32_t *p, int64_t n) { return _mm512_maskz_loadu_epi32(tail_mask(n), p); }
INLINE void vi_store(uint32_t *p, vi v) { _mm512_storeu_si512(p, v); }

INLINE vf vf_set(float x) { return _mm512_set1_ps(x); }
INLINE vi vi_set(uint32_t x) { return _mm512_set1_epi32((int)x); }

INLINE vf vf_and(vf a, vf b) { return floats(_mm512_and_si512(bits(a), bits(b))); }
INLINE vf vf_andnot(vf a, vf b) { return floats(_mm512_andnot_si512(bits(a), bits(b))); }
INLINE vf vf_or(vf a, vf b) { return floats(_mm512_or_si512(bits(a), bits(b))); }
INLINE vf vf_add(vf a, vf b) { return _mm512_add_ps(a, b); }
INLINE vf vf_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
INLINE vf vf_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
INLINE vf vf_div(vf a, vf b) { return _mm512_div_ps(a, b); }
INLINE vf vf_fma(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vf vf_fnma(vf a, vf b, vf c) { return _mm512_fnmadd_ps(a, b, c); }
/* b where either is NaN. */
INLINE vf vf_min(vf a, vf b) { return _mm512_min_ps(a, b); }
INLINE vf vf_max(vf a, vf b) { return _mm512_max_ps(a, b); }
INLINE vf vf_of_int(vi v) { return _mm512_cvtepi32_ps(v); }
/* The magnitude of a with the sign of x. */
INLINE vf vf_with_sign(vf a, vf x) { return floats(_mm512_ternarylogic_epi32(_mm512_set1_epi32((int)0x80000000u), bits(x), bits(a), 0xca)); }
/* x with the magnitude a where m. */
INLINE vf vf_with_magnitude_where(vm m, vf x, vf a) { return floats(_mm512_mask_ternarylogic_epi32(bits(x), m, _mm512_set1_epi32((int)0x80000000u), bits(a), 0xe2)); }
INLINE vf vf_add_where(vm m, vf a, vf b) { return _mm512_mask_add_ps(a, m, a, b); } /* a elsewhere */
INLINE vf vf_sub_where(vm m, vf a, vf b) { return _mm512_mask_sub_ps(a, m, a, b); }
/* v, or max with its sign where that is smaller; v not NaN. */
INLINE vf vf_clamp_magnitude(vf v, vf max) { return _mm512_range_ps(v, max, 0x2); }
/* max, or |e| where that is larger. */
INLINE vf vf_larger_magnitude(vf max, vf e) { return _mm512_range_ps(max, e, 0xb); }

INLINE vi vi_and(vi a, vi b) { return _mm512_and_si512(a, b); }
INLINE vi vi_or(vi a, vi b) { return _mm512_or_si512(a, b); }
INLINE vi vi_xor(vi a, vi b) { return _mm512_xor_si512(a, b); }
INLINE vi vi_add(vi a, vi b) { return _mm512_add_epi32(a, b); }
INLINE vi vi_sub(vi a, vi b) { return _mm512_sub_epi32(a, b); }
INLINE vi vi_max(vi a, vi b) { return _mm512_max_epi32(a, b); }
INLINE vi vi_xor3(vi a, vi b, vi c) { return _mm512_ternarylogic_epi32(a, b, c, 0x96); }
INLINE vi vi_shift_left(vi a, int n) { return _mm512_sll_epi32(a, _mm_cvtsi32_si128(n)); }
INLINE vi vi_shift_right(vi a, int n) { return _mm512_srl_epi32(a, _mm_cvtsi32_si128(n)); }
INLINE vi vi_mul_wide(vi a, vi b) { return _mm512_mul_epu32(a, b); }
INLINE vi vi_high_halves(vi a) { return _mm512_srli_epi64(a, 32); }
INLINE vi vi_join_halves(vi low, vi high) { return _mm512_mask_shuffle_epi32(low, 0xaaaa, high, 0xa0); }
INLINE vi vi_counters(uint64_t first) { /* first, first + 2, ... in 64-bit lanes */
    return _mm512_add_epi64(_mm512_set1_epi64((long long)first), _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0));
}

INLINE vm vf_greater(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ); }
INLINE vm vf_less(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
INLINE vm vf_not_less(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ); }
INLINE vm vf_nan(vf a) { return _mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q); }
INLINE vm vf_equal(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
INLINE vm vi_greater(vi a, vi b) { return _mm512_cmpgt_epi32_mask(a, b); }
INLINE vm vi_nonzero(vi a) { return _mm512_test_epi32_mask(a, a); }
INLINE vm vf_negative(vf a) { return _mm512_cmplt_epi32_mask(bits(a), _mm512_setzero_si512()); }
INLINE vm vm_and(vm a, vm b) { return (vm)(a & b); }
INLINE vm vm_andnot(vm a, vm b) { return (vm)(~a & b); } /* not a, and b */
INLINE vm vm_or(vm a, vm b) { return (vm)(a | b); }
INLINE int vm_bits(vm m) { return m; }
INLINE int vm_count(vm m) { return __builtin_popcount(m); }
INLINE vf vf_select(vm m, vf yes, vf no) { return _mm512_mask_mov_ps(no, m, yes); }
INLINE vf vf_clear(vm m, vf v) { return _mm512_maskz_mov_ps((vm)~m, v); }
INLINE vi vi_increment(vi v, vm m) { return _mm512_mask_add_epi32(v, m, v, _mm512_set1_epi32(1)); }
INLINE vi vi_decrement(vi v, vm m) { return _mm512_mask_sub_epi32(v, m, v, _mm512_set1_epi32(1)); }
INLINE vi vi_or_where(vm m, vi a, vi b) { return _mm512_mask_or_epi32(a, m, a, b); } /* a elsewhere */

/* a + t as a rounding wants it, a >= 0, t = binade magic, see round_magic. The instruction's own rounding does it. */
#define TOWARD_ZERO (_MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC)
#define UPWARD (_MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC)
INLINE vf sum_toward_zero(vf a, vf binade, vf magic) { return _mm512_fmadd_round_ps(binade, magic, a, TOWARD_ZERO); }
INLINE vf sum_directed(vf a, vf binade, vf magic, vm inward) {
    return _mm512_mask_mov_ps(_mm512_fmadd_round_ps(binade, magic, a, UPWARD), inward, sum_toward_zero(a, binade, magic));
}
/* Half a spacing, 2^-24 t, then down. Both sums round down on nested grids, so as one. */
INLINE vf sum_away(vf a, vf binade, vf magic) {
    return sum_toward_zero(_mm512_fmadd_round_ps(binade, vf_mul(magic, vf_set(0x1p-24f)), a, TOWARD_ZERO), binade, magic);
}
/* random of 2^16 parts of a spacing, 2^-39 t, then down. */
INLINE vf sum_random(vf a, vf binade, vf magic, vi random) {
    vf part = vf_mul(binade, vf_mul(magic, vf_set(0x1p-39f)));
    return sum_toward_zero(_mm512_fmadd_round_ps(vf_of_int(random), part, a, TOWARD_ZERO), binade, magic);
}

INLINE uint32_t vi_largest(vi v) { return (uint32_t)_mm512_reduce_max_epi32(v); } /* lanes below 2^31 */
INLINE float vf_largest(vf v) { return _mm512_reduce_max_ps(v); }

/* 16 lanes as the tree of fs_kernels_scalar.c: i + (i + 8), i + (i + 4), ... in double. */
INLINE double sum_16(const vf lane[1]) {
    __m512d eight = _mm512_add_pd(_mm512_cvtps_pd(_mm512_castps512_ps256(lane[0])), _mm512_cvtps_pd(_mm512_extractf32x8_ps(lane[0], 1)));
    __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(eight), _mm512_extractf64x4_pd(eight, 1));
    __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

INLINE vf vf_widen_f16(const uint16_t *p) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p)); }
INLINE vf vf_widen_bf16(const uint16_t *p) {
    return floats(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16));
}
INLINE void prefetch(const void *p) { _mm_prefetch((const char *)p, _MM_HINT_T0); }
INLINE void fence(void) { _mm_sfence(); }

#endif
